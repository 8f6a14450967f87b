// SPDX-License-Identifier: GPL-2.0-or-later
/* Checks drawings of series, and that hostile names stay text in them. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "history/site/chart.h"
#include "datasets.h"
#include "near.h"

static struct chronicles_made made;
static struct sitemap map;

static void make(const struct chronicles *shape)
{
	chronicles_make(shape, &made);
	sitemap_make(&made.dataset, &made.alerts, NULL, &map);
}

static void unmake(void)
{
	sitemap_free(&map);
	chronicles_free(&made);
}

static char *draw(size_t series, bool is_spark)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	if (is_spark)
		chart_sparkline(&made.dataset.series[series], 0.01, out);
	else
		chart_write(&map, &made.dataset.series[series], out);
	fclose(out);
	return text;
}

static size_t count(const char *text, const char *what)
{
	size_t found = 0;

	while ((text = strstr(text, what))) {
		found++;
		text += strlen(what);
	}
	return found;
}

static struct axis axis_of(const double *values, size_t n)
{
	struct dataset_value table[8] = { 0 };
	struct dataset_series series = { .values = table, .count = n };

	for (size_t i = 0; i < n; i++)
		table[i].value = values[i];
	return axis_fit(&series, 0.01);
}

static void test_an_axis_holds_all_values(void **state)
{
	static const double rows[][4] = { { 100, 101, 102, 103 },
					  { 1, 10, 100, 1000 },
					  { 5, 5, 5, 5 },
					  { 0.001, 0.002, 0.0015, 0.001 },
					  { 1e12, 1.2e12, 9e18, 1e12 } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct axis axis = axis_of(rows[i], 4);
		double last = -1;

		for (size_t j = 0; j < 4; j++)
			assert_between(axis_place(&axis, rows[i][j]), 0.01, 0.99);
		for (int step = 0; step <= 10; step++) {
			double place =
				axis_place(&axis, axis.low + (axis.high - axis.low) * step / 10);

			assert_true(place > last);
			last = place;
		}
	}
	assert_near(axis_place(&(struct axis) { 1, 100, true }, 10), 0.5, 1e-12);
	assert_near(axis_place(&(struct axis) { 0.0001, 100, false }, 50), 0.5, 1e-5);
	assert_near(axis_place(&(struct axis) { 1, 2, false }, 1000), 1, 0);
	assert_near(axis_place(&(struct axis) { 1, 2, true }, 0.5), 0, 0);
}

static void test_noise_within_the_margin_looks_flat(void **state)
{
	static const double quiet[] = { 1000, 1000.1, 999.9 }, far[] = { 100, 299 },
			    ratio[] = { 100, 301 };
	struct axis axis = axis_of(quiet, 3);

	(void)state;
	assert_near(axis_place(&axis, 1000.1) - axis_place(&axis, 999.9), 0, 0.01);
	assert_false(axis_of(far, 2).is_log);
	assert_true(axis_of(ratio, 2).is_log);
}

static void test_ticks_differ_and_lie_on_the_axis(void **state)
{
	static const struct {
		struct axis axis;
		enum csv_reader_metric unit;
		const char *first;
	} rows[] = {
		{ { 11.95, 12.05, false }, CSV_READER_NS, "11.96ns" },
		{ { 0.5e6, 2.4e6, false }, CSV_READER_NS, "0.5ms" },
		{ { 0.99, 3.4, true }, CSV_READER_NS, "1ns" },
		{ { 0.99, 1.01e9, true }, CSV_READER_NS, "1e-09s" },
		{ { 2e3, 9e6, true }, CSV_READER_CYCLES, "0.002M" },
		{ { 1e18, 1.001e18, false }, CSV_READER_INSTRUCTIONS, "1000000T" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct axis_tick ticks[AXIS_TICKS_MAX];
		int n = axis_ticks(&rows[i].axis, rows[i].unit, ticks);

		assert_in_range(n, 2, AXIS_TICKS_MAX);
		assert_string_equal(ticks[0].text, rows[i].first);
		for (int j = 0; j < n; j++) {
			assert_between(ticks[j].value, rows[i].axis.low, rows[i].axis.high);
			for (int k = 0; k < j; k++)
				assert_string_not_equal(ticks[j].text, ticks[k].text);
		}
	}
}

static void test_a_dot_a_run_a_line_a_level_and_a_sign_a_change(void **state)
{
	struct chronicles shape = chronicles_default();
	char *text;

	(void)state;
	shape.metrics = 1;
	shape.gap = 4;
	make(&shape);
	text = draw(0, false); /* slower, and still so; 10 of 40 runs have no value */
	assert_int_equal(count(text, "h0"), 30);
	assert_int_equal(count(text, "class=\"level\""), 2);
	assert_int_equal(count(text, "class=\"change worse\""), 1);
	assert_int_equal(count(text, "class=\"sign open\""), 1);
	assert_int_equal(count(text, "%</text>"), 1);
	free(text);
	text = draw(2, false); /* slower, and over again */
	assert_int_equal(count(text, "h0"), 40);
	assert_int_equal(count(text, "class=\"level\""), 3);
	assert_int_equal(count(text, "class=\"sign over\""), 1);
	assert_int_equal(count(text, "class=\"sign faster\""), 1);
	free(text);
	text = draw(1, false);
	assert_int_equal(count(text, "class=\"sign acknowledged\""), 1);
	free(text);
	text = draw(5, false);
	assert_int_equal(count(text, "class=\"change"), 0);
	free(text);
	unmake();
}

static void test_kernels_are_named_where_they_begin_and_there_is_room(void **state)
{
	struct chronicles shape = chronicles_default();
	char *text;

	(void)state;
	shape.runs = 12;
	shape.affected = 0;
	make(&shape);
	text = draw(0, false);
	assert_int_equal(count(text, ">6.12.0-rc"), 4);
	assert_int_equal(count(text, "rotate"), 0);
	free(text);
	unmake();
	shape.runs = 400;
	shape.runs_per_kernel = 1;
	shape.affected = 1;
	make(&shape);
	text = draw(0, false);
	assert_in_range(count(text, "rotate"), 30, 60);
	/* The kernel of the change, and the newest. */
	assert_non_null(strstr(text, ">6.47.0-rc6<"));
	assert_non_null(strstr(text, ">6.56.0-rc4<"));
	free(text);
	unmake();
}

static void test_one_run_and_no_interval(void **state)
{
	struct chronicles shape = chronicles_default();
	char *text;

	(void)state;
	shape.runs = 1;
	make(&shape);
	made.dataset.series[0].values[0].low = NAN;
	made.dataset.series[0].values[0].high = NAN;
	text = draw(0, false);
	assert_int_equal(count(text, "h0"), 1);
	assert_null(strstr(text, "nan"));
	assert_null(strstr(text, "inf"));
	assert_non_null(strstr(text, "class=\"whisker\" d=\"\""));
	free(text);
	text = draw(0, true);
	assert_null(strstr(text, "nan"));
	free(text);
	unmake();
}

static void test_names_of_strangers_are_text(void **state)
{
	struct chronicles shape = chronicles_default();
	char *text;

	(void)state;
	shape.hostile = "</text><script>x()</script>\"'&\n\xff";
	make(&shape);
	text = draw(0, false);
	assert_null(strstr(text, "<script"));
	assert_null(strstr(text, "\xff"));
	free(text);
	unmake();
}

static void test_a_spark_is_small_and_ends_at_the_newest(void **state)
{
	struct chronicles shape = chronicles_default();
	char *text;

	(void)state;
	shape.runs = 1000;
	make(&shape);
	text = draw(0, true);
	assert_in_range(strlen(text), 80, 450);
	assert_non_null(strstr(text, "<circle cx=\"69\""));
	free(text);
	unmake();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_axis_holds_all_values),
		cmocka_unit_test(test_noise_within_the_margin_looks_flat),
		cmocka_unit_test(test_ticks_differ_and_lie_on_the_axis),
		cmocka_unit_test(test_a_dot_a_run_a_line_a_level_and_a_sign_a_change),
		cmocka_unit_test(test_kernels_are_named_where_they_begin_and_there_is_room),
		cmocka_unit_test(test_one_run_and_no_interval),
		cmocka_unit_test(test_names_of_strangers_are_text),
		cmocka_unit_test(test_a_spark_is_small_and_ends_at_the_newest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
