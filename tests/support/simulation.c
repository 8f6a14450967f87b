// SPDX-License-Identifier: GPL-2.0-or-later
/* Simulates how often tests are right about times that we draw ourselves. */
#include "simulation.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

#include "base/die.h"
#include "compare/stats.h"

enum { CASES_OF_A_PRIOR = 100 };

/* All that was measured of A or of B in one comparison, in ln. */
struct side {
	size_t samples, processes, boots;
	double *sample, *process, *boot;
};

/* The boots of both sides of one case, and its true difference. */
struct pair {
	struct stats_moments a, b;
	double effect;
};

static gsl_rng *rng_new(unsigned long seed)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	if (!rng)
		die(EXIT_FAILED, "a random number generator: out of memory");
	gsl_rng_set(rng, seed);
	return rng;
}

struct simulation_model simulation_usual(void)
{
	return (struct simulation_model) {
		.boot_sd = 0.01,
		.process_sd = 0.005,
		.sample_sd = 0.02,
		.spike_share = 0.02,
		.spike = log(1.2),
		.processes = 5,
		.samples = 20,
	};
}

static struct side side_new(const struct simulation_model *model, size_t boots)
{
	struct side side = { .boots = boots, .processes = boots * model->processes };

	side.samples = side.processes * model->samples;
	side.sample = xcalloc(side.samples, sizeof(double));
	side.process = xcalloc(side.processes, sizeof(double));
	side.boot = xcalloc(boots, sizeof(double));
	return side;
}

static void side_free(struct side *side)
{
	free(side->sample);
	free(side->process);
	free(side->boot);
}

/* Returns the ln of the median of the samples, which it leaves sorted at @logs. */
static double draw_process(gsl_rng *rng, const struct simulation_model *model, double level,
			   double *logs)
{
	size_t n = model->samples;

	level += gsl_ran_gaussian_ziggurat(rng, model->process_sd);
	for (size_t i = 0; i < n; i++) {
		logs[i] = level + gsl_ran_gaussian_ziggurat(rng, model->sample_sd);
		if (gsl_rng_uniform(rng) < model->spike_share)
			logs[i] += model->spike;
	}
	gsl_sort(logs, 1, n);
	return log((exp(logs[(n - 1) / 2]) + exp(logs[n / 2])) / 2);
}

static void draw_side(gsl_rng *rng, const struct simulation_model *model, double level,
		      struct side *side)
{
	for (size_t boot = 0; boot < side->boots; boot++) {
		double base = level + gsl_ran_gaussian_ziggurat(rng, model->boot_sd), sum = 0;

		for (size_t i = 0; i < model->processes; i++) {
			size_t process = boot * model->processes + i;

			side->process[process] = draw_process(
				rng, model, base, side->sample + process * model->samples);
			sum += side->process[process];
		}
		side->boot[boot] = sum / (double)model->processes;
	}
}

double simulation_mann_whitney(double *a, size_t count_a, double *b, size_t count_b)
{
	double u = 0, pairs = (double)count_a * (double)count_b, sd;
	size_t below = 0;

	gsl_sort(a, 1, count_a);
	gsl_sort(b, 1, count_b);
	for (size_t i = 0; i < count_b; i++) {
		while (below < count_a && a[below] < b[i])
			below++;
		u += (double)below;
	}
	sd = sqrt(pairs * (double)(count_a + count_b + 1) / 12);
	return 2 * gsl_cdf_ugaussian_Q(fabs(u - pairs / 2) / sd);
}

double simulation_welch_size(size_t n)
{
	enum { STEPS = 2000 };
	double df = (double)(n - 1), size = 0;

	for (int i = 0; i < STEPS; i++) {
		double share = gsl_cdf_beta_Pinv((i + 0.5) / STEPS, df / 2, df / 2);
		double welch_df = df / (share * share + (1 - share) * (1 - share));

		size += 2 * gsl_cdf_tdist_Q(gsl_cdf_tdist_Pinv(0.975, welch_df), 2 * df) / STEPS;
	}
	return size;
}

/* Of each pair, what moderated t makes of it, by the prior of them all. */
static void moderate(const struct pair *pairs, size_t count, struct stats_difference *ret)
{
	double *variances = xcalloc(count, sizeof(double)), *dfs = xcalloc(count, sizeof(double));
	struct stats_prior prior;

	for (size_t i = 0; i < count; i++) {
		variances[i] = stats_pooled_variance(&pairs[i].a, &pairs[i].b);
		dfs[i] = (double)(pairs[i].a.n + pairs[i].b.n - 2);
	}
	prior = stats_prior(variances, dfs, count);
	for (size_t i = 0; i < count; i++) {
		stats_moderate(&prior, &variances[i], &dfs[i]);
		ret[i] = stats_pooled(&pairs[i].a, &pairs[i].b, variances[i], dfs[i]);
	}
	free(variances);
	free(dfs);
}

/* Does the interval leave out @value? */
static bool excludes(const struct stats_difference *difference, double value)
{
	return fabs(difference->d - value) > stats_half_width(difference, 0.95);
}

static struct stats_difference welch_of(const double *a, const double *b, size_t n)
{
	struct stats_moments of_a = stats_moments(a, n), of_b = stats_moments(b, n);

	return stats_welch(&of_a, &of_b);
}

struct simulation_rates simulation_rates(const struct simulation_model *model, size_t boots,
					 double effect, size_t rounds, unsigned long seed)
{
	struct simulation_rates rates = { 0 };
	gsl_rng *rng = rng_new(seed);
	struct side a = side_new(model, boots), b = side_new(model, boots);
	struct pair pairs[CASES_OF_A_PRIOR];
	struct stats_difference difference, moderated[CASES_OF_A_PRIOR];
	size_t priors = rounds / CASES_OF_A_PRIOR;
	double part = 1 / (double)(priors * CASES_OF_A_PRIOR);

	for (size_t i = 0; i < priors * CASES_OF_A_PRIOR; i++) {
		struct pair *pair = &pairs[i % CASES_OF_A_PRIOR];

		draw_side(rng, model, 0, &a);
		draw_side(rng, model, effect, &b);
		pair->a = stats_moments(a.boot, boots);
		pair->b = stats_moments(b.boot, boots);
		if (simulation_mann_whitney(a.sample, a.samples, b.sample, b.samples) < 0.05)
			rates.mann_whitney += part;
		difference = welch_of(a.process, b.process, a.processes);
		if (excludes(&difference, 0))
			rates.welch_processes += part;
		difference = stats_welch(&pair->a, &pair->b);
		rates.welch_boots += excludes(&difference, 0) ? part : 0;
		rates.welch_covers += excludes(&difference, effect) ? 0 : part;
		if ((i + 1) % CASES_OF_A_PRIOR)
			continue;
		moderate(pairs, CASES_OF_A_PRIOR, moderated);
		for (size_t k = 0; k < CASES_OF_A_PRIOR; k++) {
			rates.moderated += excludes(&moderated[k], 0) ? part : 0;
			rates.moderated_covers += excludes(&moderated[k], effect) ? 0 : part;
		}
	}
	side_free(&a);
	side_free(&b);
	gsl_rng_free(rng);
	return rates;
}

struct simulation_family simulation_usual_family(void)
{
	return (struct simulation_family) {
		.cases = 200,
		.affected = 40,
		.effect = log(1.03),
		.sd = 0.011,
		.f0 = 8,
	};
}

static struct stats_moments draw_boots(gsl_rng *rng, double level, double sd, size_t boots)
{
	double *boot = xcalloc(boots, sizeof(double));
	struct stats_moments moments;

	for (size_t i = 0; i < boots; i++)
		boot[i] = level + gsl_ran_gaussian_ziggurat(rng, sd);
	moments = stats_moments(boot, boots);
	free(boot);
	return moments;
}

static void draw_family(gsl_rng *rng, const struct simulation_family *family, size_t boots,
			struct pair *pairs)
{
	for (size_t i = 0; i < family->cases; i++) {
		double sd = family->sd * sqrt(family->f0 / gsl_ran_chisq(rng, family->f0));

		pairs[i].effect = i < family->affected ? family->effect : 0;
		if (i % 2)
			pairs[i].effect = -pairs[i].effect;
		pairs[i].a = draw_boots(rng, 0, sd, boots);
		pairs[i].b = draw_boots(rng, pairs[i].effect, sd, boots);
	}
}

/* Adds what was found in one of @rounds families. */
static void count_found(const struct pair *pairs, const struct stats_difference *differences,
			size_t cases, double margin, size_t rounds,
			struct simulation_discovery *sum)
{
	double *p = xcalloc(cases, sizeof(double)), *q = xcalloc(cases, sizeof(double));
	double affected = 0, found = 0, wrong = 0, covered = 0;

	for (size_t i = 0; i < cases; i++)
		p[i] = stats_margin_p(&differences[i], margin);
	stats_bh(p, cases, q);
	for (size_t i = 0; i < cases; i++) {
		bool is_affected = fabs(pairs[i].effect) > 0, is_found = q[i] <= 0.05;

		affected += is_affected;
		found += is_found && is_affected;
		wrong += is_found && !is_affected;
		covered += !excludes(&differences[i], pairs[i].effect);
	}
	sum->power += found / affected / (double)rounds;
	sum->fdr += wrong > 0 ? wrong / (found + wrong) / (double)rounds : 0;
	sum->covers += covered / (double)cases / (double)rounds;
	free(p);
	free(q);
}

void simulation_discovery(const struct simulation_family *family, size_t boots, double margin,
			  size_t rounds, unsigned long seed, struct simulation_discovery *ret_welch,
			  struct simulation_discovery *ret_moderated)
{
	gsl_rng *rng = rng_new(seed);
	struct pair *pairs = xcalloc(family->cases, sizeof(*pairs));
	struct stats_difference *differences = xcalloc(family->cases, sizeof(*differences));

	*ret_welch = *ret_moderated = (struct simulation_discovery) { 0 };
	for (size_t round = 0; round < rounds; round++) {
		draw_family(rng, family, boots, pairs);
		for (size_t i = 0; i < family->cases; i++)
			differences[i] = stats_welch(&pairs[i].a, &pairs[i].b);
		count_found(pairs, differences, family->cases, margin, rounds, ret_welch);
		moderate(pairs, family->cases, differences);
		count_found(pairs, differences, family->cases, margin, rounds, ret_moderated);
	}
	free(pairs);
	free(differences);
	gsl_rng_free(rng);
}
