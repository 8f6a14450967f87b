// SPDX-License-Identifier: GPL-2.0-or-later
/* Rows and pages of a site. */
#include "fixture.h"

#include <stdlib.h>

#include "datasets.h"
#include "base/die.h"
#include "history/site/sitemap.h"

static void test_two_ways_of_measuring_share_a_row(void **state)
{
	struct chronicles shape = chronicles_default();
	struct chronicles_made made;
	struct sitemap map;

	(void)state;
	shape.machines = 2;
	shape.runs = 12;
	chronicles_make(&shape, &made);
	/* The second machine measured the last point in another way. */
	free(made.dataset.points[11].name);
	made.dataset.points[11].name = xstrdup(made.dataset.points[10].name);
	made.dataset.points[11].folio_bytes = made.dataset.points[10].folio_bytes;
	sitemap_make(&made.dataset, &made.alerts, NULL, &map);
	assert_int_equal(map.row_count, 11);
	assert_int_equal(map.page_count, 22);
	sitemap_free(&map);
	chronicles_free(&made);
}

int main(void)
{
	struct CMUnitTest tests[] = { cmocka_unit_test(test_two_ways_of_measuring_share_a_row) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
