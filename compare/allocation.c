// SPDX-License-Identifier: GPL-2.0-or-later
/* Plans boots and rounds from the variance components of a set, and from what they cost. */
#include "allocation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const double FALSE_DISCOVERIES = 0.05, MOST = 0.8, BOOT_S = 60, PROCESS_S = 0.1;

enum { POINTS_LEAST = 20, SIDES = 2 };

static double variance_of(const struct allocation_point *point, size_t rounds)
{
	double process = point->components.of[DESIGN_PROCESS];

	if (isnan(process))
		return point->unit;
	return fmax(process / (double)rounds,
		    point->unit + process * (1 / (double)rounds - 1 / point->components.per_boot));
}

static struct power_plan power_of(const struct allocation *plan,
				  const struct allocation_options *options, double variance)
{
	return (struct power_plan) {
		.variance = variance,
		.ratio = 1,
		.f0 = plan->f0,
		.margin = log1p(options->margin),
		.level = plan->level,
	};
}

static size_t boots_of(const struct power_plan *power, const struct allocation_options *options)
{
	return power_units_to_see(power, log1p(options->see), ALLOCATION_BOOTS_MAX);
}

static double seconds_of(const struct allocation *plan, size_t boots, size_t rounds)
{
	return SIDES * (double)boots * (plan->boot_s + (double)rounds * plan->round_s);
}

static struct allocation_design design_of(const struct allocation *plan, size_t boots,
					  size_t rounds)
{
	return (struct allocation_design) { boots, rounds, seconds_of(plan, boots, rounds), NAN };
}

static size_t rounds_of(const struct allocation *plan, const struct allocation_point *point)
{
	double process = point->components.of[DESIGN_PROCESS];
	double above = point->unit - process / point->components.per_boot;

	if (isnan(process))
		return (size_t)fmax(1, round(point->components.per_boot));
	return (size_t)fmin(ALLOCATION_ROUNDS_MAX,
			    fmax(1, ceil(sqrt(plan->boot_s / plan->round_s * process /
					      fmax(above, process * 1e-6)))));
}

static bool is_known(const struct allocation_point *point)
{
	return !isnan(point->unit);
}

/* The prior of compare: the variances of boots of all cases tell of each. */
static void moderate(struct allocation *plan)
{
	double *variances = xcalloc(plan->count + 1, sizeof(*variances));
	double *dfs = xcalloc(plan->count + 1, sizeof(*dfs));
	struct stats_prior prior = { 0 };
	size_t used = 0;

	for (size_t i = 0; i < plan->count; i++) {
		plan->points[i].unit = plan->points[i].components.boot_variance;
		if (!is_known(&plan->points[i]))
			continue;
		plan->points[i].unit = fmax(plan->points[i].unit, 0);
		variances[used] = plan->points[i].unit;
		dfs[used++] = plan->points[i].components.df[DESIGN_BOOT];
	}
	if (used >= POINTS_LEAST)
		prior = stats_prior(variances, dfs, used);
	for (size_t i = 0; i < plan->count && prior.f0 > 0; i++) {
		double df = plan->points[i].components.df[DESIGN_BOOT];

		if (is_known(&plan->points[i]))
			stats_moderate(&prior, &plan->points[i].unit, &df);
	}
	plan->f0 = prior.f0;
	plan->level = FALSE_DISCOVERIES / fmax(1, (double)used);
	free(dfs);
	free(variances);
}

static int compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/*
 * The power for the variance that the share of the known points does not exceed: a point of less
 * variance needs no more boots, and sees no larger change.
 */
static bool power_of_share(const struct allocation *plan, const struct allocation_options *options,
			   size_t rounds, int share, struct power_plan *ret_power)
{
	double *variances = xcalloc(plan->count + 1, sizeof(*variances));
	size_t count = 0;

	for (size_t i = 0; i < plan->count; i++)
		if (is_known(&plan->points[i]))
			variances[count++] = variance_of(&plan->points[i], rounds);
	qsort(variances, count, sizeof(*variances), compare_numbers);
	*ret_power = power_of(plan, options, 0);
	if (count)
		ret_power->variance = variances[share == ALLOCATION_EACH
							? count - 1
							: (size_t)ceil(MOST * (double)count) - 1];
	free(variances);
	return count;
}

/* Rounds cannot be chosen for all where one point does not tell what they are worth. */
static size_t most_rounds(const struct allocation *plan, size_t *ret_least)
{
	*ret_least = 1;
	for (size_t i = 0; i < plan->count; i++)
		if (is_known(&plan->points[i]) &&
		    isnan(plan->points[i].components.of[DESIGN_PROCESS]))
			return *ret_least = rounds_of(plan, &plan->points[i]);
	return ALLOCATION_ROUNDS_MAX;
}

static bool is_better(const struct allocation_design *a, const struct allocation_design *b)
{
	bool is_possible = a->boots <= ALLOCATION_BOOTS_MAX;

	if (!b->boots || is_possible != (b->boots <= ALLOCATION_BOOTS_MAX))
		return !b->boots || is_possible;
	return isnan(a->change) ? a->seconds < b->seconds : a->change < b->change;
}

static void plan_for_share(struct allocation *plan, const struct allocation_options *options,
			   size_t rounds, int share)
{
	double affordable = floor(options->budget_s / seconds_of(plan, 1, rounds));
	size_t boots = (size_t)fmin(affordable, ALLOCATION_BOOTS_MAX);
	struct allocation_design design;
	struct power_plan power;
	struct stats_fit fit;

	if (!power_of_share(plan, options, rounds, share, &power))
		return;
	design = design_of(plan, boots_of(&power, options), rounds);
	if (is_better(&design, &plan->cheapest[share]))
		plan->cheapest[share] = design;
	if (boots < 2)
		return;
	fit = power_planned_fit(&power, boots);
	design = design_of(plan, boots, rounds);
	design.change = expm1(power_mde(&fit, power.margin, power.level));
	if (is_better(&design, &plan->within[share]))
		plan->within[share] = design;
}

static void plan_for_all(struct allocation *plan, const struct allocation_options *options)
{
	size_t least, most = most_rounds(plan, &least);

	/* Rounds in steps of a fifth: the optimum is flat. */
	for (size_t rounds = least; rounds <= most; rounds += 1 + rounds / 5)
		for (int share = 0; share < ALLOCATION_SHARES; share++)
			plan_for_share(plan, options, rounds, share);
}

void allocation_for(struct allocation *plan, const struct allocation_options *options)
{
	moderate(plan);
	for (size_t i = 0; i < plan->count; i++) {
		struct allocation_point *point = &plan->points[i];
		struct power_plan power;
		size_t rounds;

		if (!is_known(point))
			continue;
		rounds = rounds_of(plan, point);
		power = power_of(plan, options, variance_of(point, rounds));
		point->cheapest = design_of(plan, boots_of(&power, options), rounds);
	}
	plan_for_all(plan, options);
}

/* A run of the machine: @boot is the first of its boot on its side. */
struct run {
	const struct load_run *run;
	size_t side, boot;
};

static size_t runs_of(const struct load_set *sets, size_t set_count, const char *machine,
		      struct run *ret_runs)
{
	size_t count = 0;

	for (size_t side = 0; side < set_count; side++)
		for (size_t i = 0; i < sets[side].count; i++) {
			const struct load_run *run = &sets[side].runs[i];
			size_t boot = 0;

			if (run->error || strcmp(run->machine, machine) != 0)
				continue;
			while (boot < count && (ret_runs[boot].side != side ||
						!host_facts_agree(&ret_runs[boot].run->facts,
								  &run->facts, "boot_id")))
				boot++;
			ret_runs[count++] = (struct run) { run, side, boot };
		}
	return count;
}

static size_t add_run(const struct run *run, size_t number, const struct csv_row *like,
		      enum csv_reader_metric metric, struct variance_value **values, size_t count)
{
	const struct csv_reader_point *point = csv_reader_find(&run->run->samples, like->point);
	struct design design;
	struct design_values ln;

	if (!point || csv_row_protocol_difference(&point->row, like))
		return count;
	design_make(&run->run, 1, NULL, 0, &design);
	design_collect(&design, DESIGN_SIDE_A, like->point, metric, 0, &ln);
	*values = xrealloc(*values, count + ln.process_count + 1, sizeof(**values));
	for (size_t i = 0; i < ln.process_count; i++)
		if (isfinite(ln.processes[i]))
			(*values)[count++] = (struct variance_value) { run->side, run->boot, number,
								       ln.processes[i] };
	design_free_values(&ln);
	design_free(&design);
	return count;
}

/* Invocations of one boot need not lie together in time. */
static void measure(const struct run *runs, size_t run_count, const struct csv_row *like,
		    enum csv_reader_metric metric, struct allocation *plan)
{
	struct allocation_point *point;
	struct variance_value *values = NULL;
	size_t count = 0;

	for (size_t boot = 0; boot < run_count; boot++)
		for (size_t i = boot; i < run_count; i++)
			if (runs[i].boot == boot)
				count = add_run(&runs[i], i, like, metric, &values, count);
	if (count) {
		plan->points = xrealloc(plan->points, plan->count + 1, sizeof(*plan->points));
		point = &plan->points[plan->count++];
		*point = (struct allocation_point) {
			.point = like->point,
			.components = variance_components(values, count),
		};
		for (int level = 0; level <= DESIGN_PROCESS; level++)
			if (point->components.units[level] > plan->units[level])
				plan->units[level] = point->components.units[level];
	}
	free(values);
}

static void measure_all(const struct run *runs, size_t run_count, enum csv_reader_metric metric,
			const struct globlist *only, struct allocation *plan)
{
	for (size_t i = 0; i < run_count; i++)
		for (size_t k = 0; k < runs[i].run->samples.count; k++) {
			const struct csv_reader_point *point = &runs[i].run->samples.points[k];
			bool is_seen = csv_row_is_control(&point->row) || !point->ok_rows ||
				       (only->count && !globlist_match(only, point->row.point));

			for (size_t j = 0; j < i && !is_seen; j++) {
				const struct csv_reader_point *other =
					csv_reader_find(&runs[j].run->samples, point->row.point);

				is_seen = other && other->ok_rows;
			}
			if (!is_seen)
				measure(runs, run_count, &point->row, metric, plan);
		}
}

/* "STAMP-TOKEN-N", as vm names its runs: the N-th boot of an invocation of it. */
static bool read_name(const char *name, time_t *ret_time, char *ret_token, long *ret_number)
{
	struct tm tm = { 0 };
	const char *end = strptime(name, "%Y%m%dT%H%M%SZ", &tm);

	*ret_time = end ? timegm(&tm) : 0;
	return end && sscanf(end, "-%15[0-9a-f]-%ld", ret_token, ret_number) == 2;
}

/* Return: median seconds from one boot of vm to the next, with their rounds; NAN if unknown. */
static double boot_period(const struct run *runs, size_t count)
{
	double *periods = xcalloc(count + 1, sizeof(*periods)), period = NAN;
	size_t used = 0;

	for (size_t i = 1; i < count; i++) {
		char a[16], b[16];
		time_t from, to;
		long first, last;

		if (read_name(runs[i - 1].run->name, &from, a, &first) &&
		    read_name(runs[i].run->name, &to, b, &last) && !strcmp(a, b) && last > first &&
		    to > from)
			periods[used++] = (double)(to - from) / ((double)last - (double)first);
	}
	if (used) {
		qsort(periods, used, sizeof(*periods), compare_numbers);
		period = periods[used / 2];
	}
	free(periods);
	return period;
}

static void take_costs(const struct run *runs, size_t run_count,
		       const struct allocation_options *options, struct allocation *plan)
{
	double period = boot_period(runs, run_count);
	double rounds = (double)plan->units[DESIGN_PROCESS] / (double)plan->units[DESIGN_BOOT];

	plan->round_is_assumed = !(options->round_s > 0);
	plan->round_s = plan->round_is_assumed ? PROCESS_S * (double)plan->count : options->round_s;
	plan->boot_is_measured = !(options->boot_s > 0) && period > 0;
	plan->boot_is_assumed = !(options->boot_s > 0) && !plan->boot_is_measured;
	plan->boot_s = plan->boot_is_measured  ? fmax(1, period - rounds * plan->round_s)
		       : plan->boot_is_assumed ? BOOT_S
					       : options->boot_s;
}

size_t allocation_make(const struct load_set *sets, size_t set_count, enum csv_reader_metric metric,
		       const struct allocation_options *options, struct allocation **ret_plans)
{
	size_t all = 0, count = 0;
	const char **machines;
	struct run *runs;

	for (size_t side = 0; side < set_count; side++)
		all += sets[side].count;
	runs = xcalloc(all + 1, sizeof(*runs));
	machines = xcalloc(all + 1, sizeof(*machines));
	*ret_plans = xcalloc(all + 1, sizeof(**ret_plans));
	for (size_t at = 0; at < all; at++) {
		const struct load_run *run =
			at < sets[0].count ? &sets[0].runs[at] : &sets[1].runs[at - sets[0].count];
		struct allocation *plan = &(*ret_plans)[count];
		bool is_seen = run->error;
		size_t run_count;

		for (size_t i = 0; i < count && !is_seen; i++)
			is_seen = !strcmp(machines[i], run->machine);
		if (is_seen)
			continue;
		machines[count++] = run->machine;
		run_count = runs_of(sets, set_count, run->machine, runs);
		plan->name = host_facts_get(&run->facts, "host");
		measure_all(runs, run_count, metric, options->only, plan);
		if (plan->count) {
			take_costs(runs, run_count, options, plan);
			allocation_for(plan, options);
		}
	}
	free(machines);
	free(runs);
	return count;
}

void allocation_free(struct allocation *plans, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(plans[i].points);
	free(plans);
}
