// SPDX-License-Identifier: GPL-2.0-or-later
/* A row is read back as it was written, and every malformed one is refused. */
#include "fixture.h"

#include <errno.h>
#include <string.h>

#include "measure/csv_row.h"

static struct csv_row_layout own_layout(void)
{
	char header[CSV_ROW_LINE_BYTES];
	struct csv_row_layout layout;
	struct reason reason;

	csv_row_header(header);
	assert_int_equal(csv_row_parse_header(header, &layout, &reason), 0);
	return layout;
}

static struct csv_row sample_row(void)
{
	struct csv_row row = { .schema = opt_u64_of(1),
			       .elapsed_ns = opt_u64_of(CSV_ROW_COUNT_MAX) };

	strcpy(row.point, "mprotect.ro/anon/folio=64K/size=64M");
	strcpy(row.status, "disturbed");
	strcpy(row.reason, "lost the \"CPU\", twice");
	return row;
}

static void test_round_trip(void **state)
{
	struct csv_row_layout layout = own_layout();
	struct csv_row row = sample_row(), back;
	char line[CSV_ROW_LINE_BYTES];
	struct reason reason;

	(void)state;
	csv_row_format(&row, line);
	assert_int_equal(csv_row_parse(line, &layout, &back, &reason), 0);
	assert_memory_equal(&row.elapsed_ns, &back.elapsed_ns, sizeof(row.elapsed_ns));
	assert_string_equal(back.reason, row.reason);
	assert_string_equal(back.point, row.point);
	assert_false(back.cycles_kernel.known); /* missing is never 0 */
	assert_null(strstr(line, ",0,"));
}

static void test_control_characters_become_blanks(void **state)
{
	struct csv_row_layout layout = own_layout();
	struct csv_row row = sample_row(), back;
	char line[CSV_ROW_LINE_BYTES];
	struct reason reason;

	(void)state;
	strcpy(row.reason, "a\nb\rc\td");
	csv_row_format(&row, line);
	assert_null(strchr(line, '\n'));
	assert_int_equal(csv_row_parse(line, &layout, &back, &reason), 0);
	assert_string_equal(back.reason, "a b c d");
}

static void test_longest_row_fits(void **state)
{
	struct csv_row_layout layout = own_layout();
	char line[CSV_ROW_LINE_BYTES + 64];
	struct csv_row row, back;
	struct reason reason;

	(void)state;
	memset(&row, 0, sizeof(row));
	memset(row.point, '"', sizeof(row.point) - 1);
	memset(row.reason, '"', sizeof(row.reason) - 1);
	memset(row.run, '"', sizeof(row.run) - 1);
	memset(row.case_name, '"', sizeof(row.case_name) - 1);
	strcpy(row.status, "ok");
	line[CSV_ROW_LINE_BYTES] = 'x';
	csv_row_format(&row, line);
	assert_int_equal(line[CSV_ROW_LINE_BYTES], 'x');
	assert_int_equal(csv_row_parse(line, &layout, &back, &reason), 0);
	assert_string_equal(back.reason, row.reason);
}

/* Replaces the first cell (schema) or appends, to make each kind of malformed line. */
static void test_malformed_rows_are_refused(void **state)
{
	static const struct {
		const char *first, *last;
	} lies[] = {
		{ "-1", "" },	 { "1x", "" },	{ "99999999999999999999", "" },
		{ " 1", "" },	 { "\"1", "" }, { "\"1\"2", "" },
		{ "1", ",one" }, { "0x1", "" },
	};
	struct csv_row_layout layout = own_layout();
	struct csv_row row = sample_row(), back = { 0 };
	char line[CSV_ROW_LINE_BYTES], lie[CSV_ROW_LINE_BYTES + 64];
	struct reason reason;

	(void)state;
	csv_row_format(&row, line);
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		snprintf(lie, sizeof(lie), "%s%s%s", lies[i].first, strchr(line, ','),
			 lies[i].last);
		assert_int_equal(csv_row_parse(lie, &layout, &back, &reason), -EINVAL);
		assert_true(reason.text[0] != '\0');
	}
	*strrchr(line, ',') = '\0';
	assert_int_equal(csv_row_parse(line, &layout, &back, &reason), -EINVAL);
	assert_int_equal(csv_row_parse("", &layout, &back, &reason), -EINVAL);
}

static void test_unknown_status_and_long_text_are_refused(void **state)
{
	struct csv_row_layout layout = own_layout();
	struct csv_row row = sample_row(), back;
	char line[CSV_ROW_LINE_BYTES], lie[2 * CSV_ROW_LINE_BYTES];
	char *at;
	struct reason reason;

	(void)state;
	strcpy(row.status, "fine");
	csv_row_format(&row, line);
	assert_int_equal(csv_row_parse(line, &layout, &back, &reason), -EINVAL);
	row = sample_row();
	csv_row_format(&row, line);
	at = strstr(line, "mprotect.ro");
	snprintf(lie, sizeof(lie), "%.*s%0200d%s", (int)(at - line), line, 0, at);
	assert_int_equal(csv_row_parse(lie, &layout, &back, &reason), -EINVAL);
	assert_non_null(strstr(reason.text, "point"));
}

static void test_headers(void **state)
{
	char header[CSV_ROW_LINE_BYTES], lie[CSV_ROW_LINE_BYTES + 64];
	struct csv_row_layout layout;
	struct reason reason;

	(void)state;
	csv_row_header(header);
	snprintf(lie, sizeof(lie), "%s,status", header);
	assert_int_equal(csv_row_parse_header(lie, &layout, &reason), -EINVAL);
	assert_int_equal(csv_row_parse_header(strchr(header, ',') + 1, &layout, &reason), -EINVAL);
	assert_non_null(strstr(reason.text, "schema"));
	snprintf(lie, sizeof(lie), "new_column,%s", header);
	assert_int_equal(csv_row_parse_header(lie, &layout, &reason), 0);
	assert_int_equal(layout.columns[0], -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_control_characters_become_blanks),
		cmocka_unit_test(test_longest_row_fits),
		cmocka_unit_test(test_malformed_rows_are_refused),
		cmocka_unit_test(test_unknown_status_and_long_text_are_refused),
		cmocka_unit_test(test_headers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
