// SPDX-License-Identifier: GPL-2.0-or-later
/* Any text becomes one cell of data, and nothing else. */
#include "fixture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/datafile.h"
#include "compare/utf8.h"

static struct datafile open_sheet(void)
{
	struct datafile sheet;

	fixture_write("/sheet.tsv", "");
	datafile_open(fixture_path("/sheet.tsv"), &sheet);
	return sheet;
}

static void test_cells_and_blocks(void **state)
{
	struct datafile sheet = open_sheet();

	(void)state;
	datafile_block(&sheet, "x y text");
	datafile_row(&sheet, "%zu %g %s", (size_t)1, 0.125, "a b");
	datafile_gap(&sheet);
	datafile_row(&sheet, "%g", 2.0);
	datafile_block(&sheet, "z");
	datafile_close(&sheet);
	fixture_expect("/sheet.tsv", "# x y text\n1\t0.125\ta b\n\n2\n\n\n# z");
}

static void test_what_is_not_known_is_no_number(void **state)
{
	struct datafile sheet = open_sheet();

	(void)state;
	datafile_row(&sheet, "%g %g %g %g", NAN, INFINITY, -INFINITY, 0.0);
	datafile_close(&sheet);
	fixture_expect("/sheet.tsv", "NaN\tNaN\tNaN\t0");
}

/* What the cell is, of texts that people put into CSV files and names of folders. */
static void test_hostile_texts(void **state)
{
	static const struct {
		const char *text, *cell;
	} rows[] = {
		{ "plain_name", "plain_name" },
		{ "", "\\040" },
		{ "\";system(\"touch x\");#", "\\042;system(\\042touch x\\042);#" },
		{ "`touch x` $(touch y) @ARG1 %s%n", "`touch x` $(touch y) @ARG1 %s%n" },
		{ "<script>&amp;", "<script>&amp;" },
		{ "a\\nb\\042", "a\xe2\x88\x96nb\xe2\x88\x96"
				"042" },
		{ "one\ntwo\tthree\r\x1b[2J\x7f", "one two three  [2J " },
		{ "\xc3\xa9\xe2\x82\xac", "\xc3\xa9\xe2\x82\xac" },
		{ "\xff\xc3(\xe2\x82", "?"
				       "?(?"
				       "?" },
		{ "\xc0\xaf\xed\xa0\x80\xf5\x80\x80\x80", "???????" },
		{ "\xe2\x80\x8b"
		  "abc\xef\xbf\xbe",
		  "?abc?" },
		{ "\xc2\x85", " " },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct datafile sheet = open_sheet();

		datafile_row(&sheet, "%s", rows[i].text);
		datafile_close(&sheet);
		fixture_expect("/sheet.tsv", rows[i].cell);
	}
}

static void test_long_texts_are_cut_between_characters(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
		const char *cut;
	} rows[] = {
		{ "short", 5, "short" },
		{ "longer", 5, "lo..." },
		{ "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 5, "\xc3\xa9\xc3\xa9..." },
		{ "", 5, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *cut = utf8_cut(rows[i].text, rows[i].columns);

		assert_string_equal(cut, rows[i].cut);
		free(cut);
	}
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells_and_blocks),
		cmocka_unit_test(test_what_is_not_known_is_no_number),
		cmocka_unit_test(test_hostile_texts),
		cmocka_unit_test(test_long_texts_are_cut_between_characters),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
