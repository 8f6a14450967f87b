// SPDX-License-Identifier: GPL-2.0-or-later
/* Which values are shown beside each other, and which points are worth a panel. */
#include "fixture.h"
#include "near.h"

#include <stdlib.h>
#include <string.h>

#include "plot/page.h"
#include "drawn.h"

/* As an old kernel that has no such folios; but not where the clock counts something else. */
static void test_what_a_could_not_measure_is_shown_of_b(void **state)
{
	const char point[] = "mprotect.case-0/anon/folio=4K/size=64M";

	(void)state;
	for (int other_clock = 0; other_clock < 2; other_clock++) {
		drawn_set(0, other_clock ? "/c" : "/a", drawn_fakes(5));
		drawn_set(1, other_clock ? "/d" : "/b", drawn_fakes(5));
		for (size_t i = 0; i < drawn_sets[0].count; i++) {
			struct csv_reader_point *of_a =
				csv_reader_find(&drawn_sets[0].runs[i].samples, point);

			of_a->other_rows = of_a->ok_rows;
			of_a->ok_rows = 0;
			of_a->process_count = 0;
			strcpy(of_a->why, "unsupported: no such folios");
		}
		for (size_t i = 0; i < drawn_sets[1].count && other_clock; i++)
			drawn_fact(&drawn_sets[1].runs[i].facts, "clock_domain", "icount");
		drawn_gallery(2, NULL);
		drawn_plot("sweep-folio");
		for (size_t i = 0; i < drawn_lines(1, 4); i++)
			if (drawn_number(1, 4, i, 1) == 2)
				assert_int_equal(isnan(drawn_number(1, 4, i, 3)), other_clock);
		if (!other_clock) {
			assert_string_equal(drawn_cell(1, 4, 0, 3), "NaN");
			assert_int_equal(drawn_lines(1, 4), 10);
		}
		assert_int_equal(drawn_all.machines[0].left_out > 0, other_clock);
		drawn_release(2);
	}
}

static void test_what_cannot_be_compared_is_left_out(void **state)
{
	(void)state;
	drawn_set(0, "/a", drawn_fakes(5));
	drawn_set(1, "/b", drawn_fakes(5));
	for (size_t i = 0; i < drawn_sets[1].count; i++)
		strcpy(csv_reader_find(&drawn_sets[1].runs[i].samples,
				       "mprotect.case-0/anon/folio=4K/size=64M")
			       ->row.scheduler,
		       "other");
	drawn_gallery(2, NULL);
	assert_int_equal(drawn_all.machines[0].left_out, 1);
	drawn_plot("sweep-folio");
	assert_true(drawn_number(1, 4, 0, 3) > 0);
	assert_string_equal(drawn_cell(1, 4, 5, 3), "NaN");
	drawn_plot("heatmap");
	assert_string_equal(drawn_cell(1, 5, 0, 2), "NaN");
	assert_string_equal(drawn_cell(1, 5, 0, 3), "-");
	assert_true(isfinite(drawn_number(1, 5, 1, 2)));
	drawn_release(2);
}

static double change_of_point(size_t at)
{
	return fabs(plot_data_decision(&drawn_all.machines[0], &drawn_all.machines[0].points[at], 1,
				       CSV_READER_NS)
			    ->d);
}

static void test_points_with_the_largest_changes_are_chosen(void **state)
{
	struct fakes changed = drawn_fakes(25);
	const struct plot_data_point *points[PAGE_PANELS_MAX], *all;
	const char *what;
	size_t count;
	double chosen = INFINITY;

	(void)state;
	changed.ratio = 0.7;
	changed.affected = 3;
	drawn_set(0, "/a", drawn_fakes(25));
	drawn_set(1, "/b", changed);
	drawn_gallery(2, NULL);
	all = drawn_all.machines[0].points;
	count = select_points(&drawn, PAGE_PANELS_MAX, points, &what);
	assert_non_null(strstr(what, "largest changes"));
	assert_int_equal(count, 3);
	for (size_t i = 0; i < count; i++)
		assert_ptr_equal(points[i], &all[i + 1]);
	count = select_points(&drawn, 2, points, &what);
	assert_int_equal(count, 2);
	for (size_t i = 0; i < count; i++)
		chosen = fmin(chosen, change_of_point((size_t)(points[i] - all)));
	for (size_t i = 1; i <= changed.affected; i++)
		if (&all[i] != points[0] && &all[i] != points[1])
			assert_true(change_of_point(i) <= chosen);
	drawn_release(2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_a_could_not_measure_is_shown_of_b,
						fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_what_cannot_be_compared_is_left_out,
						fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_points_with_the_largest_changes_are_chosen,
						fixture_make, fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
