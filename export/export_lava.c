// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the signals from which LAVA takes measurements in a job's log. */
#include <math.h>
#include <stdlib.h>

#include "export.h"
#include "quantity.h"

/* LAVA's words. "unknown": no statement about the kernel. */
static const char *word_of(enum outcome_kind kind)
{
	switch (kind) {
	case OUTCOME_MEASURED: return "pass";
	case OUTCOME_SKIPPED: return "skip";
	case OUTCOME_FAILED: return "fail";
	default: return "unknown";
	}
}

/*
 * Ids are slugs, unique in the whole output: the dispatcher splits a signal at blanks and each part
 * at its only '=', ends it at '>', and stops the job at a repeated id.
 */
static const char *id_of(struct names *ids, const struct export_data *bundle,
			 const struct export_data_group *group,
			 const struct export_data_point *point, const char *unit)
{
	bool are_several = bundle->count > 1;
	char *slug = names_slug(point->name);
	char *text = xasprintf("%s%s%s%s%s", are_several ? group->label : "",
			       are_several ? "." : "", slug, unit ? "." : "", unit ? unit : "");
	char *key = xasprintf("%s\n%s\n%s", group->label, point->name, unit ? unit : "");
	const char *id = names_show(ids, key, text);

	free(key);
	free(text);
	free(slug);
	return id;
}

static void print_measured(FILE *out, struct names *ids, const struct export_data *bundle,
			   const struct export_data_group *group,
			   const struct export_data_point *point)
{
	char text[QUANTITY_BYTES];

	for (int f = 0; f < CSV_READER_METRICS; f++) {
		const char *unit = quantity_unit(group->facts, (enum csv_reader_metric)f);

		if (!isfinite(point->levels[f].value))
			continue;
		fprintf(out,
			"<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=%s RESULT=pass UNITS=%s/%s "
			"MEASUREMENT=%s>\n",
			id_of(ids, bundle, group, point, unit), unit,
			quantity_per(point->is_per_page),
			quantity_decimal(point->levels[f].value, text));
	}
}

/* A signal cannot hold a reason: print it on the line before. */
static void print_other(FILE *out, struct names *ids, const struct export_data *bundle,
			const struct export_data_group *group,
			const struct export_data_point *point)
{
	const char *id = id_of(ids, bundle, group, point, NULL);

	fprintf(out, "ptebench: %s: %s: ", id, point->outcome.status);
	for (const char *p = point->outcome.reason; *p; p++)
		fputc(*p == '<' || *p == '>' ? '?' : *p, out);
	fprintf(out, "\n<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=%s RESULT=%s>\n", id,
		word_of(point->outcome.kind));
}

void export_lava(const struct export_data *bundle, struct output *output)
{
	FILE *out = output_open(output, formats[FORMATS_LAVA].file);
	struct names ids = { 0 };

	for (size_t i = 0; i < bundle->count; i++) {
		const struct export_data_group *group = &bundle->groups[i];

		fprintf(out, "<LAVA_SIGNAL_TESTSET START %s>\n", group->label);
		for (size_t k = 0; k < group->point_count; k++)
			if (group->points[k].outcome.kind == OUTCOME_MEASURED)
				print_measured(out, &ids, bundle, group, &group->points[k]);
			else
				print_other(out, &ids, bundle, group, &group->points[k]);
		fputs("<LAVA_SIGNAL_TESTSET STOP>\n", out);
	}
	names_free(&ids);
	output_close(output);
}
