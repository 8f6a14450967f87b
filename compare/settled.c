// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the intervals that are narrow enough. */
#include "settled.h"

#include <math.h>

double settled_half_width(double se, double df, size_t looks)
{
	/* No comparison holds: an unknown interval is never narrow. */
	return df > 0 ? stats_quantile(1 - 0.05 / (2 * (double)looks), df) * se : NAN;
}

static void print(const char *point, double half, const struct settled_options *options, FILE *out)
{
	fprintf(out, "%s %s\n", half <= log1p(options->width) ? "settled" : "wide", point);
}

static void print_point(const struct design *design, const char *point,
			const struct settled_options *options, FILE *out)
{
	struct design_values values;
	struct stats_moments moments;
	double n, half;

	design_collect(design, DESIGN_SIDE_A, point, CSV_READER_NS, 0, &values);
	moments = stats_moments(values.processes, values.process_count);
	n = (double)moments.n;
	half = settled_half_width(sqrt(moments.variance / n), n - 1, options->looks);
	if (values.resolution / 2 > half)
		half = values.resolution / 2;
	if (moments.n)
		print(point, half, options, out);
	design_free_values(&values);
}

/* Rounds rise with the processes of a point. */
static void cut_rounds(struct csv_reader *samples, uint64_t rounds)
{
	for (size_t i = 0; i < samples->count; i++) {
		struct csv_reader_point *point = &samples->points[i];

		while (point->process_count &&
		       point->processes[point->process_count - 1].round > rounds)
			point->process_count--;
	}
}

static void print_run(struct load_run *run, const struct settled_options *options, FILE *out)
{
	const struct load_run *const runs[] = { run };
	struct design design;

	if (options->rounds)
		cut_rounds(&run->samples, options->rounds);
	design_make(runs, 1, NULL, 0, &design);
	for (size_t i = 0; i < run->samples.count; i++)
		print_point(&design, run->samples.points[i].row.point, options, out);
	design_free(&design);
}

static void print_machine(const struct comparison_machine *machine,
			  const struct settled_options *options, FILE *out)
{
	for (size_t i = 0; i < machine->match.count; i++) {
		const struct verdict *on = &machine->on[CSV_READER_NS][i];
		double half = settled_half_width(on->se, on->df, options->looks);

		if (on->is_judged)
			print(machine->match.points[i].row->point,
			      verdict_is_tested(on) ? half : NAN, options, out);
	}
}

void settled_print(struct load_set *sets, size_t count, const struct settled_options *options,
		   FILE *out)
{
	struct comparison comparison;

	if (count == 1) {
		for (size_t i = 0; i < sets->count; i++)
			if (!sets->runs[i].error)
				print_run(&sets->runs[i], options, out);
		return;
	}
	comparison_make(&sets[0], &sets[1], &(struct comparison_options) { .margin = 0.01 },
			&comparison);
	for (size_t i = 0; i < comparison.count; i++)
		print_machine(&comparison.machines[i], options, out);
	comparison_free(&comparison);
}
