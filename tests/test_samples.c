// SPDX-License-Identifier: GPL-2.0-or-later
/* Are the figures of the table at the end right? Hand-computed answers. */
#include "fixture.h"

#include "samples.h"

static void test_median(void **state)
{
	double one[] = { 5 }, even[] = { 4, 1, 3, 2 }, ties[] = { 2, 2, 2, 9, 0 };

	(void)state;
	assert_true(samples_median(one, 1) == 5);
	assert_true(samples_median(even, 4) == 2.5);
	assert_true(samples_median(ties, 5) == 2);
}

/*
 * 50 samples: 25 of 10, 24 of 14 and one of 1000. The mean is 31.7, the standard deviation about
 * 140: the outlier goes, then nothing. The median of the rest is 10; with the outlier it is 12.
 */
static void test_libmicro_drops_outliers_of_many(void **state)
{
	double many[50], few[40];

	(void)state;
	for (int i = 0; i < 50; i++)
		many[i] = i < 25 ? 10 : i < 49 ? 14 : 1000;
	assert_true(samples_libmicro(many, 50) == 10);
	for (int i = 0; i < 40; i++)
		few[i] = i < 20 ? 10 : i < 39 ? 14 : 1000;
	assert_true(samples_libmicro(few, 40) == 12); /* 40 or fewer: none is dropped */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_median),
		cmocka_unit_test(test_libmicro_drops_outliers_of_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
