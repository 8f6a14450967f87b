// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Computes the E-divisive statistic in O(n^2) for the best split, and in O(n log n) for
 * permutations.
 */
#include "edivisive.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "changepoint.h"
#include "base/die.h"

/* A value of a deck. @far: sum of its distances to all others. @rank: by value. */
struct edivisive_card {
	double value, far;
	size_t rank;
};

/* Node of a binary indexed tree (Fenwick 1994): number of values of some ranks, and their sum. */
struct edivisive_node {
	double count, sum;
};

/* Largest rounding difference between both computations of q, relative to the mean distance. */
static const double doubt = 1e-7;

/* q from sums of |difference| over pairs: within the m first, within the k others, across. */
static double q_of(size_t m_count, size_t k_count, double before, double after, double across)
{
	double m = (double)m_count, k = (double)k_count;

	return m * k / (m + k) *
	       (2 / (m * k) * across - 2 / (m * (m - 1)) * before - 2 / (k * (k - 1)) * after);
}

/* Sums of |difference| over all pairs among the first i values, and among those from i on. */
static void sum_pairs(const double *y, size_t n, double *ret_before, double *ret_after)
{
	ret_before[0] = 0;
	for (size_t i = 0; i < n; i++) {
		double sum = 0;

		for (size_t j = 0; j < i; j++)
			sum += fabs(y[i] - y[j]);
		ret_before[i + 1] = ret_before[i] + sum;
	}
	ret_after[n] = 0;
	for (size_t i = n; i--;) {
		double sum = 0;

		for (size_t j = i + 1; j < n; j++)
			sum += fabs(y[i] - y[j]);
		ret_after[i] = ret_after[i + 1] + sum;
	}
}

struct edivisive_best edivisive_find(const double *y, size_t n, double *scratch)
{
	double *before = scratch, *after = scratch + n + 1;
	struct edivisive_best best = { .q = -INFINITY };

	if (n < 2 * (size_t)CHANGEPOINT_SEGMENT_LEAST)
		return best;
	sum_pairs(y, n, before, after);
	for (size_t at = CHANGEPOINT_SEGMENT_LEAST; at <= n - CHANGEPOINT_SEGMENT_LEAST; at++) {
		double across = before[n] - before[at] - after[at];
		double q = q_of(at, n - at, before[at], after[at], across);

		if (q > best.q)
			best = (struct edivisive_best) { .at = at, .q = q };
	}
	return best;
}

static int compare_cards(const void *a, const void *b)
{
	const struct edivisive_card *x = *(const struct edivisive_card *const *)a;
	const struct edivisive_card *y = *(const struct edivisive_card *const *)b;

	return (x->value > y->value) - (x->value < y->value);
}

void edivisive_deck_make(const double *y, size_t n, struct edivisive_deck *ret_deck)
{
	struct edivisive_card **sorted = xcalloc(n, sizeof(struct edivisive_card *));

	*ret_deck = (struct edivisive_deck) {
		.n = n,
		.cards = xcalloc(n, sizeof(*ret_deck->cards)),
		.order = xcalloc(n, sizeof(*ret_deck->order)),
		.tree = xcalloc(n + 1, sizeof(*ret_deck->tree)),
		.y = xcalloc(3 * n + 2, sizeof(*ret_deck->y)),
	};
	for (size_t i = 0; i < n; i++) {
		ret_deck->order[i] = i;
		ret_deck->cards[i].value = y[i];
		for (size_t j = 0; j < n; j++)
			ret_deck->cards[i].far += fabs(y[i] - y[j]);
		ret_deck->total += ret_deck->cards[i].far / 2;
		sorted[i] = &ret_deck->cards[i];
	}
	qsort(sorted, n, sizeof(struct edivisive_card *), compare_cards);
	for (size_t i = 0; i < n; i++)
		sorted[i]->rank = i;
	free(sorted);
}

void edivisive_deck_free(struct edivisive_deck *deck)
{
	free(deck->cards);
	free(deck->order);
	free(deck->tree);
	free(deck->y);
}

void edivisive_deck_shuffle(struct edivisive_deck *deck, gsl_rng *rng)
{
	for (size_t i = deck->n - 1; i > 0; i--) {
		size_t other = gsl_rng_uniform_int(rng, i + 1), card = deck->order[i];

		deck->order[i] = deck->order[other];
		deck->order[other] = card;
	}
}

static void tree_add(const struct edivisive_deck *deck, const struct edivisive_card *card)
{
	for (size_t i = card->rank + 1; i <= deck->n; i += i & -i) {
		deck->tree[i].count++;
		deck->tree[i].sum += card->value;
	}
}

/* Number and sum of the values in the tree with lower ranks. */
static struct edivisive_node tree_below(const struct edivisive_deck *deck,
					const struct edivisive_card *card)
{
	struct edivisive_node below = { 0 };

	for (size_t i = card->rank; i; i &= i - 1) {
		below.count += deck->tree[i].count;
		below.sum += deck->tree[i].sum;
	}
	return below;
}

static bool reaches_exactly(const struct edivisive_deck *deck, double q)
{
	for (size_t i = 0; i < deck->n; i++)
		deck->y[i] = deck->cards[deck->order[i]].value;
	return edivisive_find(deck->y, deck->n, deck->y + deck->n).q >= q;
}

bool edivisive_deck_reaches(const struct edivisive_deck *deck, double q)
{
	double before = 0, far = 0, sum = 0, margin = doubt * deck->total / (double)deck->n;
	size_t last = deck->n - CHANGEPOINT_SEGMENT_LEAST;
	bool is_close = false;

	if (deck->n < 2 * (size_t)CHANGEPOINT_SEGMENT_LEAST)
		return false;
	memset(deck->tree, 0, (deck->n + 1) * sizeof(*deck->tree));
	for (size_t at = 0; at <= last; at++) {
		const struct edivisive_card *card = &deck->cards[deck->order[at]];
		double count = (double)at, across = far - 2 * before, reached;
		struct edivisive_node below;

		if (at >= CHANGEPOINT_SEGMENT_LEAST) {
			reached = q_of(at, deck->n - at, before, deck->total - before - across,
				       across);
			if (reached > q + margin)
				return true;
			is_close |= reached >= q - margin;
		}
		below = tree_below(deck, card);
		before += card->value * (2 * below.count - count) + sum - 2 * below.sum;
		far += card->far;
		sum += card->value;
		tree_add(deck, card);
	}
	return is_close && reaches_exactly(deck, q);
}
