// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the experimental unit of a comparison from boot_id and run, and the values of each unit. */
#include "design.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "process_summary.h"

const char *design_level_name(enum design_level level)
{
	static const char *const names[] = { "boot", "invocation", "process" };

	return names[level];
}

static const char *boot_of(const struct load_run *run)
{
	return host_facts_get(&run->facts, "boot_id");
}

/* True if the other side has a run of the same boot, or the same run. */
static bool is_shared(const struct design *design, const struct design_run *run, bool by_name)
{
	for (size_t i = 0; i < design->count; i++) {
		const struct design_run *other = &design->runs[i];

		if (other->side != run->side &&
		    (by_name ? !strcmp(other->run->name, run->run->name)
			     : !strcmp(boot_of(other->run), boot_of(run->run))))
			return true;
	}
	return false;
}

static size_t count_shared(const struct design *design, bool by_name)
{
	size_t shared = 0;

	for (size_t i = 0; i < design->count; i++)
		shared += is_shared(design, &design->runs[i], by_name);
	return shared;
}

/* Runs of the same name that share a process have the same rows. */
static bool overlap(const struct load_run *a, const struct load_run *b)
{
	for (size_t i = 0; i < a->samples.count; i++) {
		const struct csv_reader_point *x = &a->samples.points[i];
		const struct csv_reader_point *y = csv_reader_find(&b->samples, x->row.point);

		for (size_t j = 0; y && j < x->process_count; j++)
			for (size_t k = 0; k < y->process_count; k++)
				if (x->processes[j].process == y->processes[k].process)
					return true;
	}
	return false;
}

static bool any_overlap(const struct design *design)
{
	for (size_t i = 0; i < design->count; i++)
		for (size_t j = i + 1; j < design->count; j++)
			if (!strcmp(design->runs[i].run->name, design->runs[j].run->name) &&
			    overlap(design->runs[i].run, design->runs[j].run))
				return true;
	return false;
}

static void choose_level(struct design *design)
{
	size_t boots = count_shared(design, false), names = count_shared(design, true);

	if (any_overlap(design))
		reason_set(&design->refused, "the same rows stand in both sets or twice in one");
	else if (boots && boots < design->count)
		reason_set(&design->refused,
			   "some boots are in both sets and others in one: give sets that share "
			   "all boots or none");
	else if (names && names < design->count)
		reason_set(&design->refused, "some invocations are in both sets and others in one");
	design->level = names ? DESIGN_PROCESS : boots ? DESIGN_INVOCATION : DESIGN_BOOT;
}

/* Index of the first run before @at with the same boot or name, or @at. */
static size_t first_alike(const struct design *design, size_t at, bool same_side, bool by_name)
{
	const struct design_run *run = &design->runs[at];

	for (size_t i = 0; i < at; i++) {
		const struct design_run *other = &design->runs[i];

		if (same_side && other->side != run->side)
			continue;
		if (by_name ? !strcmp(other->run->name, run->run->name)
			    : !strcmp(boot_of(other->run), boot_of(run->run)))
			return i;
	}
	return at;
}

static void number_units(struct design *design)
{
	bool by_name = design->level != DESIGN_BOOT,
	     block_by_name = design->level == DESIGN_PROCESS;

	for (size_t i = 0; i < design->count; i++) {
		struct design_run *run = &design->runs[i];
		size_t first = first_alike(design, i, true, by_name);

		run->unit = first < i ? design->runs[first].unit : design->units[run->side]++;
		if (design->level == DESIGN_BOOT)
			continue;
		first = first_alike(design, i, false, block_by_name);
		run->block = first < i ? design->runs[first].block : design->blocks++;
	}
	if (design->level == DESIGN_BOOT)
		design->blocks = 1;
}

/* Rank of a run by time, over both sides. */
static uint64_t rank_of(const struct design *design, const struct design_run *run)
{
	uint64_t rank = 0;

	for (size_t i = 0; i < design->count; i++)
		rank += strcmp(design->runs[i].run->name, run->run->name) < 0;
	return rank;
}

static bool boots_take_turns(const struct design *design)
{
	double sum[DESIGN_SIDES] = { 0 }, count[DESIGN_SIDES] = { 0 };

	for (size_t i = 0; i < design->count; i++) {
		sum[design->runs[i].side] += (double)rank_of(design, &design->runs[i]);
		count[design->runs[i].side]++;
	}
	return fabs(sum[DESIGN_SIDE_A] / count[DESIGN_SIDE_A] -
		    sum[DESIGN_SIDE_B] / count[DESIGN_SIDE_B]) <= 1 + 1e-9;
}

void design_make(const struct load_run *const *a, size_t a_count, const struct load_run *const *b,
		 size_t b_count, struct design *ret_design)
{
	struct design design = { .count = a_count + b_count };

	design.runs = xcalloc(design.count + 1, sizeof(*design.runs));
	for (size_t i = 0; i < design.count; i++)
		design.runs[i] = (struct design_run) {
			.run = i < a_count ? a[i] : b[i - a_count],
			.side = i < a_count ? DESIGN_SIDE_A : DESIGN_SIDE_B,
		};
	choose_level(&design);
	number_units(&design);
	design.alternates = design.level != DESIGN_BOOT || boots_take_turns(&design);
	*ret_design = design;
}

void design_free(struct design *design)
{
	free(design->runs);
}

static void *grow(void *values, size_t count, size_t size)
{
	return xrealloc(values, count + 1, size);
}

static void add_unit(struct design_values *values, size_t block, uint64_t order)
{
	values->y = (double *)grow(values->y, values->n, sizeof(*values->y));
	values->y_of_means =
		(double *)grow(values->y_of_means, values->n, sizeof(*values->y_of_means));
	values->block = (size_t *)grow(values->block, values->n, sizeof(*values->block));
	values->order = (uint64_t *)grow(values->order, values->n, sizeof(*values->order));
	values->y[values->n] = 0;
	values->y_of_means[values->n] = 0;
	values->block[values->n] = block;
	values->order[values->n++] = order;
}

/* A short search: a coarse clock gives few distinct values, a fine one soon enough of them. */
static void count_distinct(struct design_values *values, const double *samples, size_t count,
			   double *seen)
{
	for (size_t i = 0; i < count && values->distinct < DESIGN_DISTINCT_ENOUGH; i++) {
		size_t at = 0;

		while (at < values->distinct && seen[at] != samples[i])
			at++;
		if (at == values->distinct)
			seen[values->distinct++] = samples[i];
	}
}

static void add_process(struct design_values *values, size_t unit,
			const struct process_summary *summary)
{
	size_t count = values->process_count++;

	values->processes = (double *)grow(values->processes, count, sizeof(*values->processes));
	values->process_unit =
		(size_t *)grow(values->process_unit, count, sizeof(*values->process_unit));
	values->processes[count] = summary->ln_median;
	values->process_unit[count] = unit;
	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): unit_for() made it */
	values->y[unit] += summary->ln_median;
	values->y_of_means[unit] += summary->ln_mean;
	values->samples += summary->samples;
	values->outliers += summary->outliers;
	values->unsteady += summary->is_unsteady;
	values->bimodal += summary->is_bimodal;
	values->torn += summary->is_torn;
	if (summary->is_bimodal)
		values->upper_share = summary->upper_share;
}

/* Turns sums into means, and renumbers the units without those that have no process. */
static void finish(struct design_values *values)
{
	for (size_t unit = 0; unit < values->n; unit++) {
		size_t count = 0;

		for (size_t i = 0; i < values->process_count; i++)
			count += values->process_unit[i] == unit;
		values->y[unit] /= (double)count;
		values->y_of_means[unit] /= (double)count;
	}
}

/* Collects a run's processes: each as a unit, or all in the run's unit. */
struct collector {
	struct design_values *values;
	const struct design *design;
	size_t *unit_of; /* per unit of the design: its index in values plus 1 */
	double least_ln, *scratch, seen[DESIGN_DISTINCT_ENOUGH];
	size_t scratch_room;
};

static size_t unit_for(struct collector *collector, const struct design_run *run, uint64_t process)
{
	struct design_values *values = collector->values;

	if (collector->design->level == DESIGN_PROCESS) {
		add_unit(values, run->block, process);
		return values->n - 1;
	}
	if (!collector->unit_of[run->unit]) {
		add_unit(values, run->block, rank_of(collector->design, run));
		collector->unit_of[run->unit] = values->n;
	}
	return collector->unit_of[run->unit] - 1;
}

static void collect_run(struct collector *collector, const struct design_run *run,
			const struct csv_reader_point *point, enum csv_reader_metric metric)
{
	const struct csv_reader_series *series = &point->series[metric];

	for (size_t i = 0; i < point->process_count; i++) {
		size_t count = point->processes[i].count[metric];
		struct process_summary summary;
		const double *samples;

		if (!count)
			continue;
		samples = series->values + point->processes[i].first[metric];
		if (count > collector->scratch_room) {
			collector->scratch_room = count;
			collector->scratch = xrealloc(collector->scratch, count, sizeof(double));
		}
		summary = process_summary_make(samples, count, collector->least_ln,
					       collector->scratch);
		add_process(collector->values,
			    unit_for(collector, run, point->processes[i].process), &summary);
		count_distinct(collector->values, samples, count, collector->seen);
		/* one count of the raw metric, in the unit of the series, relative to the median */
		collector->values->resolution = 1 / point->per / exp(summary.ln_median);
	}
}

void design_collect(const struct design *design, enum design_side side, const char *point,
		    enum csv_reader_metric metric, double least_ln,
		    struct design_values *ret_values)
{
	struct design_values values = { 0 };
	struct collector collector = {
		.values = &values,
		.design = design,
		.unit_of = xcalloc(design->units[side] + 1, sizeof(size_t)),
		.least_ln = least_ln,
	};

	for (size_t i = 0; i < design->count; i++) {
		const struct design_run *run = &design->runs[i];
		const struct csv_reader_point *found;

		if (run->side != side)
			continue;
		found = csv_reader_find(&run->run->samples, point);
		if (found)
			collect_run(&collector, run, found, metric);
	}
	finish(&values);
	free(collector.unit_of);
	free(collector.scratch);
	*ret_values = values;
}

bool design_take_turns(const struct design_values *a, const struct design_values *b)
{
	double sum = 0;

	/* Mean rank of a side among both: half of the pairs, and its own. */
	for (size_t i = 0; i < a->n; i++)
		for (size_t j = 0; j < b->n; j++)
			sum += a->order[i] < b->order[j] ? 1 : -1;
	return fabs(sum) / (double)(a->n * b->n) * (double)(a->n + b->n) / 2 <= 1 + 1e-9;
}

void design_free_values(struct design_values *values)
{
	free(values->y);
	free(values->y_of_means);
	free(values->block);
	free(values->order);
	free(values->processes);
	free(values->process_unit);
}
