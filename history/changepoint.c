// SPDX-License-Identifier: GPL-2.0-or-later
/* Splits segments by permutation tests until none is significant, then undoes small changes. */
#include "changepoint.h"

#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "edivisive.h"

/* Largest b for which p, (b + 1) / (R + 1), is at most 1%. */
enum { EXCEED_MAX = (CHANGEPOINT_PERMUTATIONS + 1) / 100 - 1 };

/* @ends: end of each of @count segments; the last is @n. @scratch: see edivisive_find(). */
struct series {
	const double *y;
	size_t n, count;
	size_t ends[CHANGEPOINT_WINDOW];
	double *scratch;
};

struct split {
	size_t segment, at;
	double q;
};

static size_t begin_of(const struct series *series, size_t segment)
{
	return segment ? series->ends[segment - 1] : 0;
}

static struct split best_of(const struct series *series)
{
	struct split best = { .q = -INFINITY };

	for (size_t i = 0; i < series->count; i++) {
		size_t begin = begin_of(series, i);
		struct edivisive_best split =
			edivisive_find(series->y + begin, series->ends[i] - begin, series->scratch);

		if (split.q > best.q)
			best = (struct split) { i, begin + split.at, split.q };
	}
	return best;
}

/* Shuffles all segments even once q is reached, to keep the sequence of random numbers. */
static bool shuffle_reaches(struct edivisive_deck *decks, size_t count, double q, gsl_rng *rng)
{
	bool reaches = false;

	for (size_t i = 0; i < count; i++) {
		edivisive_deck_shuffle(&decks[i], rng);
		reaches = reaches || edivisive_deck_reaches(&decks[i], q);
	}
	return reaches;
}

/* Return: p, or 1 as soon as it is too large. */
static double permute(const struct series *series, double q, gsl_rng *rng)
{
	struct edivisive_deck *decks = xcalloc(series->count, sizeof(*decks));
	unsigned int exceed = 0;

	for (size_t i = 0; i < series->count; i++) {
		size_t begin = begin_of(series, i);

		edivisive_deck_make(series->y + begin, series->ends[i] - begin, &decks[i]);
	}
	for (int i = 0; i < CHANGEPOINT_PERMUTATIONS && exceed <= EXCEED_MAX; i++)
		exceed += shuffle_reaches(decks, series->count, q, rng);
	for (size_t i = 0; i < series->count; i++)
		edivisive_deck_free(&decks[i]);
	free(decks);
	return exceed > EXCEED_MAX ? 1 : (exceed + 1.0) / (CHANGEPOINT_PERMUTATIONS + 1);
}

static void split_segment(struct series *series, const struct split *split, double p, double *p_of)
{
	size_t after = series->count - split->segment;

	memmove(&series->ends[split->segment + 1], &series->ends[split->segment],
		after * sizeof(series->ends[0]));
	memmove(&p_of[split->segment + 1], &p_of[split->segment], after * sizeof(*p_of));
	series->ends[split->segment] = split->at;
	p_of[split->segment] = p;
	series->count++;
}

static double mean_of(const struct series *series, size_t segment)
{
	size_t begin = begin_of(series, segment);
	double sum = 0;

	for (size_t i = begin; i < series->ends[segment]; i++)
		sum += series->y[i];
	return sum / (double)(series->ends[segment] - begin);
}

static double change_after(const struct series *series, size_t segment)
{
	return mean_of(series, segment + 1) - mean_of(series, segment);
}

/* Joins two segments. Return: false if no change is below @least. */
static bool undo_smallest(struct series *series, double least, double *p_of)
{
	size_t smallest = 0;

	for (size_t i = 1; i + 1 < series->count; i++)
		if (fabs(change_after(series, i)) < fabs(change_after(series, smallest)))
			smallest = i;
	if (series->count < 2 || fabs(change_after(series, smallest)) >= least)
		return false;
	series->count--;
	memmove(&series->ends[smallest], &series->ends[smallest + 1],
		(series->count - smallest) * sizeof(series->ends[0]));
	memmove(&p_of[smallest], &p_of[smallest + 1], (series->count - smallest) * sizeof(*p_of));
	return true;
}

static void divide(struct series *series, double least, gsl_rng *rng, double *p_of)
{
	for (;;) {
		struct split split = best_of(series);
		double p = isfinite(split.q) ? permute(series, split.q, rng) : 1;

		if (p >= 1)
			break;
		split_segment(series, &split, p, p_of);
	}
	while (undo_smallest(series, least, p_of))
		;
}

size_t changepoint_find(const double *y, size_t n, double least, unsigned long seed,
			struct changepoint_point **ret_points)
{
	size_t first = n > CHANGEPOINT_WINDOW ? n - CHANGEPOINT_WINDOW : 0, count;
	struct series series = { .y = y + first, .n = n - first, .count = 1 };
	double p_of[CHANGEPOINT_WINDOW];
	gsl_rng *rng;

	*ret_points = NULL;
	if (series.n < 2 * (size_t)CHANGEPOINT_SEGMENT_LEAST)
		return 0;
	rng = gsl_rng_alloc(gsl_rng_mt19937);
	gsl_rng_set(rng, seed);
	series.ends[0] = series.n;
	series.scratch = xcalloc(2 * (series.n + 1), sizeof(*series.scratch));
	divide(&series, least, rng, p_of);
	count = series.count - 1;
	if (count)
		*ret_points = xcalloc(count, sizeof(**ret_points));
	for (size_t i = 0; i < count; i++)
		(*ret_points)[i] = (struct changepoint_point) { first + series.ends[i], p_of[i],
								change_after(&series, i) };
	free(series.scratch);
	gsl_rng_free(rng);
	return count;
}
