// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the comparison as JSON. */
#include <math.h>
#include <stdlib.h>

#include "output_formats.h"
#include "format.h"
#include "base/version.h"

static json_t *units(size_t count)
{
	return count ? json_integer((json_int_t)count) : json_null();
}

static json_t *count_of_row(struct opt_u64 count)
{
	return count.known ? json_integer((json_int_t)count.value) : json_null();
}

static json_t *counts(const size_t *values)
{
	return json_pack("{s:I, s:I}", "a", (json_int_t)values[DESIGN_SIDE_A], "b",
			 (json_int_t)values[DESIGN_SIDE_B]);
}

static json_t *side_numbers(double a, double b)
{
	return json_pack("{s:o, s:o}", "a", format_real(a), "b", format_real(b));
}

static json_t *flags_of(unsigned int flags)
{
	json_t *array = json_array();

	for (unsigned int bit = 0; bit < METRICS_FLAGS; bit++)
		if (flags & 1U << bit)
			json_array_append_new(array, json_string(metrics_flag_names[bit]));
	return array;
}

static json_t *figures_of(const struct verdict *on)
{
	const struct metrics *metrics = &on->metrics;
	const struct stats_moments *a = &metrics->moments[DESIGN_SIDE_A],
				   *b = &metrics->moments[DESIGN_SIDE_B];

	if (metrics->reason.text[0])
		return json_pack("{s:s, s:o}", "verdict", verdict_names[on->verdict], "reason",
				 format_json(metrics->reason.text));
	return json_pack(
		"{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
		"s:o, s:o, s:o, s:o}",
		"verdict", verdict_names[on->verdict], "method", verdict_method_names[on->method],
		"units", counts(metrics->n), "processes", counts(metrics->processes), "samples",
		counts(metrics->samples), "value",
		side_numbers(metrics->value[DESIGN_SIDE_A], metrics->value[DESIGN_SIDE_B]), "sd_ln",
		side_numbers(sqrt(a->variance), sqrt(b->variance)), "ratio",
		format_real(exp(on->d)), "ratio_low", format_real(exp(on->low)), "ratio_high",
		format_real(exp(on->high)), "df", format_real(on->df), "p", format_real(on->p), "q",
		format_real(on->is_judged ? on->q : NAN), "mde_ratio", format_real(exp(on->mde)),
		"units_to_see", units(on->units_to_see), "units_to_call_same",
		units(on->units_to_call_same), "outlier_share", format_real(metrics->outlier_share),
		"lag1", format_real(metrics->lag1), "flags", flags_of(metrics->flags));
}

static json_t *point_of(const struct comparison_machine *machine, size_t at, unsigned int metrics)
{
	const struct match_point *point = &machine->match.points[at];
	json_t *object = json_pack("{s:o, s:o, s:o, s:o, s:o, s:s, s:b, s:o}", "point",
				   format_json(point->row->point), "case",
				   format_json(point->row->case_name), "family",
				   format_json(point->row->family), "folio_bytes",
				   count_of_row(point->row->folio_bytes), "size_bytes",
				   count_of_row(point->row->size_bytes), "per",
				   point->is_per_page ? "page" : "call", "comparable",
				   point->fate == MATCH_COMPARABLE, "reason",
				   format_json(point->reason.text));

	for (enum csv_reader_metric f = 0; f < CSV_READER_METRICS; f++)
		if (metrics & 1U << f)
			json_object_set_new(object, format_metric_name(machine, f),
					    figures_of(&machine->on[f][at]));
	return object;
}

static json_t *environment_of(const struct comparison_machine *machine)
{
	json_t *array = json_array();
	char **texts;
	size_t count = environment_differences(machine, &texts);

	for (size_t i = 0; i < count; i++) {
		json_array_append_new(array, format_json(texts[i]));
		free(texts[i]);
	}
	free(texts);
	return array;
}

/* Geometric means by metric. */
static json_t *means_of(const struct comparison_machine *machine, unsigned int metrics)
{
	struct conclusions_mean *means = xcalloc(machine->match.count + 1, sizeof(*means));
	json_t *object = json_object();

	for (enum csv_reader_metric f = 0; f < CSV_READER_METRICS; f++) {
		size_t count = metrics & 1U << f ? conclusions_means(machine, f, means) : 0;
		json_t *array = json_array();

		for (size_t i = 0; i < count; i++)
			json_array_append_new(
				array, json_pack("{s:o, s:I, s:o, s:o, s:o}", "family",
						 means[i].family ? format_json(means[i].family)
								 : json_null(),
						 "cases", (json_int_t)means[i].cases, "ratio",
						 format_real(exp(means[i].d)), "ratio_low",
						 format_real(exp(means[i].low)), "ratio_high",
						 format_real(exp(means[i].high))));
		if (metrics & 1U << f)
			json_object_set(object, format_metric_name(machine, f), array);
		json_decref(array);
	}
	free(means);
	return object;
}

static json_t *machine_of(const struct comparison_machine *machine, unsigned int metrics)
{
	char *text = format_host(machine->name, machine->facts);
	json_t *points = json_array(), *about = format_json(text);

	for (size_t i = 0; i < machine->match.count; i++)
		json_array_append_new(points, point_of(machine, i, metrics));
	free(text);
	return json_pack("{s:o, s:o, s:s, s:b, s:o, s:o, s:o}", "machine",
			 format_json(machine->name), "about", about, "unit",
			 design_level_names[machine->design.unit], "took_turns",
			 machine->design.alternates, "environment_differences",
			 environment_of(machine), "geometric_means", means_of(machine, metrics),
			 "points", points);
}

void output_formats_json(const struct comparison *comparison, unsigned int metrics, FILE *out)
{
	json_t *machines = json_array(), *lone = json_array(), *all;

	for (size_t i = 0; i < comparison->count; i++)
		json_array_append_new(machines, machine_of(&comparison->machines[i], metrics));
	for (size_t i = 0; i < comparison->lone_count; i++)
		json_array_append_new(
			lone, json_pack("{s:o, s:s, s:I}", "machine",
					format_json(comparison->lone[i].name), "only_in",
					comparison->lone[i].side == DESIGN_SIDE_A ? "a" : "b",
					"runs", (json_int_t)comparison->lone[i].runs));
	all = json_pack("{s:s, s:s, s:o, s:o, s:f, s:f, s:o, s:o}", "ptebench", version_text,
			"method", "docs/STATISTICS.md", "set_a", format_json(comparison->a->name),
			"set_b", format_json(comparison->b->name), "margin", comparison->margin,
			"see", comparison->see, "machines", machines, "machines_not_comparable",
			lone);
	json_dumpf(all, out, JSON_INDENT(1) | JSON_REAL_PRECISION(9));
	fputc('\n', out);
	json_decref(all);
}
