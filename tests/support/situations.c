// SPDX-License-Identifier: GPL-2.0-or-later
/* Draws boots, and has compare's own code judge them. */
#include "situations.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "compare/allocation.h"
#include "compare/verdict.h"

enum { CASES = 100, PROCESSES = 3, PROCESSES_MAX = ALLOCATION_ROUNDS_MAX, BOOTS_MAX = 64 };

static const double PROCESS_SD = 0.005, INVOCATION_SD = 0.003, MARGIN = 0.01, SEE = 0.03;

/* What a case is, however often it is measured. @start: where it lies between two ticks. */
struct trait {
	double sd, effect, start;
	bool has_kinds, is_noisy;
};

struct set {
	struct verdict points[CASES];
	struct verdict_set shared;
	struct trait traits[CASES];
	double drift[BOOTS_MAX];
};

struct situation situation_usual(size_t a, size_t b)
{
	return (struct situation) { .boots = { a, b }, .sd = 0.01, .noisy = 1 };
}

/* Runs of a boot. */
static size_t runs_of(const struct situation *situation)
{
	return situation->invocations ? 2 * situation->invocations : 1;
}

static size_t count_runs(const struct situation *situation)
{
	return situation->invocations ? situation->boots[0] * runs_of(situation)
				      : situation->boots[0] + situation->boots[1];
}

/* The side of each run by time: ABBA BAAB ..., or as evenly as unequal numbers allow. */
static void fill_order(const struct situation *situation, char *ret_order)
{
	static const char turns[] = "ABBABAABABBA";
	size_t a = 0, b = 0, n_a = situation->boots[0], n_b = situation->boots[1];

	for (size_t i = 0; i < count_runs(situation); i++) {
		if (situation->order)
			ret_order[i] = situation->order[i];
		else if (n_a == n_b)
			ret_order[i] = turns[i % 12];
		else
			ret_order[i] = a < n_a && (b == n_b || a * n_b <= b * n_a) ? 'A' : 'B';
		a += ret_order[i] == 'A';
		b += ret_order[i] == 'B';
	}
}

/* The design of such boots, by the program's own rules: runs are named by their place in time. */
static void make_design(const char *order, size_t count, size_t runs_of_boot,
			struct design *ret_design)
{
	static char boot_id[] = "boot_id", names[BOOTS_MAX][16];
	static struct host_facts_fact facts[BOOTS_MAX];
	static struct load_run runs[BOOTS_MAX];
	const struct load_run *sides[DESIGN_SIDES][BOOTS_MAX];
	size_t counts[DESIGN_SIDES] = { 0 };

	for (size_t i = 0; i < count; i++) {
		enum design_side side = order[i] == 'A' ? DESIGN_SIDE_A : DESIGN_SIDE_B;

		snprintf(names[i], sizeof(names[i]), "%03zu", i);
		facts[i] = (struct host_facts_fact) { boot_id, names[i - i % runs_of_boot] };
		runs[i].name = names[i];
		runs[i].facts = (struct host_facts) { 1, &facts[i] };
		sides[side][counts[side]++] = &runs[i];
	}
	design_make(sides[DESIGN_SIDE_A], counts[DESIGN_SIDE_A], sides[DESIGN_SIDE_B],
		    counts[DESIGN_SIDE_B], ret_design);
}

/* One run: its processes' ln medians, as the clock gives them, and their mean. */
static void add_run(gsl_rng *rng, const struct situation *situation, double level, size_t place,
		    struct design_values *values)
{
	size_t boot = values->n++,
	       processes = situation->processes ? situation->processes : PROCESSES;

	values->y[boot] = 0;
	values->block[boot] = situation->invocations ? place / runs_of(situation) : 0;
	values->order[boot] = place;
	values->time[boot] = (double)place;
	for (size_t i = 0; i < processes; i++) {
		double y = level + gsl_ran_gaussian(rng, PROCESS_SD);

		if (situation->tick > 0)
			y = log(situation->tick * round(exp(y) / situation->tick));
		values->processes[values->process_count] = y;
		values->process_unit[values->process_count++] = boot;
		values->y[boot] += y / (double)processes;
	}
	values->y_of_means[boot] = values->y[boot];
	values->samples += 20 * processes;
}

struct place {
	const char *order;
	size_t count;
	double common[BOOTS_MAX]; /* what all cases share */
	struct design design;
};

static void draw_case(gsl_rng *rng, const struct situation *situation, const struct trait *trait,
		      const double *drift, const struct place *place, struct verdict *ret_point)
{
	double y[DESIGN_SIDES][BOOTS_MAX], means[DESIGN_SIDES][BOOTS_MAX],
		time[DESIGN_SIDES][BOOTS_MAX], processes[DESIGN_SIDES][BOOTS_MAX * PROCESSES_MAX];
	size_t block[DESIGN_SIDES][BOOTS_MAX], unit[DESIGN_SIDES][BOOTS_MAX * PROCESSES_MAX];
	uint64_t order[DESIGN_SIDES][BOOTS_MAX];
	struct design_values sides[DESIGN_SIDES] = { 0 };
	double boot = 0, knob = 0;

	for (int side = 0; side < DESIGN_SIDES; side++)
		sides[side] = (struct design_values) {
			.y = y[side],
			.y_of_means = means[side],
			.time = time[side],
			.order = order[side],
			.block = block[side],
			.processes = processes[side],
			.process_unit = unit[side],
			.resolution = situation->tick > 0 ? situation->tick : 1e-6,
			.distinct = DESIGN_DISTINCT_ENOUGH,
		};
	for (size_t i = 0; i < place->count; i++) {
		int side = place->order[i] == 'B';
		double noise = trait->sd * (side && trait->is_noisy ? situation->noisy : 1);
		double level = trait->start + (side ? trait->effect : 0) +
			       place->common[i] * noise + drift[i];

		if (i % runs_of(situation) == 0) {
			boot = gsl_ran_gaussian(rng, noise * sqrt(1 - situation->shared));
			if (situation->invocations)
				knob = gsl_ran_gaussian(rng, situation->knob);
		}
		level += boot + (side ? knob : 0);
		if (situation->invocations)
			level += gsl_ran_gaussian(rng, INVOCATION_SD);
		if (trait->has_kinds && gsl_rng_uniform(rng) < 0.5)
			level += situation->kinds;
		if (side && !sides[1].n)
			level += situation->bad;
		add_run(rng, situation, level, i, &sides[side]);
	}
	*ret_point = (struct verdict) { .is_judged = true };
	for (int side = 0; side < DESIGN_SIDES; side++) {
		ret_point->metrics.n[side] = sides[side].n;
		ret_point->metrics.processes[side] = sides[side].process_count;
	}
	metrics_describe(sides, &place->design, CSV_READER_NS, log1p(MARGIN), &ret_point->metrics);
}

static void draw_set(gsl_rng *rng, const struct situation *situation, struct place *place,
		     struct set *ret_set)
{
	for (size_t i = 0; i < place->count; i++) {
		double time = (double)i / (double)(place->count - 1);

		if (situation->bends)
			time = 1 - fabs(2 * time - 1);
		/* The drift is of all cases alike, not in proportion to their noise. */
		place->common[i] = gsl_ran_gaussian(rng, sqrt(situation->shared));
		ret_set->drift[i] = situation->drift * time;
	}
	for (size_t k = 0; k < CASES; k++)
		draw_case(rng, situation, &ret_set->traits[k], ret_set->drift, place,
			  &ret_set->points[k]);
	verdict_make(ret_set->points, CASES, log1p(MARGIN), log1p(SEE), &ret_set->shared);
}

static bool is_found(const struct verdict *point)
{
	return point->verdict == VERDICT_FASTER || point->verdict == VERDICT_SLOWER;
}

static void count_set(const struct set *set, size_t affected, size_t sets,
		      struct situation_rates *rates)
{
	bool is_false = false;

	for (size_t k = 0; k < CASES; k++) {
		const struct verdict *on = &set->points[k];

		rates->covers +=
			(on->low <= set->traits[k].effect && set->traits[k].effect <= on->high) /
			(double)(CASES * sets);
		rates->half_width += (on->high - on->low) / 2 / (double)(CASES * sets);
		if (k < affected)
			rates->power += is_found(on) / (double)(affected * sets);
		else
			is_false |= is_found(on);
	}
	rates->false_sets += is_false / (double)sets;
}

static void draw_traits(gsl_rng *rng, const struct situation *situation, struct trait *ret_traits)
{
	for (size_t k = 0; k < CASES; k++) {
		double effect = k < situation->affected ? situation->effect : 0;

		ret_traits[k] = (struct trait) {
			.sd = situation->sd * exp(gsl_ran_gaussian(rng, 0.4)),
			.effect = k % 2 ? -effect : effect,
			.start = gsl_ran_flat(rng, 0, situation->tick),
			.has_kinds = gsl_rng_uniform(rng) < situation->kinds_share,
			.is_noisy = gsl_rng_uniform(rng) < situation->noisy_share,
		};
	}
}

struct situation_rates situation_rates(const struct situation *situation, size_t sets,
				       unsigned long seed)
{
	struct situation_rates rates = { .power = situation->affected ? 0 : NAN };
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	struct set *set = xcalloc(1, sizeof(*set));
	char order[BOOTS_MAX + 1] = "";
	double printed = 0;
	struct place place = { .order = order, .count = count_runs(situation) };

	if (!rng)
		die(EXIT_FAILED, "a random number generator: out of memory");
	gsl_rng_set(rng, seed);
	fill_order(situation, order);
	make_design(order, place.count, runs_of(situation), &place.design);
	rates.ordered = place.design.alternates;
	for (size_t i = 0; i < sets; i++) {
		size_t changed = situation->affected + i % (CASES - situation->affected);

		draw_traits(rng, situation, set->traits);
		draw_set(rng, situation, &place, set);
		count_set(set, situation->affected, sets, &rates);
		if (isnan(set->points[changed].mde))
			continue;
		printed++;
		set->traits[changed].effect = set->points[changed].mde;
		draw_set(rng, situation, &place, set);
		rates.found_mde += is_found(&set->points[changed]);
	}
	rates.found_mde /= printed;
	design_free(&place.design);
	free(set);
	gsl_rng_free(rng);
	return rates;
}

/* Draws a case's boots of one set, and separates what varies. */
static struct variance_components draw_pilot(gsl_rng *rng, size_t boots, double sd)
{
	struct variance_value values[BOOTS_MAX * PROCESSES];
	size_t count = 0;

	for (size_t boot = 0; boot < boots; boot++) {
		double level = gsl_ran_gaussian(rng, sd);

		for (int i = 0; i < PROCESSES; i++)
			values[count++] = (struct variance_value) {
				.boot = boot,
				.y = level + gsl_ran_gaussian(rng, PROCESS_SD),
			};
	}
	return variance_components(values, count);
}

double situation_plan_finds(size_t boots, double sd, double see, size_t sets, unsigned long seed)
{
	const struct comparison_options test = { .margin = MARGIN, .see = see };
	const struct allocation_options options = { .test = &test };
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	struct set *set = xcalloc(1, sizeof(*set));
	double found = 0;

	if (!rng)
		die(EXIT_FAILED, "a random number generator: out of memory");
	gsl_rng_set(rng, seed);
	for (size_t i = 0; i < sets; i++) {
		struct allocation_point points[CASES] = { 0 };
		struct allocation plan = { .options = &options,
					   .points = points,
					   .count = CASES,
					   .boot_s = 60,
					   .round_s = 5 };
		struct allocation_design *design = &points[i % CASES].cheapest;
		char order[BOOTS_MAX + 1] = "";
		struct place place = { .order = order };
		struct situation situation = { .noisy = 1 };

		for (size_t k = 0; k < CASES; k++) {
			set->traits[k] =
				(struct trait) { .sd = sd * exp(gsl_ran_gaussian(rng, 0.4)) };
			points[k].components = draw_pilot(rng, boots, set->traits[k].sd);
		}
		allocation_for(&plan);
		if (2 * design->boots > BOOTS_MAX || design->rounds > PROCESSES_MAX)
			die(EXIT_FAILED, "planned %zu boots of %zu rounds", design->boots,
			    design->rounds);
		situation.processes = design->rounds;
		situation.boots[0] = situation.boots[1] = design->boots;
		place.count = 2 * design->boots;
		set->traits[i % CASES].effect = log1p(see);
		fill_order(&situation, order);
		make_design(order, place.count, 1, &place.design);
		draw_set(rng, &situation, &place, set);
		design_free(&place.design);
		found += is_found(&set->points[i % CASES]) / (double)sets;
	}
	free(set);
	gsl_rng_free(rng);
	return found;
}
