// SPDX-License-Identifier: GPL-2.0-or-later
/* Boots are in balanced blocks, which the seed chooses. */
#include "fixture.h"

#include <string.h>

#include "vm/boot_order.h"

enum { BOOTS_MAX = 100, KERNELS_MAX = 16 };

static void test_each_boots_as_often(void **state)
{
	size_t order[KERNELS_MAX * BOOTS_MAX];

	(void)state;
	for (size_t kernels = 1; kernels <= KERNELS_MAX; kernels++)
		for (size_t boots = 1; boots <= BOOTS_MAX; boots += 9) {
			size_t counts[KERNELS_MAX] = { 0 };

			boot_order_make(kernels, boots, 7 * boots, order);
			for (size_t i = 0; i < kernels * boots; i++) {
				assert_in_range(order[i], 0, kernels - 1);
				counts[order[i]]++;
				/* Each block holds each once. */
				if (i % kernels == kernels - 1)
					for (size_t k = 0; k < kernels; k++)
						assert_int_equal(counts[k], i / kernels + 1);
			}
		}
}

/* ABBA or BAAB: the sums of the times at which A and B boot are the same. */
static void test_a_steady_drift_favours_none(void **state)
{
	size_t order[2 * BOOTS_MAX];

	(void)state;
	for (uint64_t seed = 0; seed < 100; seed++) {
		boot_order_make(2, BOOTS_MAX, seed, order);
		for (size_t block = 0; block < BOOTS_MAX / 2; block++) {
			const size_t *at = order + 4 * block;

			assert_int_equal(at[0], at[3]);
			assert_int_equal(at[1], at[2]);
			assert_int_not_equal(at[0], at[1]);
		}
	}
}

static void test_a_boot_is_left_over(void **state)
{
	size_t order[6];

	(void)state;
	boot_order_make(2, 3, 1, order);
	assert_int_not_equal(order[4], order[5]);
}

static void test_the_seed_chooses(void **state)
{
	static const size_t kernels[] = { 2, 3, 5 };
	size_t one[5 * 20], same[5 * 20], other[5 * 20];

	(void)state;
	for (size_t i = 0; i < sizeof(kernels) / sizeof(kernels[0]); i++) {
		size_t bytes = kernels[i] * 20 * sizeof(one[0]), differ = 0;

		boot_order_make(kernels[i], 20, 1, one);
		boot_order_make(kernels[i], 20, 1, same);
		assert_memory_equal(one, same, bytes);
		for (uint64_t seed = 2; seed < 12; seed++) {
			boot_order_make(kernels[i], 20, seed, other);
			differ += memcmp(one, other, bytes) != 0;
		}
		assert_in_range(differ, 9, 10);
	}
}

/* Each of two kernels begins for about half of the seeds. */
static void test_no_one_always_begins(void **state)
{
	size_t order[2], begins = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 1000; seed++) {
		boot_order_make(2, 1, seed, order);
		begins += order[0];
	}
	assert_in_range(begins, 400, 600);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_boots_as_often),
		cmocka_unit_test(test_a_steady_drift_favours_none),
		cmocka_unit_test(test_a_boot_is_left_over),
		cmocka_unit_test(test_the_seed_chooses),
		cmocka_unit_test(test_no_one_always_begins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
