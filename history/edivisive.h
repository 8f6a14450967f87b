/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where does a segment of a series split best, and do shuffled ones split as well? */
#ifndef PTEBENCH_EDIVISIVE_H
#define PTEBENCH_EDIVISIVE_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>

/** struct edivisive_best - @at: first index of the second part. @q: see changepoint_find(). */
struct edivisive_best {
	size_t at;
	double q;
};

/**
 * edivisive_find() - the best split, each part having CHANGEPOINT_SEGMENT_LEAST values or more.
 * @y: @n values.
 * @scratch: room for 2 (@n + 1) values.
 *
 * Return: the first of the best; its q is -INFINITY when there are too few values.
 */
struct edivisive_best edivisive_find(const double *y, size_t n, double *scratch);

struct edivisive_card;
struct edivisive_node;

/**
 * struct edivisive_deck - a segment to be shuffled again and again.
 * @cards: @n values. @order: indexes of cards. @tree, @y: for reckoning.
 * @total: sum of |difference| over all pairs.
 */
struct edivisive_deck {
	size_t n;
	struct edivisive_card *cards;
	size_t *order;
	struct edivisive_node *tree;
	double *y, total;
};

/** edivisive_deck_make() - of @n values, 1 or more. @ret_deck: edivisive_deck_free() it. */
void edivisive_deck_make(const double *y, size_t n, struct edivisive_deck *ret_deck);

/** edivisive_deck_free() - free the cards. */
void edivisive_deck_free(struct edivisive_deck *deck);

/** edivisive_deck_shuffle() - Fisher and Yates, from the last card down; @n - 1 draws. */
void edivisive_deck_shuffle(struct edivisive_deck *deck, gsl_rng *rng);

/**
 * edivisive_deck_reaches() - would edivisive_find() of the cards, as they lie now, have a q of @q
 * or more?
 *
 * In the order of n log n: what a value's distance to those before it adds up to is known from how
 * many of them are less, and their sum. Where rounding could decide, edivisive_find() does.
 */
bool edivisive_deck_reaches(const struct edivisive_deck *deck, double q);

#endif
