// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes KTAP (Documentation/dev-tools/ktap.rst @ v6.12). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "export.h"
#include "quantity.h"
#include "compare/format.h"

/* '#' begins a directive: "# SKIP" in a name would make a failure pass. */
static void print_plain(FILE *out, const char *text)
{
	for (; *text; text++)
		fputc(*text == '#' ? '?' : *text, out);
}

static void print_level(FILE *out, const struct export_data_group *group,
			const struct export_data_point *point, enum csv_reader_metric metric)
{
	const struct estimate *level = &point->levels[metric];
	const char *per = quantity_per(point->is_per_page);

	if (!isfinite(level->value))
		return;
	fprintf(out, "  # %.6g %s/%s", level->value, quantity_unit(group->facts, metric), per);
	if (isfinite(level->low))
		fprintf(out, ", 95%% [%.6g, %.6g]%s", level->low, level->high,
			level->is_within ? " within one boot" : "");
	fprintf(out, ", %zu %s%s, %zu processes, %zu samples\n", level->n,
		design_level_name(group->design.level), level->n == 1 ? "" : "s", level->processes,
		point->samples[metric]);
}

static void print_point(FILE *out, const struct export_data_group *group, size_t at)
{
	const struct export_data_point *point = &group->points[at];
	const struct outcome *outcome = &point->outcome;

	for (int f = 0; f < CSV_READER_METRICS; f++)
		print_level(out, group, point, (enum csv_reader_metric)f);
	if (outcome->kind == OUTCOME_MEASURED && outcome->other_rows) {
		fprintf(out, "  # %zu samples more do not count: ", outcome->other_rows);
		print_plain(out, outcome->reason);
		fputc('\n', out);
	}
	fprintf(out, "  %s %zu ",
		outcome->kind == OUTCOME_MEASURED || outcome->kind == OUTCOME_SKIPPED ? "ok"
										      : "not ok",
		at + 1);
	print_plain(out, point->name);
	if (outcome->kind != OUTCOME_MEASURED) {
		fprintf(out, " # %s",
			outcome->kind == OUTCOME_SKIPPED ? "SKIP "
			: outcome->kind == OUTCOME_ERROR ? "ERROR "
							 : "");
		print_plain(out, outcome->status);
		fputs(": ", out);
		print_plain(out, outcome->reason);
	}
	fputc('\n', out);
}

static bool is_good(const struct export_data_group *group)
{
	for (size_t i = 0; i < group->point_count; i++)
		if (group->points[i].outcome.kind != OUTCOME_MEASURED &&
		    group->points[i].outcome.kind != OUTCOME_SKIPPED)
			return false;
	return true;
}

static void print_group(FILE *out, const struct export_data_group *group, size_t number)
{
	char *host = format_host(group->machine, group->facts);

	fprintf(out, "  KTAP version 1\n  # Subtest: %s\n  1..%zu\n  # ", group->label,
		group->point_count);
	print_plain(out, host);
	free(host);
	fputs("\n  # Linux ", out);
	print_plain(out, group->kernel);
	fputc('\n', out);
	for (size_t i = 0; i < group->point_count; i++)
		print_point(out, group, i);
	fprintf(out, "%s %zu %s\n", is_good(group) ? "ok" : "not ok", number, group->label);
}

void export_ktap(const struct export_data *bundle, struct output *output)
{
	FILE *out = output_open(output, formats[FORMATS_KTAP].file);

	fprintf(out, "KTAP version 1\n1..%zu\n", bundle->count);
	for (size_t i = 0; i < bundle->count; i++)
		print_group(out, &bundle->groups[i], i + 1);
	output_close(output);
}
