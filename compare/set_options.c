// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the sets of a command line, warns of what is left out, and separates equal names. */
#include "set_options.h"

#include <stdlib.h>
#include <string.h>

const char *const set_options_metrics[] = {
	[CSV_READER_NS] = "time",
	[CSV_READER_INSTRUCTIONS] = "instructions",
	[CSV_READER_CYCLES] = "cycles",
	NULL,
};

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

static void name_apart(struct load_set *sets, size_t count)
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

struct load_set *set_options_sets(const char *const *paths, size_t count, size_t named,
				  const char *out)
{
	struct load_set *sets = xcalloc(count, sizeof(*sets));

	for (size_t i = 0; i < count; i++)
		load_find(paths[i], out, &sets[i]);
	load_read(sets, count);
	for (size_t i = 0; i < count; i++)
		warn_of_runs(&sets[i]);
	name_apart(sets, named);
	return sets;
}

void set_options_free(struct load_set *sets, size_t count)
{
	for (size_t i = 0; i < count; i++)
		load_free(&sets[i]);
	free(sets);
}
