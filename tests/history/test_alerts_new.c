// SPDX-License-Identifier: GPL-2.0-or-later
/* New changes: pending, without commands for a bisection, and without a say about others. */
#include "fixture.h"

#include <stdlib.h>

#include "datasets.h"
#include "history/bisect_hint.h"

/* Series of the first machine; see datasets.h. */
enum { SLOWER = 0, OVER = 2, POINTS = 12, STAND = 3 };

static struct chronicles_made made;
static struct alerts alerts;

static struct segments_change *change_of(size_t series, size_t change)
{
	return &made.dataset.series[series].segments.changes[change];
}

static int begin(void **state)
{
	struct chronicles shape = chronicles_default();

	(void)state;
	shape.runs_per_kernel = shape.metrics = 1;
	chronicles_make(&shape, &made);
	for (size_t i = 0; i < made.dataset.series_count; i++)
		for (size_t j = 0; j + 1 < made.dataset.series[i].segments.count; j++) {
			change_of(i, j)->stood = STAND;
			change_of(i, j)->is_lasting = true;
		}
	return 0;
}

static int end(void **state)
{
	(void)state;
	alerts_free(&alerts);
	alerts = (struct alerts) { 0 };
	chronicles_free(&made);
	return 0;
}

static void judge(const struct acknowledged *acknowledged)
{
	static const struct acknowledged nothing;

	alerts_free(&alerts);
	alerts_find(&made.dataset, acknowledged ? acknowledged : &nothing, 0.01, STAND, &alerts);
	alerts_group(&made.dataset, &alerts);
}

/* Return: the alert of a change. */
static const struct alerts_alert *find(size_t series, size_t change)
{
	for (size_t i = 0; i < alerts.count; i++)
		if (alerts.alerts[i].series == series && alerts.alerts[i].change == change)
			return &alerts.alerts[i];
	fail();
	return NULL;
}

static void expect_why(const char *expected)
{
	char *why = alerts_why_new(&made.dataset, &alerts, find(SLOWER, 0));

	if (expected)
		assert_string_equal(why, expected);
	else
		assert_null(why);
	free(why);
}

static void test_a_new_change_is_pending(void **state)
{
	char any[] = "*", note[] = "";
	struct acknowledged_line line = { any, any, any, note, 1, false };
	struct acknowledged all = { .count = 1, .lines = &line };

	(void)state;
	judge(NULL);
	assert_int_equal(find(SLOWER, 0)->state, ALERTS_OPEN);
	expect_why(NULL);
	change_of(SLOWER, 0)->stood = 2;
	judge(NULL);
	assert_int_equal(find(SLOWER, 0)->state, ALERTS_PENDING);
	assert_int_equal(alerts_count(&alerts, ALERTS_PENDING), 1);
	expect_why("new: stood for 2 of 3 runs");
	change_of(SLOWER, 0)->stood = STAND;
	change_of(SLOWER, 0)->is_lasting = false;
	judge(NULL);
	assert_int_equal(find(SLOWER, 0)->state, ALERTS_PENDING);
	expect_why("new: stood for 3 of 3 runs; no runs after its first 5 bear it out");
	judge(&all);
	assert_int_equal(find(SLOWER, 0)->state, ALERTS_ACKNOWLEDGED);
}

static void test_a_pending_group_has_no_commands(void **state)
{
	const struct alerts_group *group;
	char *start, *run;

	(void)state;
	for (int is_open = 1; is_open >= 0; is_open--) {
		for (size_t i = 0; i < made.dataset.series_count && !is_open; i++)
			for (size_t j = 0; j + 1 < made.dataset.series[i].segments.count; j++)
				change_of(i, j)->stood = 1;
		judge(NULL);
		assert_int_equal(alerts_groups(&alerts, ALERTS_OPEN) > 0, is_open);
		assert_int_equal(alerts_groups(&alerts, ALERTS_PENDING) > 0, !is_open);
		group = &alerts.groups[find(SLOWER, 0)->group];
		start = bisect_hint_start(&made.dataset, group);
		run = bisect_hint_run(&made.dataset, &alerts, group);
		assert_int_equal(start != NULL, is_open);
		assert_int_equal(run != NULL, is_open);
		free(run);
		free(start);
	}
}

/* A few fast runs close no alert. */
static void test_an_alert_is_over_once_that_has_stood(void **state)
{
	(void)state;
	judge(NULL);
	assert_int_equal(find(OVER, 0)->state, ALERTS_OVER);
	change_of(OVER, 1)->stood = 1;
	judge(NULL);
	assert_int_equal(find(OVER, 0)->state, ALERTS_OPEN);
	assert_int_equal(find(OVER, 1)->state, ALERTS_FASTER);
}

/* The surest place names a group's kernel, unless it is new. */
static void test_a_new_change_names_no_kernel(void **state)
{
	struct segments_change *sure = change_of(POINTS + SLOWER, 0), *other = change_of(SLOWER, 0);

	(void)state;
	sure->from = sure->to = sure->at = 31;
	other->at = 33;
	other->from = 29;
	other->to = 37;
	judge(NULL);
	assert_int_equal(find(SLOWER, 0)->group, find(POINTS + SLOWER, 0)->group);
	assert_int_equal(alerts.groups[find(SLOWER, 0)->group].bad, 31);
	for (size_t i = 0; i < 2; i++)
		change_of(i * POINTS + 1, 0)->stood = 1; /* those that came at the same time */
	sure->stood = 1;
	judge(NULL);
	assert_int_equal(alerts.groups[find(SLOWER, 0)->group].bad, 33);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_new_change_is_pending),
		cmocka_unit_test(test_a_pending_group_has_no_commands),
		cmocka_unit_test(test_an_alert_is_over_once_that_has_stood),
		cmocka_unit_test(test_a_new_change_names_no_kernel),
	};

	return fixture_run(tests, begin, end);
}
