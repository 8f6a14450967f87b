/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where does a segment of a series split best, and do shuffled ones split as well? */
#ifndef PTEBENCH_SPLITS_H
#define PTEBENCH_SPLITS_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>

/** struct splits_best - @at: first index of the second part. @q: see breaks_find(). */
struct splits_best {
	size_t at;
	double q;
};

/**
 * splits_find() - the best split, each part having BREAKS_SEGMENT_LEAST values or more.
 * @y: @n values.
 * @scratch: room for 2 (@n + 1) values.
 *
 * Return: the first of the best; its q is -INFINITY when there are too few values.
 */
struct splits_best splits_find(const double *y, size_t n, double *scratch);

struct splits_card;
struct splits_node;

/**
 * struct splits_deck - a segment to be shuffled again and again.
 * @cards: @n values. @order: indexes of cards. @tree, @y: for reckoning.
 * @total: sum of |difference| over all pairs.
 */
struct splits_deck {
	size_t n;
	struct splits_card *cards;
	size_t *order;
	struct splits_node *tree;
	double *y, total;
};

/** splits_deck_make() - of @n values, 1 or more. @ret_deck: splits_deck_free() it. */
void splits_deck_make(const double *y, size_t n, struct splits_deck *ret_deck);

/** splits_deck_free() - free the cards. */
void splits_deck_free(struct splits_deck *deck);

/** splits_deck_shuffle() - Fisher and Yates, from the last card down; @n - 1 draws. */
void splits_deck_shuffle(struct splits_deck *deck, gsl_rng *rng);

/**
 * splits_deck_reaches() - would splits_find() of the cards, as they lie now, have a q of @q or
 * more?
 *
 * In the order of n log n: what a value's distance to those before it adds up to is known from how
 * many of them are less, and their sum. Where rounding could decide, splits_find() does.
 */
bool splits_deck_reaches(const struct splits_deck *deck, double q);

#endif
