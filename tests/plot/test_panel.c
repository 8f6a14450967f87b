// SPDX-License-Identifier: GPL-2.0-or-later
/* An axis and its unit fit the values, over many orders of magnitude. */
#include "fixture.h"

#include <math.h>

#include "plot/page.h"

/* The line of a panel whose values are these two. */
static void expect(double least, double most, bool from_zero, const char *unit, const char *line)
{
	struct panel panel = { .is_per_page = true };
	struct datafile sheet;

	panel_add(&panel, least);
	panel_add(&panel, most);
	panel_add(&panel, NAN);
	panel_add(&panel, 0);
	fixture_write("/sheet.tsv", "");
	datafile_open(fixture_path("/sheet.tsv"), &sheet);
	panel_write(&sheet, 3, &panel, from_zero, unit, "t");
	datafile_close(&sheet);
	fixture_expect("/sheet.tsv", line);
}

static void test_linear(void **state)
{
	(void)state;
	expect(10, 20, true, "ns", "3\t0\t0\t23\t1\tt\tns per page");
	expect(10, 20, false, "ns", "3\t0\t9\t21\t1\tt\tns per page");
	expect(10, 10, false, "ns", "3\t0\t9.9\t10.1\t1\tt\tns per page");
	expect(10e6, 20e6, true, "ns", "3\t0\t0\t23\t1000000\tt\tms per page");
}

/* Powers of 2 from a factor of 6 on, of 10 from 20 on: 1, 2, 5 around all values. */
static void test_logarithmic(void **state)
{
	(void)state;
	expect(1, 7, true, "ns", "3\t2\t0.5\t8\t1\tt\tns per page");
	expect(1, 7, false, "ns", "3\t0\t0.4\t7.6\t1\tt\tns per page");
	expect(3, 90, true, "ns", "3\t10\t2\t100\t1\tt\tns per page");
	expect(3, 90, false, "ns", "3\t10\t2\t100\t1\tt\tns per page");
	expect(0.7, 170, false, "ns", "3\t10\t0.5\t200\t1\tt\tns per page");
	expect(6, 450, false, "ns", "3\t10\t5\t500\t1\tt\tns per page");
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_linear),
		cmocka_unit_test(test_logarithmic),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
