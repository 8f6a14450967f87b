/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Best split of a segment by E-divisive, and permutation test. */
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
 * edivisive_find() - best split, with at least CHANGEPOINT_SEGMENT_LEAST values in each part.
 * @y: @n values.
 * @scratch: room for 2 (@n + 1) values.
 *
 * Return: the first of the best; its q is -INFINITY for too few values.
 */
struct edivisive_best edivisive_find(const double *y, size_t n, double *scratch);

struct edivisive_card;
struct edivisive_node;

/**
 * struct edivisive_deck - a segment to shuffle repeatedly.
 * @cards: @n values. @order: indexes of cards. @tree, @y: scratch.
 * @total: sum of |difference| over all pairs.
 */
struct edivisive_deck {
	size_t n;
	struct edivisive_card *cards;
	size_t *order;
	struct edivisive_node *tree;
	double *y, total;
};

/** edivisive_deck_make() - make a deck of @n values, 1 or more; edivisive_deck_free() it. */
void edivisive_deck_make(const double *y, size_t n, struct edivisive_deck *ret_deck);
void edivisive_deck_free(struct edivisive_deck *deck);

/** edivisive_deck_shuffle() - Fisher-Yates shuffle from the last card down; @n - 1 draws. */
void edivisive_deck_shuffle(struct edivisive_deck *deck, gsl_rng *rng);

/**
 * edivisive_deck_reaches() - true if edivisive_find() of the shuffled cards has at least @q.
 *
 * O(n log n): the number and sum of the smaller values before a value give the sum of its distances
 * to all before it. If rounding could decide, calls edivisive_find().
 */
bool edivisive_deck_reaches(const struct edivisive_deck *deck, double q);

#endif
