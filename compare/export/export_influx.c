// SPDX-License-Identifier: GPL-2.0-or-later
/* How does a run look in InfluxDB's line protocol? */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "exporters.h"
#include "quantity.h"
#include "stamp.h"
#include "text.h"

/*
 * Blank, comma and '=' are escaped by a backslash, which itself has no escape in a tag: at the end
 * of a value it would take the comma that follows along, so it is written as '/'. A tag without a
 * value is no tag.
 */
static void print_tag(FILE *out, const char *key, const char *value)
{
	if (!*value || !strcmp(value, FACTS_UNKNOWN))
		return;
	fprintf(out, ",%s=", key);
	for (; *value; value++) {
		if (strchr(" ,=", *value))
			fputc('\\', out);
		fputc(*value == '\\' ? '/' : *value, out);
	}
}

static void print_text(FILE *out, const char *key, const char *value)
{
	fprintf(out, ",%s=\"", key);
	for (; *value; value++) {
		if (strchr("\"\\", *value))
			fputc('\\', out);
		fputc(*value, out);
	}
	fputc('"', out);
}

/* By key, as the server sorts them. */
static void print_tags(FILE *out, const struct bundle_group *group,
		       const struct bundle_point *point, bool is_measured)
{
	char *case_name = text_clean(point->row->case_name);
	char *family = text_clean(point->row->family);
	char *architecture = text_clean(facts_get(group->facts, "architecture"));

	fputs("ptebench", out);
	print_tag(out, "architecture", architecture);
	print_tag(out, "case", case_name);
	print_tag(out, "family", family);
	print_tag(out, "host", group->machine);
	print_tag(out, "kernel", group->kernel);
	if (is_measured)
		print_tag(out, "per", quantity_per(point->is_per_page));
	print_tag(out, "point", point->name);
	print_tag(out, "set", group->set);
	free(architecture);
	free(family);
	free(case_name);
}

static void print_number(FILE *out, const char *unit, const char *end, double value)
{
	char text[QUANTITY_BYTES];

	if (isfinite(value))
		fprintf(out, ",%s%s=%s", unit, end, quantity_text(value, text));
}

static void print_level(FILE *out, const struct bundle_group *group, const struct run *run,
			const struct bundle_point *point, enum samples_figure figure)
{
	const struct samples_point *found = samples_find(&run->samples, point->row->point);
	struct level level = bundle_level(run, point, figure);
	const char *unit = quantity_unit(group->facts, figure);

	if (!isfinite(level.value))
		return;
	print_number(out, unit, "", level.value);
	print_number(out, unit, "_low", level.low);
	print_number(out, unit, "_high", level.high);
	fprintf(out, ",%s_processes=%zui,%s_samples=%zui", unit, level.processes, unit,
		found ? found->series[figure].count : 0);
}

static void print_line(FILE *out, const struct bundle *bundle, const struct bundle_group *group,
		       const struct run *run, time_t start, const struct bundle_point *point)
{
	struct outcome outcome = outcome_of_run(run, point->row->point);
	char *name = text_clean(run->name);

	if (outcome.kind != OUTCOME_ABSENT) {
		print_tags(out, group, point, outcome.kind == OUTCOME_MEASURED);
		fprintf(out, " other_samples=%zui", outcome.other_rows);
		print_text(out, "status", outcome.status);
		if (*outcome.reason)
			print_text(out, "reason", outcome.reason);
		print_text(out, "run", name);
		for (int f = 0; f < SAMPLES_FIGURES; f++)
			if (bundle_wants(bundle, f))
				print_level(out, group, run, point, (enum samples_figure)f);
		fprintf(out, " %lld000000000\n", (long long)start);
	}
	free(name);
}

void export_influx(const struct bundle *bundle, struct sink *sink)
{
	FILE *out = sink_open(sink, "results.influx");

	for (size_t i = 0; i < bundle->count; i++) {
		const struct bundle_group *group = &bundle->groups[i];

		for (size_t r = 0; r < group->run_count; r++) {
			time_t start;

			if (!stamp_of_run(group->runs[r], &start)) {
				warn("influx: the run %s is left out: its name has no date",
				     group->runs[r]->path);
				continue;
			}
			for (size_t k = 0; k < group->point_count; k++)
				print_line(out, bundle, group, group->runs[r], start,
					   &group->points[k]);
		}
	}
	sink_close(sink);
}
