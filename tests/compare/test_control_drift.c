// SPDX-License-Identifier: GPL-2.0-or-later
/* Verdicts that the controls could explain are flagged, and no others. */
#include "fixture.h"
#include "near.h"

#include <string.h>

#include "compare/comparison.h"

enum { RUNS_MAX = 3, PROCESSES = 3, ROWS = 7 };

static struct load_run runs[RUNS_MAX];
static struct design_run places[RUNS_MAX];

/*
 * Runs whose control has these y = ln(ns / 1e9) in its three processes, at x = 0, 1/2, 1. Between
 * them four processes measure a case, which grows: that is no drift of the machine.
 */
static struct design design_of(const double (*y)[PROCESSES], size_t count)
{
	struct design design = { .count = count, .runs = places };

	for (size_t i = 0; i < count; i++) {
		struct csv_row rows[ROWS] = { 0 };
		struct reason reason;
		char leaf[32];

		for (unsigned int k = 0; k < ROWS; k++) {
			bool is_control = k % 3 == 0;

			strcpy(rows[k].family, is_control ? "control" : "mprotect");
			strcpy(rows[k].point, is_control ? "control.a" : "mprotect.a");
			strcpy(rows[k].status, "ok");
			rows[k].ops = opt_u64_of(1);
			rows[k].process = opt_u64_of(k + 1);
			rows[k].elapsed_ns = opt_u64_of(
				(uint64_t)llround(1e9 * exp(is_control ? y[i][k / 3] : k)));
		}
		snprintf(leaf, sizeof(leaf), "/%zu.csv", i);
		fixture_rows(leaf, rows, ROWS);
		assert_int_equal(csv_reader_read(fixture_path(leaf), &runs[i].samples, &reason), 0);
		places[i] = (struct design_run) { .run = &runs[i] };
	}
	return design;
}

static void release(size_t count)
{
	for (size_t i = 0; i < count; i++)
		csv_reader_free(&runs[i].samples);
}

/* Steady but for its error: s^2 = e^2 / 3 over both runs, S = 1/2, so 3 se(b) = 2.449 e = .049. */
static void test_error_is_that_of_all_runs(void **state)
{
	static const double below[][PROCESSES] = { { 0, 0.02, 0.04 }, { 0, 0.02, 0 } };
	static const double above[][PROCESSES] = { { 0, 0.02, 0 }, { 0.06, 0.03, 0 } };
	static const double alone[][PROCESSES] = { { 0, 0.01, 0.02 } };
	struct design design;

	(void)state;
	design = design_of(below, 2);
	assert_true(isnan(control_drift_drift(&design, CSV_READER_NS)));
	assert_true(isnan(control_drift_drift(&design, CSV_READER_CYCLES)));
	release(2);
	design = design_of(above, 2);
	assert_near(control_drift_drift(&design, CSV_READER_NS), 0.06, 1e-6);
	release(2);
	design = design_of(alone, 1);
	assert_near(control_drift_drift(&design, CSV_READER_NS), 0.02, 1e-6);
	release(1);
	design = design_of(alone, 0);
	assert_true(isnan(control_drift_drift(&design, CSV_READER_NS)));
}

/* A case and two controls: is the case flagged? */
static void test_flags(void **state)
{
	static const double steady[][PROCESSES] = { { 0, 0, 0 } };
	static const double drifting[][PROCESSES] = { { 0, 0.02, 0.04 } };
	static const struct {
		enum verdict_kind verdict, control, other;
		double d, d_control, d_other;
		bool drifts, is_flagged;
	} rows[] = {
		{ VERDICT_SLOWER, VERDICT_SLOWER, VERDICT_SAME, .05, .05, 0, false, true },
		{ VERDICT_FASTER, VERDICT_SAME, VERDICT_FASTER, -.05, 0, -.06, false, true },
		{ VERDICT_SLOWER, VERDICT_SLOWER, VERDICT_SAME, .05, .04, 0, false, false },
		{ VERDICT_SLOWER, VERDICT_FASTER, VERDICT_SAME, .05, -.06, 0, false, false },
		{ VERDICT_SLOWER, VERDICT_UNDECIDED, VERDICT_SAME, .05, .06, 0, false, false },
		{ VERDICT_SLOWER, VERDICT_NONE, VERDICT_NONE, .05, NAN, NAN, false, false },
		{ VERDICT_UNDECIDED, VERDICT_SLOWER, VERDICT_SAME, .05, .06, 0, false, false },
		{ VERDICT_SAME, VERDICT_SLOWER, VERDICT_SAME, .005, .06, 0, true, false },
		{ VERDICT_SLOWER, VERDICT_SAME, VERDICT_SAME, .03, 0, 0, true, true },
		{ VERDICT_FASTER, VERDICT_SAME, VERDICT_SAME, -.03, 0, 0, true, true },
		{ VERDICT_FASTER, VERDICT_SAME, VERDICT_SAME, -.05, 0, 0, true, false },
	};
	static const struct csv_row a_case = { .family = "mprotect" },
				    control = { .family = "control" };
	struct match_point points[] = { { .row = &control },
					{ .row = &a_case },
					{ .row = &control } };
	const struct match match = { .count = 3, .points = points };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct design design = design_of(rows[i].drifts ? drifting : steady, 1);
		struct verdict on[] = {
			{ .verdict = rows[i].control, .d = rows[i].d_control },
			{ .verdict = rows[i].verdict, .d = rows[i].d, .is_judged = true },
			{ .verdict = rows[i].other, .d = rows[i].d_other },
		};

		on[1].metrics.flags = METRICS_FLAG_TAIL;
		control_drift_flag(&design, &match, CSV_READER_NS, on);
		if (on[1].metrics.flags !=
		    (METRICS_FLAG_TAIL |
		     (rows[i].is_flagged ? (unsigned int)METRICS_FLAG_DRIFT : 0)))
			fail_msg("row %zu: flags %u", i, on[1].metrics.flags);
		assert_int_equal(on[1].verdict, rows[i].verdict);
		assert_int_equal(on[0].metrics.flags | on[2].metrics.flags, 0);
		release(1);
	}
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_error_is_that_of_all_runs),
		cmocka_unit_test(test_flags),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
