// SPDX-License-Identifier: GPL-2.0-or-later
/* What do the options and arguments that the programs of compare/ share mean? */
#include "set_options.h"

#include <stdlib.h>
#include <string.h>

double set_options_margin(const char *text)
{
	char *end;
	double percent = strtod(text, &end);

	if (end == text || (*end && strcmp(end, "%") != 0) || !(percent >= 0 && percent <= 1000))
		die(EXIT_USAGE, "--margin %s: give percent from 0 to 1000, as 1%%", text);
	return percent / 100;
}

enum csv_reader_metric set_options_metric(const char *text)
{
	static const char *const names[CSV_READER_METRICS] = { "time", "instructions", "cycles" };
	int metric = 0;

	while (metric < CSV_READER_METRICS && strcmp(text, names[metric]) != 0)
		metric++;
	return (enum csv_reader_metric)metric;
}

void set_options_only(struct globlist *only, const char *glob)
{
	if (only->count == GLOBLIST_MAX)
		die(EXIT_USAGE, "--only: at most %d", GLOBLIST_MAX);
	only->texts[only->count++] = glob;
}

static void warn_of_runs(const struct load_set *set)
{
	for (size_t i = 0; i < set->count; i++) {
		const struct load_run *run = &set->runs[i];

		if (run->error)
			warn("%s (the run %s is left out)", run->reason.text, run->path);
		else if (run->samples.bad_rows)
			warn("%s (%zu such lines are left out)", run->reason.text,
			     run->samples.bad_rows);
	}
}

void set_options_read(const char *const *paths, size_t count, const char *out,
		      struct load_set *ret_sets)
{
	for (size_t i = 0; i < count; i++)
		load_find(paths[i], out, &ret_sets[i]);
	load_read(ret_sets, count);
	for (size_t i = 0; i < count; i++)
		warn_of_runs(&ret_sets[i]);
}

void set_options_name_apart(struct load_set *sets, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool is_shared = false;

		for (size_t j = 0; j < count; j++)
			is_shared |= j != i && (!strcmp(sets[i].name, sets[j].name) ||
						!strcmp(sets[i].name, sets[j].path));
		if (!is_shared)
			continue;
		free(sets[i].name);
		sets[i].name = xstrdup(sets[i].path);
	}
}
