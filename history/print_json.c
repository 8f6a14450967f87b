// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints the summary of a history as JSON. */
#include <math.h>
#include <stdlib.h>

#include "base/die.h"
#include "bisect_hint.h"
#include "history/site/terms.h"
#include "print.h"
#include "compare/format.h"

static json_t *take_text(char *text)
{
	json_t *value = text ? format_json(text) : json_null();

	free(text);
	return value;
}

static json_t *count(size_t value)
{
	return json_integer((json_int_t)value);
}

static json_t *end_of(const struct dataset *dataset, const struct dataset_series *series,
		      size_t value)
{
	const struct dataset_kernel *kernel = dataset_kernel_at(dataset, series, value);
	const struct dataset_run *run = dataset_run_at(dataset, series, value);

	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "release", format_json(kernel->release),
			 "version", format_json(kernel->version), "commit",
			 take_text(bisect_hint_commit(kernel->release)), "run",
			 format_json(run->name), "path", format_json(run->path));
}

static json_t *alert_of(const struct print *summary, const struct alerts_alert *alert)
{
	const struct dataset *dataset = summary->dataset;
	const struct dataset_series *series = &dataset->series[alert->series];
	const struct dataset_machine *machine = &dataset->machines[series->machine];
	const struct dataset_point *point = &dataset->points[series->point];
	const struct segments_change *change = alerts_change(dataset, alert);
	json_t *place =
		json_pack("{s:o, s:o}", "from",
			  format_json(dataset_kernel_at(dataset, series, change->from)->release),
			  "to",
			  format_json(dataset_kernel_at(dataset, series, change->to)->release));

	return json_pack(
		"{s:o, s:o, s:s, s:s, s:s, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
		"s:b, s:o, s:o}",
		"machine", format_json(machine->name), "point", format_json(point->name), "figure",
		terms_metric(machine, series->metric), "per", point->is_per_page ? "page" : "call",
		"state", alerts_state_name(alert->state), "stood", count(change->stood), "lasting",
		change->is_lasting, "group", count(alert->group), "good",
		end_of(dataset, series, alert->at - 1), "bad", end_of(dataset, series, alert->at),
		"place", place, "effect", format_real(expm1(change->d)), "effect_low",
		format_real(expm1(change->low)), "effect_high", format_real(expm1(change->high)),
		"p", format_real(change->p), "autocorrelated", series->segments.is_autocorrelated,
		"lag1", format_real(series->segments.lag1), "note", format_json(alert->note));
}

static json_t *group_of(const struct print *summary, const struct alerts_group *group)
{
	const struct dataset *dataset = summary->dataset;
	json_t *counts = json_object();

	for (int state = 0; state < ALERTS_STATES; state++)
		json_object_set_new(counts, alerts_state_name((enum alerts_state)state),
				    count(group->counts[state]));
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:o, s:o}", "bad",
			 format_json(dataset->kernels[group->bad].release), "good",
			 format_json(dataset->kernels[group->good].release), "machines",
			 count(group->machines), "cases", count(group->cases), "counts", counts,
			 "least", format_real(expm1(group->least)), "median",
			 format_real(expm1(group->median)), "most", format_real(expm1(group->most)),
			 "moves_control", group->moves_control, "bisect_start",
			 take_text(bisect_hint_start(dataset, group)), "bisect_run",
			 take_text(bisect_hint_run(dataset, summary->alerts, group)));
}

static json_t *missing_of(const struct print *summary, const struct missing_point *point)
{
	const struct dataset *dataset = summary->dataset;

	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "machine",
			 format_json(dataset->machines[point->machine].name), "point",
			 format_json(point->point), "why", format_json(point->why), "run",
			 format_json(dataset->runs[point->run].name), "last_run_with_a_value",
			 format_json(dataset->runs[point->last].name));
}

void print_json(const struct print *summary, FILE *out)
{
	const struct dataset *dataset = summary->dataset;
	const struct alerts *alerts = summary->alerts;
	json_t *list = json_array(), *groups = json_array(), *missing = json_array(), *whole;

	for (size_t i = 0; i < alerts->count; i++)
		json_array_append_new(list, alert_of(summary, &alerts->alerts[i]));
	for (size_t i = 0; i < alerts->group_count; i++)
		json_array_append_new(groups, group_of(summary, &alerts->groups[i]));
	for (size_t i = 0; i < summary->missing->count; i++)
		json_array_append_new(missing, missing_of(summary, &summary->missing->points[i]));
	whole = json_pack("{s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
			  "schema", 1, "runs", count(dataset->run_count), "machines",
			  count(dataset->machine_count), "kernels", count(dataset->kernel_count),
			  "series_judged", count(alerts->judged), "series_too_short",
			  count(alerts->others), "expected_by_chance",
			  format_real(alerts->by_chance), "margin", format_real(alerts->margin),
			  "stand", count(alerts->stand), "open",
			  count(alerts_count(alerts, ALERTS_OPEN)), "pending",
			  count(alerts_count(alerts, ALERTS_PENDING)), "alerts", list, "groups",
			  groups, "lost_points", missing);
	if (json_dumpf(whole, out, JSON_INDENT(1)) || fputc('\n', out) == EOF)
		die(EXIT_FAILED, "write the summary as JSON");
	json_decref(whole);
}
