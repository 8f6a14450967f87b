// SPDX-License-Identifier: GPL-2.0-or-later
/* The data files of figures hold the verdicts of the comparison, whatever the sets are like. */
#include "fixture.h"
#include "near.h"

#include <stdlib.h>
#include <string.h>

#include "drawn.h"

static void test_sweep_has_the_levels_in_the_order_of_folio_sizes(void **state)
{
	static const char *const order[] = { "4K", "16K", "64K", "2M-pte", "2M" };
	struct fakes changed = drawn_fakes(10);

	(void)state;
	changed.ratio = 1.2;
	changed.affected = 5;
	drawn_set(0, "/a", drawn_fakes(10));
	drawn_set(1, "/b", changed);
	drawn_gallery(2, NULL);
	drawn_plot("sweep-folio");
	assert_int_equal(drawn.pages, 1);
	assert_int_equal(drawn_number(1, 0, 0, 4), 2); /* panels */
	assert_string_equal(drawn_cell(1, 2, 0, 5), "mprotect.case-0 anon 64M");
	assert_string_equal(drawn_cell(1, 2, 0, 6), "ns per page");
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(drawn_cell(1, 3, i, 2), order[i]);
		for (size_t set = 0; set < 2; set++) {
			/* of the first panel; point 0 of the machine is the control */
			const struct estimate *level = plot_data_level(
				&drawn_all.machines[0].points[i + 1], set, CSV_READER_NS);
			size_t line = set * 5 + i;

			assert_int_equal(drawn_number(1, 4, line, 1), set + 1);
			assert_near(drawn_number(1, 4, line, 3), level->value, 1e-6 * level->value);
			assert_near(drawn_number(1, 4, line, 4), level->low, 1e-6 * level->value);
			assert_near(drawn_number(1, 4, line, 5), level->high, 1e-6 * level->value);
		}
	}
	assert_int_equal(drawn_lines(1, 4), 20);
	drawn_release(2);
}

static void test_missing_values_are_no_numbers(void **state)
{
	struct fakes bare = drawn_fakes(5);

	(void)state;
	bare.has_counters = 0;
	drawn_set(0, "/a", drawn_fakes(5));
	drawn_set(1, "/b", bare);
	drawn_gallery(2, NULL);
	drawn.metric = CSV_READER_CYCLES;
	drawn_plot("sweep-folio");
	for (size_t i = 0; i < 5; i++) {
		assert_true(drawn_number(1, 4, i, 3) > 0);
		assert_string_equal(drawn_cell(1, 4, 5 + i, 3), "NaN");
	}
	drawn_plot("forest");
	assert_int_equal(drawn.pages, 0);
	assert_non_null(strstr(drawn.why.text, "is comparable"));
	drawn_plot("heatmap");
	assert_int_equal(drawn.pages, 0);
	drawn_release(2);
}

static void test_forest_has_the_verdicts(void **state)
{
	struct fakes changed = drawn_fakes(25);
	const struct verdict *on;

	(void)state;
	changed.ratio = 1.5;
	changed.affected = 5;
	drawn_set(0, "/a", drawn_fakes(25));
	drawn_set(1, "/b", changed);
	drawn_gallery(2, NULL);
	drawn_plot("forest");
	assert_int_equal(drawn.pages, 1);
	/* control, heading, 4K */
	assert_int_equal(drawn_number(1, 4, 0, 1), 5);
	assert_int_equal(drawn_number(1, 4, 1, 1), 6);
	assert_string_equal(drawn_cell(1, 4, 1, 2), "NaN");
	assert_string_equal(drawn_cell(1, 4, 2, 7), "4K");
	assert_int_equal(drawn_number(1, 4, 2, 1), VERDICT_SLOWER);
	on = plot_data_decision(&drawn_all.machines[0], &drawn_all.machines[0].points[1], 1,
				CSV_READER_NS);
	assert_near(drawn_number(1, 4, 2, 2), on->d / log(2), 1e-6);
	assert_near(drawn_number(1, 4, 2, 3), on->low / log(2), 1e-6);
	assert_near(drawn_number(1, 4, 2, 4), on->high / log(2), 1e-6);
	assert_true(drawn_number(1, 2, 0, 0) > on->high / log(2)); /* the axis holds it */
	drawn_release(2);
}

/* forest.gp has a colour and a shape for each: "changed, within the margin" is not "the same". */
static void test_forest_tells_small_changes_from_none(void **state)
{
	struct fakes quiet = drawn_fakes(25), changed;

	(void)state;
	quiet.boot_sd = quiet.process_sd = quiet.sample_sd = .0002;
	changed = quiet;
	changed.ratio = 1.005;
	changed.affected = 5;
	drawn_set(0, "/a", quiet);
	drawn_set(1, "/b", changed);
	drawn_gallery(2, NULL);
	drawn_plot("forest");
	assert_int_equal(drawn_number(1, 4, 2, 1), VERDICT_SMALL);
	assert_int_equal(*drawn_cell(1, 4, 2, 6), '~');
	assert_int_equal(drawn_number(1, 4, drawn_lines(1, 4) - 1, 1), VERDICT_SAME);
	drawn_release(2);
}

static void test_200_points_are_paged(void **state)
{
	size_t panels = 0;

	(void)state;
	drawn_set(0, "/a", drawn_fakes(200));
	drawn_set(1, "/b", drawn_fakes(200));
	drawn_gallery(2, NULL);
	drawn_plot("sweep-folio");
	assert_int_equal(drawn.pages, 4);
	for (size_t page = 1; page <= 4; page++) {
		assert_true(drawn_number(page, 0, 0, 4) <= PAGE_PANELS_MAX);
		assert_int_equal(drawn_lines(page, 2), drawn_number(page, 0, 0, 4));
		panels += (size_t)drawn_number(page, 0, 0, 4);
	}
	assert_int_equal(panels, 40);
	drawn_plot("forest");
	assert_int_equal(drawn.pages, 2); /* 200 points, 40 headings, a control */
	assert_int_equal(drawn_lines(1, 4) + drawn_lines(2, 4), 241);
	for (size_t page = 1; page <= 2; page++)
		assert_true(drawn_number(page, 0, 0, 1) > 16 * drawn_number(page, 2, 0, 2));
	drawn_plot("ecdf");
	assert_int_equal(drawn.pages, 1);
	assert_true(drawn_number(1, 0, 0, 4) <= PAGE_PANELS_MAX);
	drawn_release(2);
}

static void test_one_point(void **state)
{
	(void)state;
	drawn_set(0, "/a", drawn_fakes(1));
	drawn_set(1, "/b", drawn_fakes(1));
	drawn_gallery(2, "mprotect*");
	drawn_plot("sweep-folio");
	assert_int_equal(drawn.pages, 0);
	assert_non_null(strstr(drawn.why.text, "no two points"));
	drawn_plot("forest");
	assert_int_equal(drawn.pages, 1);
	assert_int_equal(drawn_lines(1, 4), 2);
	drawn_plot("history");
	assert_int_equal(drawn.pages, 1);
	assert_int_equal(drawn_lines(1, 3), 6);
	assert_int_equal(drawn_number(1, 3, 0, 4), 0); /* too few runs for a change */
	drawn_plot("costs");
	assert_int_equal(drawn_lines(1, 5), 6); /* 3 metrics of 2 sets */
	drawn_release(2);
}

/* Of 12 runs the last six take a tenth longer. */
static void test_history_shows_where_the_level_changes(void **state)
{
	struct fakes fakes = drawn_fakes(1);

	(void)state;
	fakes.boots = 12;
	fakes.boot_sd = 0.002;
	drawn_set(0, "/a", fakes);
	for (size_t i = 6; i < 12; i++) {
		struct csv_reader_point *point = csv_reader_find(
			&drawn_sets[0].runs[i].samples, "mprotect.case-0/anon/folio=4K/size=64M");

		for (size_t k = 0; k < point->series[CSV_READER_NS].count; k++)
			point->series[CSV_READER_NS].values[k] *= 1.1;
	}
	drawn_gallery(1, "mprotect*");
	drawn_plot("history");
	assert_int_equal(drawn_lines(1, 3), 12);
	for (size_t i = 0; i < 12; i++)
		assert_int_equal(drawn_number(1, 3, i, 4), i == 6);
	drawn_release(1);
}

static void test_one_kernel_and_one_boot(void **state)
{
	struct fakes fakes = drawn_fakes(5);
	const struct estimate *level;

	(void)state;
	fakes.boots = 1;
	drawn_set(0, "/a", fakes);
	drawn_gallery(1, NULL);
	level = plot_data_level(&drawn_all.machines[0].points[1], 0, CSV_READER_NS);
	assert_true(level->is_within && level->n == 1 && level->processes == 2);
	assert_true(level->low < level->value && level->value < level->high);
	drawn_plot("forest");
	assert_string_equal(drawn.why.text, "needs two sets");
	drawn_plot("heatmap");
	assert_string_equal(drawn.why.text, "needs two sets");
	drawn_plot("history");
	assert_non_null(strstr(drawn.why.text, "needs two runs"));
	assert_int_equal(drawn.pages, 0);
	drawn_plot("costs");
	assert_int_equal(drawn.pages, 1);
	/* Bars of a group share a scale; the largest is 1. */
	assert_near(drawn_number(1, 5, 15, 3), 1, 1e-9);
	assert_true(drawn_number(1, 5, 3, 3) < 1);
	drawn_release(1);
}

static void test_names_of_others_are_cells(void **state)
{
	static const char hostile[] = "/q\";system(\"touch x\");#`y`\n<script>";

	(void)state;
	drawn_set(0, hostile, drawn_fakes(5));
	drawn_gallery(1, NULL);
	drawn_plot("sweep-folio");
	assert_string_equal(
		drawn_cell(1, 1, 1, 3),
		"A: q\\042;system(\\042touch x\\042);#`y` <script> (Linux 6.18.0), 3 boots");
	assert_null(drawn_cell(1, 1, 1, 4));
	drawn_release(1);
}

static void test_a_clock_that_counts_instructions_says_so(void **state)
{
	struct fakes fakes = drawn_fakes(5);

	(void)state;
	drawn_set(0, "/a", fakes);
	drawn_gallery(1, NULL);
	drawn_fact(drawn_all.machines[0].facts, "clock_domain", "icount");
	drawn_plot("sweep-folio");
	assert_string_equal(drawn_cell(1, 2, 0, 6), "instructions per page");
	assert_non_null(strstr(drawn_cell(1, 1, 0, 3), "icount"));
	drawn_release(1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_sweep_has_the_levels_in_the_order_of_folio_sizes, fixture_make,
			fixture_remove),
		cmocka_unit_test_setup_teardown(test_missing_values_are_no_numbers, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_forest_tells_small_changes_from_none,
						fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_forest_has_the_verdicts, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_200_points_are_paged, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_one_point, fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_history_shows_where_the_level_changes,
						fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_one_kernel_and_one_boot, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_names_of_others_are_cells, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_a_clock_that_counts_instructions_says_so,
						fixture_make, fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
