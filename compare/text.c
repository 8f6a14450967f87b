// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the comparison: as plain-text tables for a mail, unless another format is asked for. */
#include "output_formats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "table_notes.h"
#include "format.h"

enum { LABEL_COLUMNS = 12 };

static const char rule[] =
	"---------------------------------------------------------------------------\n";

static double cv_of(const struct verdict *on)
{
	double variance = stats_pooled_variance(&on->metrics.moments[DESIGN_SIDE_A],
						&on->metrics.moments[DESIGN_SIDE_B]);

	return 100 * sqrt(expm1(variance));
}

static void print_row(const struct verdict *on, enum csv_reader_metric unit, const char *label,
		      FILE *out)
{
	char a[FORMAT_BYTES], b[FORMAT_BYTES], delta[FORMAT_BYTES], interval[FORMAT_BYTES],
		q[FORMAT_BYTES], letters[FORMAT_BYTES], cv[FORMAT_BYTES];

	format_label(out, label, LABEL_COLUMNS);
	fprintf(out, " %8s %8s %5s %8s %15s %4s %c%s\n",
		format_value(on->metrics.value[DESIGN_SIDE_A], unit, a),
		format_value(on->metrics.value[DESIGN_SIDE_B], unit, b), format_cv(cv_of(on), cv),
		format_percent(on->d, delta),
		on->method == VERDICT_METHOD_WITHIN ? "-"
						    : format_interval(on->low, on->high, interval),
		format_q(on->is_judged ? on->q : NAN, q), verdict_letters[on->verdict],
		format_flags(on, letters));
}

static void print_row_of_all(const struct comparison_machine *machine, size_t at, const char *label,
			     FILE *out)
{
	format_label(out, label, LABEL_COLUMNS);
	for (enum csv_reader_metric f = 0; f < CSV_READER_METRICS; f++) {
		const struct verdict *on = &machine->on[f][at];
		char a[FORMAT_BYTES], delta[FORMAT_BYTES];
		bool has = !on->metrics.reason.text[0];

		fprintf(out, " %8s %8s %c",
			has ? format_value(on->metrics.value[DESIGN_SIDE_A],
					   format_unit(machine->facts, f), a)
			    : "-",
			format_percent(on->d, delta), has ? verdict_letters[on->verdict] : '-');
	}
	fputc('\n', out);
}

/* Prints the line above a group, if the group is new. */
static void print_group(char **last, char *group, bool is_per_page, FILE *out)
{
	char *title = xasprintf("%s%s", group, is_per_page ? "" : " (per call)");

	free(group);
	if (!*last || strcmp(*last, title) != 0)
		format_wrap(out, title, 0);
	free(*last);
	*last = title;
}

static bool is_shown(const struct comparison_machine *machine, size_t at, unsigned int metrics)
{
	const struct match_point *point = &machine->match.points[at];
	bool has = false;

	for (enum csv_reader_metric f = 0; f < CSV_READER_METRICS; f++)
		has |= metrics & 1U << f && !machine->on[f][at].metrics.reason.text[0];
	return has && point->fate == MATCH_COMPARABLE && !csv_row_is_control(point->row);
}

static void print_rows(const struct comparison_machine *machine, unsigned int metrics,
		       enum csv_reader_metric metric, FILE *out)
{
	char *group, *label, *last = NULL;

	for (size_t i = 0; i < machine->match.count; i++) {
		if (!is_shown(machine, i, metrics))
			continue;
		format_point(machine->match.points[i].row->point, &group, &label);
		print_group(&last, group, machine->match.points[i].is_per_page, out);
		if (metrics == 1U << metric)
			print_row(&machine->on[metric][i], format_unit(machine->facts, metric),
				  label, out);
		else
			print_row_of_all(machine, i, label, out);
		free(label);
	}
	free(last);
}

static const char *heading(enum columns_id column)
{
	return columns_heading(column, CSV_READER_NS);
}

static void print_means(const struct comparison_machine *machine, enum csv_reader_metric metric,
			FILE *out)
{
	struct conclusions_mean *means = xcalloc(machine->match.count + 1, sizeof(*means));
	size_t count = conclusions_means(machine, metric, means);
	char delta[FORMAT_BYTES], interval[FORMAT_BYTES];

	if (count)
		fprintf(out, "\n%-*s %8s %8s %5s %8s %15s\n", LABEL_COLUMNS + 2, "geometric mean",
			heading(COLUMNS_CASES), "", "", heading(COLUMNS_DELTA),
			heading(COLUMNS_INTERVAL));
	for (size_t i = 0; i < count; i++) {
		format_label(out, means[i].family ? means[i].family : "all", LABEL_COLUMNS);
		fprintf(out, " %8zu %8s %5s %8s %15s\n", means[i].cases, "", "",
			format_percent(means[i].d, delta),
			format_interval(means[i].low, means[i].high, interval));
	}
	free(means);
}

/* @metric: the first of @metrics; if there are several, the columns are those of all. */
static void print_machine(const struct comparison_machine *machine, unsigned int metrics,
			  enum csv_reader_metric metric, FILE *out)
{
	const char *time = format_metric_name(machine, CSV_READER_NS);
	const char *instructions = format_metric_name(machine, CSV_READER_INSTRUCTIONS);
	const char *cycles = format_metric_name(machine, CSV_READER_CYCLES);
	static const enum columns_id of_one[] = { COLUMNS_A,	 COLUMNS_B,	   COLUMNS_CV,
						  COLUMNS_DELTA, COLUMNS_INTERVAL, COLUMNS_Q,
						  COLUMNS_CASES },
				     of_all[] = { COLUMNS_A, COLUMNS_DELTA };
	enum csv_reader_metric unit = format_unit(machine->facts, metric);
	bool is_one = metrics == 1U << metric;
	char *legend, *title = is_one ? xasprintf("%s, lower is better",
						  format_metric_name(machine, metric))
				      : xasprintf("%s, %s, %s", time, instructions, cycles);

	table_notes_print_head(machine, title, metric, out);
	free(title);
	if (is_one)
		print_means(machine, metric, out);
	fprintf(out, "\n%-*s", LABEL_COLUMNS + 2, "case, per page");
	if (is_one)
		fprintf(out, " %8s %8s %5s %8s %15s %4s\n", columns_heading(COLUMNS_A, unit),
			columns_heading(COLUMNS_B, unit), heading(COLUMNS_CV),
			heading(COLUMNS_DELTA), heading(COLUMNS_INTERVAL), heading(COLUMNS_Q));
	else
		fprintf(out, " %17s   %17s   %17s\n%-*s %8s %8s   %8s %8s   %8s %8s\n", time,
			instructions, cycles, LABEL_COLUMNS + 2, "", heading(COLUMNS_A),
			heading(COLUMNS_DELTA), heading(COLUMNS_A), heading(COLUMNS_DELTA),
			heading(COLUMNS_A), heading(COLUMNS_DELTA));
	fputs(rule, out);
	print_rows(machine, metrics, metric, out);
	fputs(rule, out);
	legend = is_one ? columns_legend(of_one, sizeof(of_one) / sizeof(of_one[0]), unit)
			: columns_legend(of_all, sizeof(of_all) / sizeof(of_all[0]), CSV_READER_NS);
	format_wrap(out, legend, 0);
	free(legend);
	table_notes_print_foot(machine, metrics, out);
}

void output_formats_text(const struct comparison *comparison, unsigned int metrics, FILE *out)
{
	enum csv_reader_metric metric = CSV_READER_NS;

	while (!(metrics & 1U << metric))
		metric++;
	for (size_t i = 0; i < comparison->count; i++) {
		if (i)
			fputc('\n', out);
		print_machine(&comparison->machines[i], metrics, metric, out);
	}
	if (comparison->count > 1)
		across_machines_print(comparison, metric, out);
	table_notes_print_lone(comparison, out);
}

void output_formats_write(enum formats_id format, const struct comparison *comparison,
			  unsigned int metrics, FILE *out)
{
	switch (format) {
	case FORMATS_COMPARE_MD: output_formats_md(comparison, metrics, out); break;
	case FORMATS_COMPARE_CSV: output_formats_csv(comparison, metrics, out); break;
	case FORMATS_COMPARE_JSON: output_formats_json(comparison, metrics, out); break;
	case FORMATS_COMPARE_LKP: output_formats_lkp(comparison, metrics, out); break;
	default: output_formats_text(comparison, metrics, out);
	}
}
