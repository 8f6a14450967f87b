// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the experimental unit of a comparison from boot_id and run, and the values of each unit. */
#include "design.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const design_level_names[DESIGN_PROCESS + 1] = { "boot", "invocation", "process" };

/* True if two runs have the same boot, or the same name: they are one invocation. */
static bool are_alike(const struct design_run *a, const struct design_run *b, bool by_name)
{
	return by_name ? !strcmp(a->run->name, b->run->name)
		       : host_facts_agree(&a->run->facts, &b->run->facts, "boot_id");
}

/* Number of runs that have one alike on the other side. */
static size_t count_shared(const struct design *design, bool by_name)
{
	size_t shared = 0;

	for (size_t i = 0; i < design->count; i++)
		for (size_t j = 0; j < design->count; j++)
			if (design->runs[i].side != design->runs[j].side &&
			    are_alike(&design->runs[i], &design->runs[j], by_name)) {
				shared++;
				break;
			}
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

/* Sets the reason if two runs hold the same processes. */
static void refuse_copies(struct design *design)
{
	for (size_t i = 0; i < design->count; i++)
		for (size_t j = i + 1; j < design->count; j++) {
			const struct load_run *a = design->runs[i].run, *b = design->runs[j].run;

			if (!are_alike(&design->runs[i], &design->runs[j], true) || !overlap(a, b))
				continue;
			reason_set(&design->refused,
				   "the same rows stand in both sets or twice in one: %s and %s",
				   a->path ? a->path : a->name, b->path ? b->path : b->name);
			return;
		}
}

static void choose_level(struct design *design)
{
	size_t boots = count_shared(design, false), names = count_shared(design, true);

	if (boots && boots < design->count)
		reason_set(&design->refused,
			   "some boots are in both sets and others in one: give sets that share "
			   "all boots or none");
	else if (names && names < design->count)
		reason_set(&design->refused, "some invocations are in both sets and others in one");
	refuse_copies(design);
	design->level = names ? DESIGN_PROCESS : boots ? DESIGN_INVOCATION : DESIGN_BOOT;
}

/* Index of the first run before @at that is alike, or @at. */
static size_t first_alike(const struct design *design, size_t at, bool same_side, bool by_name)
{
	const struct design_run *run = &design->runs[at];
	size_t i = 0;

	while (i < at && ((same_side && design->runs[i].side != run->side) ||
			  !are_alike(&design->runs[i], run, by_name)))
		i++;
	return i;
}

static void number_units(struct design *design)
{
	bool by_boot = design->level == DESIGN_BOOT;

	for (size_t i = 0; i < design->count; i++) {
		struct design_run *run = &design->runs[i];
		size_t first = first_alike(design, i, true, !by_boot);

		run->unit = first < i ? design->runs[first].unit : design->units[run->side]++;
	}
}

/* What A and B share: boots, or invocations of one boot. */
static void number_blocks(struct design *design, enum design_level shared)
{
	design->blocks = 0;
	for (size_t i = 0; i < design->count; i++) {
		size_t first = first_alike(design, i, false, shared == DESIGN_INVOCATION);

		design->runs[i].block = first < i ? design->runs[first].block : design->blocks++;
	}
	design->unit = design->blocks > 1 ? shared : design->level;
}

/* A and B may differ by more in one boot than in another: one boot tells of itself alone. */
static void find_blocks(struct design *design)
{
	design->unit = design->level;
	design->blocks = 1;
	if (design->level == DESIGN_BOOT)
		return;
	number_blocks(design, DESIGN_BOOT);
	design->is_within = design->blocks == 1;
	if (design->is_within && design->level == DESIGN_PROCESS)
		number_blocks(design, DESIGN_INVOCATION);
}

uint64_t design_order(const struct design *design, size_t run)
{
	uint64_t rank = 0;

	for (size_t i = 0; i < design->count; i++)
		rank += strcmp(design->runs[i].run->name, design->runs[run].run->name) < 0;
	return rank;
}

/* Length of the longest stretch of runs, by time, of one side alone. */
static size_t longest_stretch(const struct design *design)
{
	const struct design_run **by_time = xcalloc(design->count + 1, sizeof(*by_time));
	size_t longest = 0, length = 0, used = 0;

	/* Boots may have several runs: each boot counts once, at the first. */
	for (uint64_t rank = 0; rank < design->count; rank++)
		for (size_t i = 0; i < design->count; i++)
			if (design_order(design, i) == rank &&
			    first_alike(design, i, true, false) == i)
				by_time[used++] = &design->runs[i];
	for (size_t i = 0; i < used; i++) {
		length = i && by_time[i]->side == by_time[i - 1]->side ? length + 1 : 1;
		longest = length > longest ? length : longest;
	}
	free(by_time);
	return longest;
}

/*
 * Mean ranks that differ by at most 1 share a steady drift. No side may run longer than ABBA lets
 * it, or a drift that turns back would be of one side: AAABBBBBBAAA has equal mean ranks.
 */
static bool boots_take_turns(const struct design *design)
{
	double sum[DESIGN_SIDES] = { 0 }, count[DESIGN_SIDES] = { 0 };
	size_t a = design->units[DESIGN_SIDE_A], b = design->units[DESIGN_SIDE_B];
	size_t more = a > b ? a : b, less = a > b ? b : a;

	for (size_t i = 0; i < design->count; i++) {
		sum[design->runs[i].side] += (double)design_order(design, i);
		count[design->runs[i].side]++;
	}
	return fabs(sum[DESIGN_SIDE_A] / count[DESIGN_SIDE_A] -
		    sum[DESIGN_SIDE_B] / count[DESIGN_SIDE_B]) <= 1 + 1e-9 &&
	       (!less || longest_stretch(design) <= 2 * ((more + less - 1) / less));
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
	find_blocks(&design);
	design.alternates = design.level != DESIGN_BOOT || boots_take_turns(&design);
	*ret_design = design;
}

void design_free(struct design *design)
{
	free(design->runs);
}

/* A unit has a process at least, so there is room for as many units as processes. */
static void make_room(struct design_values *values, size_t processes)
{
	size_t room = processes + 1;

	values->y = xcalloc(room, sizeof(*values->y));
	values->y_of_means = xcalloc(room, sizeof(*values->y_of_means));
	values->block = xcalloc(room, sizeof(*values->block));
	values->order = xcalloc(room, sizeof(*values->order));
	values->time = xcalloc(room, sizeof(*values->time));
	values->processes = xcalloc(room, sizeof(*values->processes));
	values->process_unit = xcalloc(room, sizeof(*values->process_unit));
}

static size_t add_unit(struct design_values *values, size_t block, uint64_t order)
{
	values->block[values->n] = block;
	values->order[values->n] = order;
	values->time[values->n] = (double)order;
	return values->n++;
}

/* The search is short: a coarse clock gives few distinct values, a fine one soon enough of them. */
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
	values->processes[values->process_count] = summary->ln_median;
	values->process_unit[values->process_count++] = unit;
	values->y[unit] += summary->ln_median;
	values->y_of_means[unit] += summary->ln_mean;
	values->samples += summary->samples;
	values->outliers += summary->outliers;
	values->unsteady += summary->is_unsteady;
	values->bimodal += summary->is_bimodal;
	values->torn += summary->is_torn;
	values->apart = fmax(values->apart, summary->apart);
}

/* Turns sums into means. */
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
	double least_ln, seen[DESIGN_DISTINCT_ENOUGH];
};

static size_t unit_for(struct collector *collector, size_t run, uint64_t process)
{
	const struct design *design = collector->design;
	size_t *unit_of = &collector->unit_of[design->runs[run].unit];

	if (design->level == DESIGN_PROCESS)
		return add_unit(collector->values, design->runs[run].block, process);
	if (!*unit_of)
		*unit_of = 1 + add_unit(collector->values, design->runs[run].block,
					design_order(design, run));
	return *unit_of - 1;
}

/* @count: one count of the raw metric. */
static void take_tick(struct design_values *values, const struct process_summary *summary,
		      double count)
{
	double step = summary->step < INFINITY ? fmax(summary->step, count) : count;
	double tick = step / exp(summary->ln_median);

	values->resolution = values->resolution > 0 ? fmin(values->resolution, tick) : tick;
}

static void collect_run(struct collector *collector, size_t run,
			const struct csv_reader_point *point, enum csv_reader_metric metric)
{
	for (size_t i = 0; i < point->process_count; i++) {
		const struct csv_reader_process *process = &point->processes[i];
		size_t count = process->count[metric];
		struct process_summary summary;
		const double *samples;

		if (!count)
			continue;
		samples = point->series[metric].values + process->first[metric];
		summary = process_summary_make(samples, count, collector->least_ln);
		add_process(collector->values, unit_for(collector, run, process->process),
			    &summary);
		count_distinct(collector->values, samples, count, collector->seen);
		take_tick(collector->values, &summary, 1 / point->per);
	}
}

/* NULL if the side has none. Under QEMU's -icount cycles are the count of instructions again. */
static const struct csv_reader_point *rows_of(const struct design_run *run, enum design_side side,
					      const char *point, enum csv_reader_metric metric)
{
	if (run->side != side ||
	    (metric == CSV_READER_CYCLES && host_facts_counts_instructions(&run->run->facts)))
		return NULL;
	return csv_reader_find(&run->run->samples, point);
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
	const struct csv_reader_point *rows;
	size_t processes = 0;

	for (size_t i = 0; i < design->count; i++)
		if ((rows = rows_of(&design->runs[i], side, point, metric)))
			processes += rows->process_count;
	make_room(&values, processes);
	for (size_t i = 0; i < design->count; i++)
		if ((rows = rows_of(&design->runs[i], side, point, metric)))
			collect_run(&collector, i, rows, metric);
	finish(&values);
	free(collector.unit_of);
	*ret_values = values;
}

bool design_take_turns(const struct design_values *a, const struct design_values *b)
{
	double sum = 0;

	/* The distance of the mean ranks, from the pairs in which A is first less the others. */
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
	free(values->time);
	free(values->processes);
	free(values->process_unit);
}
