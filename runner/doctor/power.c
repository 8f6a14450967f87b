// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Injects slowdowns and reports which are detected, and how often one is detected that was not
 * injected.
 */
#include "power.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "detection.h"
#include "base/die.h"
#include "base/size.h"
#include "slowdown.h"
#include "state/thp.h"

enum { ARMS = 6, BLOCKS_LEAST = 4, BLOCKS_MAX = 2000, CALIBRATIONS = 5 };

/* What a step is measured by. */
static const unsigned long STEPS_MANY = 4000;

/* Slowdowns of a call; the first two arms are the A/A. */
static const double sizes[ARMS] = { 0, 0, 0.01, 0.02, 0.05, 0.10 };

/* What one step costs in each metric; NAN where it is not measured. */
struct price {
	double of[CSV_READER_METRICS];
};

struct arm {
	unsigned long steps;
	struct csv_reader_series y[CSV_READER_METRICS];
};

static const char *const figure_names[CSV_READER_METRICS] = { "time", "instructions:k",
							      "cycles:k" };

static void push(struct csv_reader_series *series, double value)
{
	series->values = xrealloc(series->values, series->count + 1, sizeof(*series->values));
	series->values[series->count++] = value;
}

static void median_of_trials(struct trial_place *place, const struct bench_exec_point *point,
			     unsigned long steps, double *ret_values)
{
	struct csv_reader_series values[CSV_READER_METRICS] = { 0 };
	struct reason reason;
	struct trial trial;

	for (int i = 0; i < CALIBRATIONS && !*place->stop; i++) {
		if (trial_run(place, point, steps, &trial, &reason))
			die(EXIT_CANNOT_RUN, "calibrate the slowdown by %s: %s", point->id,
			    reason.text);
		for (int f = 0; f < CSV_READER_METRICS; f++)
			push(&values[f], trial.medians[f]);
	}
	for (int f = 0; f < CSV_READER_METRICS; f++) {
		ret_values[f] = values[f].count
					? csv_reader_median(values[f].values, values[f].count)
					: NAN;
		free(values[f].values);
	}
}

static struct price calibrate(struct trial_place *place, const struct bench_exec_points *points)
{
	double none[CSV_READER_METRICS], many[CSV_READER_METRICS];
	struct price price;

	for (size_t i = 0; i < points->count; i++) {
		if (strcmp(points->points[i].id, "control.getppid") != 0)
			continue;
		median_of_trials(place, &points->points[i], 0, none);
		median_of_trials(place, &points->points[i], STEPS_MANY, many);
		for (int f = 0; f < CSV_READER_METRICS; f++)
			price.of[f] = (many[f] - none[f]) / (double)STEPS_MANY;
		if (!(price.of[CSV_READER_NS] > 0) && !*place->stop)
			die(EXIT_CANNOT_RUN, "calibrate: a filter does not slow this kernel down");
		return price;
	}
	die(EXIT_FAILED, "%s: no control.getppid there", place->bench_dir);
}

/* One block: each arm once, in random order. Return: 0 or what trial_run() says. */
static int run_block(struct trial_place *place, const struct bench_exec_point *point,
		     struct arm *arms, uint64_t seed, unsigned int block, struct reason *ret_reason)
{
	double y[ARMS][CSV_READER_METRICS];
	size_t order[ARMS];

	plan_shuffle(order, ARMS, seed, block);
	for (size_t i = 0; i < ARMS; i++) {
		struct trial trial;
		int error = trial_run(place, point, arms[order[i]].steps, &trial, ret_reason);

		if (error || *place->stop)
			return error ? error : -EINTR;
		for (int f = 0; f < CSV_READER_METRICS; f++)
			y[order[i]][f] = log(trial.medians[f]);
	}
	for (int a = 0; a < ARMS; a++)
		for (int f = 0; f < CSV_READER_METRICS; f++)
			push(&arms[a].y[f], y[a][f]);
	return 0;
}

static void print_figure(const struct arm *arms, enum csv_reader_metric metric,
			 const struct price *price, double call)
{
	struct detection_proof proof;
	const struct csv_reader_series *y[ARMS];
	double known[ARMS];

	for (int a = 0; a < ARMS; a++) {
		y[a] = &arms[a].y[metric];
		known[a] = (double)arms[a].steps * price->of[metric] / call;
	}
	if (!isfinite(call) || !isfinite(price->of[metric])) {
		printf("  %-15s not measured\n", figure_names[metric]);
		return;
	}
	detection_prove(y, known, ARMS, &proof);
	detection_print(figure_names[metric], &proof, stdout);
}

static void free_arms(struct arm *arms)
{
	for (int a = 0; a < ARMS; a++)
		for (int f = 0; f < CSV_READER_METRICS; f++)
			free(arms[a].y[f].values);
}

/* As many as there may be: a long call is slowed by less, and the report says by how much. */
static unsigned long steps_for(double ns, const struct price *price)
{
	double steps = ns / price->of[CSV_READER_NS];

	return steps < SLOWDOWN_MAX ? (unsigned long)steps : SLOWDOWN_MAX;
}

/* Return: was it measured? */
static bool prove_case(struct trial_place *place, const struct bench_exec_point *point,
		       const struct price *price, double seconds, uint64_t seed)
{
	uint64_t end = clock_now_ns() + (uint64_t)(seconds * 1e9);
	struct arm arms[ARMS] = { 0 };
	struct reason reason = { "" };
	struct trial trial;
	unsigned int block = 0;
	int error = trial_run(place, point, 0, &trial, &reason);

	printf("%s\n", point->id);
	for (int a = 0; a < ARMS && !error; a++)
		arms[a].steps =
			steps_for(sizes[a] * trial.medians[CSV_READER_NS] * trial.per_call, price);
	while (!error && block < BLOCKS_MAX && (block < BLOCKS_LEAST || clock_now_ns() < end))
		error = run_block(place, point, arms, seed, block++, &reason);
	if (error && error != -EINTR)
		printf("  not measured: %s\n", reason.text);
	for (int f = 0; f < CSV_READER_METRICS && !error; f++)
		print_figure(arms, (enum csv_reader_metric)f, price,
			     trial.medians[f] * trial.per_call);
	fflush(stdout);
	free_arms(arms);
	return !error;
}

/* The cases that a mail to linux-mm would begin with, for this machine's page sizes. */
static void add_flagships(struct globlist *cases)
{
	static char texts[5][96];
	char base[SIZE_TEXT_BYTES], pmd[SIZE_TEXT_BYTES];

	size_format(size_page(), base);
	size_format(thp_pmd_bytes(), pmd);
	snprintf(texts[0], sizeof(texts[0]), "mprot_tw4m/*/folio=%s/size=4M/batch=1", base);
	snprintf(texts[1], sizeof(texts[1]), "mprotect.ro/anon/folio=%s/size=64M", base);
	snprintf(texts[2], sizeof(texts[2]), "fork.anon/anon/folio=%s/size=64M", base);
	snprintf(texts[3], sizeof(texts[3]), "fork.anon/anon/folio=%s-pte/size=64M", pmd);
	snprintf(texts[4], sizeof(texts[4]), "mremap.page-offset/anon/folio=%s/size=64M", base);
	for (int i = 0; i < 5; i++)
		cases->texts[cases->count++] = texts[i];
}

int power_run(struct trial_place *place, const struct power_options *options)
{
	struct globlist cases = options->cases;
	struct bench_exec_points points;
	struct price price;
	size_t wanted = 0, measured = 0;

	bench_exec_list(place->bench_dir, &points);
	if (!cases.count)
		add_flagships(&cases);
	for (size_t i = 0; i < points.count; i++)
		wanted += globlist_match(&cases, points.points[i].id);
	if (!wanted)
		die(EXIT_USAGE, "--case %s: no point matches (see ./run.sh list)", cases.texts[0]);
	price = calibrate(place, &points);
	printf("What this machine shows: %zu cases, %.0f s each, seed %llu; the process is the "
	       "unit.\nSlowed by divisions in a seccomp filter, %.3f ns each. S: slower, p <= "
	       ".05.\n\n",
	       wanted, options->seconds / (double)wanted, (unsigned long long)options->seed,
	       price.of[CSV_READER_NS]);
	for (size_t i = 0; i < points.count && !*place->stop; i++)
		if (globlist_match(&cases, points.points[i].id))
			measured += prove_case(place, &points.points[i], &price,
					       options->seconds / (double)wanted, options->seed);
	return measured ? EXIT_DONE : EXIT_CANNOT_RUN;
}
