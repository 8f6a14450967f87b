// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares the fast permutation test with the plain search for a split. */
#include "fixture.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <string.h>

#include "history/edivisive.h"

enum { LENGTH_MAX = 60, ROUNDS = 3000 };

static gsl_rng *rng;

static int begin(void **state)
{
	(void)state;
	rng = gsl_rng_alloc(gsl_rng_mt19937);
	gsl_rng_set(rng, 3);
	return 0;
}

static int end(void **state)
{
	(void)state;
	gsl_rng_free(rng);
	return 0;
}

/* @steps: values are multiples of 1 / @steps, so that many are equal; 0: none are. */
static void make_values(double *y, size_t n, unsigned int steps)
{
	for (size_t i = 0; i < n; i++) {
		y[i] = 3 + gsl_ran_gaussian(rng, 0.01);
		if (steps)
			y[i] = round(y[i] * steps) / steps;
	}
}

/* Deck and array draw the same random numbers: a seed gives the same result as ever. */
static void test_shuffled_as_gsl_does(void **state)
{
	double y[LENGTH_MAX], shuffled[LENGTH_MAX];
	struct edivisive_deck deck;

	(void)state;
	make_values(y, LENGTH_MAX, 0);
	memcpy(shuffled, y, sizeof(y));
	edivisive_deck_make(y, LENGTH_MAX, &deck);
	for (int round = 0; round < 3; round++) {
		gsl_rng *other = gsl_rng_clone(rng);

		gsl_ran_shuffle(other, shuffled, LENGTH_MAX, sizeof(*shuffled));
		edivisive_deck_shuffle(&deck, rng);
		for (size_t i = 0; i < LENGTH_MAX; i++)
			assert_true(shuffled[i] == y[deck.order[i]]);
		gsl_rng_free(other);
	}
	edivisive_deck_free(&deck);
}

static void check_answers(const double *y, size_t n)
{
	double shuffled[LENGTH_MAX], scratch[2 * (LENGTH_MAX + 1)], q;
	struct edivisive_deck deck;

	edivisive_deck_make(y, n, &deck);
	edivisive_deck_shuffle(&deck, rng);
	for (size_t i = 0; i < n; i++)
		shuffled[i] = y[deck.order[i]];
	q = edivisive_find(shuffled, n, scratch).q;
	if (isfinite(q)) {
		assert_true(edivisive_deck_reaches(&deck, q));
		assert_false(edivisive_deck_reaches(&deck, nextafter(q, INFINITY)));
		assert_true(edivisive_deck_reaches(&deck, nextafter(q, -INFINITY)));
		assert_true(edivisive_deck_reaches(&deck, q - 0.01 * fabs(q)));
		assert_false(edivisive_deck_reaches(&deck, q + 0.01 * fabs(q) + 1e-12));
	} else {
		assert_false(edivisive_deck_reaches(&deck, -1e9));
	}
	edivisive_deck_free(&deck);
}

/* Equal to the last bit, even if all or many values are equal. */
static void test_the_same_answers(void **state)
{
	static const unsigned int steps[] = { 0, 1000, 100, 1 };
	double y[LENGTH_MAX];

	(void)state;
	for (size_t i = 0; i < ROUNDS; i++) {
		size_t n = 1 + i % LENGTH_MAX;

		make_values(y, n, steps[i % 4]);
		if (i % 7 == 0)
			y[n / 2] += 5; /* an outlier */
		check_answers(y, n);
	}
}

/* Of {0 x 5, 1 x 5}: 25 pairs across at distance 1, so q = 10/4 (2/25 25) = 5. */
static void test_by_hand(void **state)
{
	static const double y[] = { 0, 0, 0, 0, 0, 1, 1, 1, 1, 1 };
	double scratch[22];
	struct edivisive_best best = edivisive_find(y, 10, scratch);
	struct edivisive_deck deck;

	(void)state;
	assert_int_equal(best.at, 5);
	assert_true(best.q == 5);
	assert_true(edivisive_find(y, 9, scratch).q == -INFINITY);
	edivisive_deck_make(y, 10, &deck);
	assert_true(edivisive_deck_reaches(&deck, 5));
	assert_false(edivisive_deck_reaches(&deck, 5.001));
	assert_true(deck.total == 25);
	edivisive_deck_free(&deck);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shuffled_as_gsl_does),
		cmocka_unit_test(test_the_same_answers),
		cmocka_unit_test(test_by_hand),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
