// SPDX-License-Identifier: GPL-2.0-or-later
/* Plans boots and rounds from the variance components of a set, and from what they cost. */
#include "allocation.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const double FALSE_DISCOVERIES = 0.05, MOST = 0.8, BOOT_S = 60, PROCESS_S = 0.1;

static double variance_of(const struct allocation_point *point, size_t rounds)
{
	double process = point->components.of[DESIGN_PROCESS];

	if (isnan(process))
		return point->unit;
	return fmax(process / (double)rounds,
		    point->unit + process * (1 / (double)rounds - 1 / point->components.per_boot));
}

static struct power_plan power_of(const struct allocation *plan, double variance)
{
	return (struct power_plan) {
		.variance = variance,
		.ratio = 1,
		.f0 = plan->f0,
		.margin = log1p(plan->options->test->margin),
		.level = plan->level,
	};
}

static double seconds_of(const struct allocation *plan, size_t boots, size_t rounds)
{
	return DESIGN_SIDES * (double)boots * (plan->boot_s + (double)rounds * plan->round_s);
}

/* The least boots that find the change, if a boot of @rounds has the variance. */
static struct allocation_design cheapest(const struct allocation *plan, double variance,
					 size_t rounds)
{
	struct power_plan power = power_of(plan, variance);
	size_t boots =
		power_units_to_see(&power, log1p(plan->options->test->see), ALLOCATION_BOOTS_MAX);

	return (struct allocation_design) { boots, rounds, seconds_of(plan, boots, rounds), NAN };
}

/* The change that as many boots find as there is time for; @boots is 0 below 2. */
static struct allocation_design within(const struct allocation *plan, double variance,
				       size_t rounds)
{
	double affordable = floor(60.0 * plan->options->minutes / seconds_of(plan, 1, rounds));
	size_t boots = (size_t)fmin(affordable, ALLOCATION_BOOTS_MAX);
	struct power_plan power = power_of(plan, variance);
	struct stats_fit fit;

	if (boots < 2)
		return (struct allocation_design) { 0 };
	fit = power_planned_fit(&power, boots);
	return (struct allocation_design) { boots, rounds, seconds_of(plan, boots, rounds),
					    expm1(power_mde(&fit, power.margin, power.level)) };
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

/* The prior of compare: the variances of all cases tell of each. Return: cases with a variance. */
static size_t moderate(struct allocation *plan)
{
	double *variances = xcalloc(plan->count + 1, sizeof(*variances));
	double *dfs = xcalloc(plan->count + 1, sizeof(*dfs));
	struct stats_prior prior = { 0 };
	size_t used = 0;

	for (size_t i = 0; i < plan->count; i++) {
		struct allocation_point *point = &plan->points[i];

		point->unit = point->components.boot_variance;
		if (isnan(point->unit))
			continue;
		point->unit = variances[used] = fmax(point->unit, 0);
		dfs[used++] = point->components.df[DESIGN_BOOT];
	}
	if (used >= VERDICT_POINTS_LEAST)
		prior = stats_prior(variances, dfs, used);
	for (size_t i = 0; i < plan->count && prior.f0 > 0; i++) {
		double df = plan->points[i].components.df[DESIGN_BOOT];

		if (!isnan(plan->points[i].unit))
			stats_moderate(&prior, &plan->points[i].unit, &df);
	}
	plan->f0 = prior.f0;
	plan->level = FALSE_DISCOVERIES / fmax(1, (double)used);
	free(dfs);
	free(variances);
	return used;
}

static bool is_better(const struct allocation_design *a, const struct allocation_design *b)
{
	bool is_possible = a->boots <= ALLOCATION_BOOTS_MAX;

	if (!a->boots || !b->boots || is_possible != (b->boots <= ALLOCATION_BOOTS_MAX))
		return a->boots && (!b->boots || is_possible);
	return isnan(a->change) ? a->seconds < b->seconds : a->change < b->change;
}

/*
 * Plans for the variance that the share of the known points does not exceed: a point of less
 * variance needs no more boots, and sees no larger change.
 */
static void plan_for_shares(struct allocation *plan, size_t rounds, double *variances)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->count; i++)
		if (!isnan(plan->points[i].unit))
			variances[count++] = variance_of(&plan->points[i], rounds);
	gsl_sort(variances, 1, count);
	for (int share = 0; share < ALLOCATION_SHARES; share++) {
		size_t at = share == ALLOCATION_EACH ? count : (size_t)ceil(MOST * (double)count);
		struct allocation_design least = cheapest(plan, variances[at - 1], rounds),
					 most = within(plan, variances[at - 1], rounds);

		if (is_better(&least, &plan->cheapest[share]))
			plan->cheapest[share] = least;
		if (is_better(&most, &plan->within[share]))
			plan->within[share] = most;
	}
}

void allocation_for(struct allocation *plan)
{
	size_t least = 1, most = ALLOCATION_ROUNDS_MAX, known = moderate(plan);
	double *variances = xcalloc(known + 1, sizeof(*variances));

	for (size_t i = plan->count; i-- > 0;) {
		struct allocation_point *point = &plan->points[i];
		size_t rounds;

		if (isnan(point->unit))
			continue;
		rounds = rounds_of(plan, point);
		point->cheapest = cheapest(plan, variance_of(point, rounds), rounds);
		/* Nobody can choose for all where one point does not tell what rounds are worth. */
		if (isnan(point->components.of[DESIGN_PROCESS]))
			least = most = rounds;
	}
	/* Rounds in steps of a fifth: the optimum is flat. */
	for (size_t rounds = least; known && rounds <= most; rounds += 1 + rounds / 5)
		plan_for_shares(plan, rounds, variances);
	free(variances);
}

/* The machine's runs; @unit is the first of its boot on its side. */
static size_t runs_of(const struct load_set *sets, size_t set_count, const char *machine,
		      struct design_run *ret_runs)
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
			ret_runs[count++] = (struct design_run) { .run = run,
								  .side = (enum design_side)side,
								  .unit = boot };
		}
	return count;
}

static size_t add_run(const struct design_run *run, size_t number, const struct csv_row *like,
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
			(*values)[count++] = (struct variance_value) { run->side, run->unit, number,
								       ln.processes[i] };
	design_free_values(&ln);
	design_free(&design);
	return count;
}

/* Invocations of one boot need not lie together in time. */
static void measure(const struct design_run *runs, size_t run_count, const struct csv_row *like,
		    enum csv_reader_metric metric, struct allocation *plan)
{
	struct allocation_point *point;
	struct variance_value *values = NULL;
	size_t count = 0;

	for (size_t boot = 0; boot < run_count; boot++)
		for (size_t i = boot; i < run_count; i++)
			if (runs[i].unit == boot)
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

static void measure_all(const struct design_run *runs, size_t run_count,
			enum csv_reader_metric metric, struct allocation *plan)
{
	const struct globlist *only = &plan->options->test->only;

	for (size_t i = 0; i < run_count; i++)
		for (size_t k = 0; k < runs[i].run->samples.count; k++) {
			const struct csv_reader_point *point = &runs[i].run->samples.points[k];
			bool is_seen = csv_row_is_control(&point->row) || !point->ok_rows ||
				       (only->count && !globlist_match(only, point->row.point));

			for (size_t j = 0; j < plan->count && !is_seen; j++)
				is_seen = !strcmp(plan->points[j].point, point->row.point);
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
static double boot_period(const struct design_run *runs, size_t count)
{
	double *periods = xcalloc(count + 1, sizeof(*periods)), period;
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
	gsl_sort(periods, 1, used);
	period = used ? periods[used / 2] : NAN;
	free(periods);
	return period;
}

static void take_costs(const struct design_run *runs, size_t run_count, struct allocation *plan)
{
	const struct allocation_options *options = plan->options;
	double period = boot_period(runs, run_count);
	double rounds = (double)plan->units[DESIGN_PROCESS] / (double)plan->units[DESIGN_BOOT];

	plan->round_is_assumed = !options->round_s;
	plan->round_s = plan->round_is_assumed ? PROCESS_S * (double)plan->count : options->round_s;
	plan->boot_is_measured = !options->boot_s && period > 0;
	plan->boot_is_assumed = !options->boot_s && !plan->boot_is_measured;
	plan->boot_s = plan->boot_is_measured  ? fmax(1, period - rounds * plan->round_s)
		       : plan->boot_is_assumed ? BOOT_S
					       : options->boot_s;
}

size_t allocation_make(const struct load_set *sets, size_t set_count, enum csv_reader_metric metric,
		       const struct allocation_options *options, struct allocation **ret_plans)
{
	size_t all = sets[0].count + (set_count > 1 ? sets[1].count : 0), count = 0, run_count;
	struct allocation *plans = xcalloc(all + 1, sizeof(*plans));
	struct design_run *runs = xcalloc(all + 1, sizeof(*runs));

	for (size_t at = 0; at < all; at++) {
		const struct load_run *run =
			at < sets[0].count ? &sets[0].runs[at] : &sets[1].runs[at - sets[0].count];
		bool is_seen = run->error;

		for (size_t i = 0; i < count && !is_seen; i++)
			is_seen = !strcmp(plans[i].machine, run->machine);
		if (is_seen)
			continue;
		plans[count] = (struct allocation) {
			.name = host_facts_get(&run->facts, "host"),
			.machine = run->machine,
			.options = options,
		};
		run_count = runs_of(sets, set_count, run->machine, runs);
		measure_all(runs, run_count, metric, &plans[count]);
		if (plans[count].count) {
			take_costs(runs, run_count, &plans[count]);
			allocation_for(&plans[count]);
		}
		count++;
	}
	free(runs);
	*ret_plans = plans;
	return count;
}

void allocation_free(struct allocation *plans, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(plans[i].points);
	free(plans);
}
