// SPDX-License-Identifier: GPL-2.0-or-later
/* The outcome of a point is right, whatever came of its other samples and runs. */
#include "fixture.h"

#include <string.h>

#include "export/outcome.h"

enum { RUNS = 2, ROWS = 4 };

static struct csv_row row_of(uint64_t process, enum csv_row_status status)
{
	struct csv_row row = { .process = opt_u64_of(process), .ops = opt_u64_of(1) };

	strcpy(row.point, "p");
	snprintf(row.status, sizeof(row.status), "%s", csv_row_status_name(status));
	snprintf(row.reason, sizeof(row.reason), "why: %s\x80", row.status);
	row.elapsed_ns = opt_u64_of(100);
	return row;
}

/* @statuses: of the rows of each run; CSV_ROW_STATUSES ends them. */
static struct outcome outcome_of(const enum csv_row_status statuses[RUNS][ROWS])
{
	struct load_run runs[RUNS] = { 0 };
	const struct load_run *pointers[RUNS] = { &runs[0], &runs[1] };
	struct outcome outcome;
	struct reason reason;

	for (int i = 0; i < RUNS; i++) {
		struct csv_row rows[ROWS];
		size_t count = 0;

		for (; count < ROWS && statuses[i][count] != CSV_ROW_STATUSES; count++)
			rows[count] = row_of(count + 1, statuses[i][count]);
		fixture_rows("/samples.csv", rows, count);
		assert_int_equal(csv_reader_read(fixture_path("/samples.csv"), &runs[i].samples,
						 &reason),
				 0);
	}
	outcome = outcome_of_runs(pointers, RUNS, "p");
	for (int i = 0; i < RUNS; i++)
		csv_reader_free(&runs[i].samples);
	return outcome;
}

static void test_runs_and_samples(void **state)
{
	static const struct {
		enum csv_row_status statuses[RUNS][ROWS];
		enum outcome_kind kind;
		const char *status, *reason;
		size_t other_rows;
	} rows[] = {
		{ { { CSV_ROW_OK, CSV_ROW_OK, CSV_ROW_STATUSES },
		    { CSV_ROW_OK, CSV_ROW_STATUSES } },
		  OUTCOME_MEASURED,
		  "ok",
		  "",
		  0 },
		{ { { CSV_ROW_OK, CSV_ROW_DISTURBED, CSV_ROW_STATUSES }, { CSV_ROW_STATUSES } },
		  OUTCOME_MEASURED,
		  "ok",
		  "disturbed: why: disturbed?",
		  1 },
		{ { { CSV_ROW_OK, CSV_ROW_STATUSES }, { CSV_ROW_UNSUPPORTED, CSV_ROW_STATUSES } },
		  OUTCOME_MEASURED,
		  "ok",
		  "unsupported: why: unsupported?",
		  1 },
		{ { { CSV_ROW_UNSUPPORTED, CSV_ROW_STATUSES },
		    { CSV_ROW_UNSUPPORTED, CSV_ROW_STATUSES } },
		  OUTCOME_SKIPPED,
		  "unsupported",
		  "why: unsupported?",
		  2 },
		{ { { CSV_ROW_UNSUPPORTED, CSV_ROW_STATUSES },
		    { CSV_ROW_DISTURBED, CSV_ROW_STATUSES } },
		  OUTCOME_ERROR,
		  "disturbed",
		  "why: disturbed?",
		  2 },
		{ { { CSV_ROW_STATE_UNVERIFIED, CSV_ROW_STATUSES }, { CSV_ROW_STATUSES } },
		  OUTCOME_ERROR,
		  "state-unverified",
		  "why: state-unverified?",
		  1 },
		/* a kernel that is wrong once is wrong */
		{ { { CSV_ROW_OK, CSV_ROW_STATUSES },
		    { CSV_ROW_OK, CSV_ROW_ORACLE_FAILED, CSV_ROW_OK, CSV_ROW_STATUSES } },
		  OUTCOME_FAILED,
		  "oracle-failed",
		  "why: oracle-failed?",
		  1 },
		{ { { CSV_ROW_ORACLE_FAILED, CSV_ROW_DISTURBED, CSV_ROW_STATUSES },
		    { CSV_ROW_OK, CSV_ROW_STATUSES } },
		  OUTCOME_FAILED,
		  "oracle-failed",
		  "why: oracle-failed?",
		  2 },
		{ { { CSV_ROW_STATUSES }, { CSV_ROW_STATUSES } }, OUTCOME_ABSENT, "", "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome outcome = outcome_of(rows[i].statuses);

		assert_int_equal(outcome.kind, rows[i].kind);
		assert_string_equal(outcome.status, rows[i].status);
		assert_string_equal(outcome.reason, rows[i].reason);
		assert_int_equal(outcome.other_rows, rows[i].other_rows);
	}
}

/* Samples that cannot be divided, and samples that were measured in two ways. */
static void test_samples_that_are_none(void **state)
{
	struct csv_row rows[] = { row_of(1, CSV_ROW_OK), row_of(2, CSV_ROW_OK) };
	struct load_run run = { 0 };
	const struct load_run *only = &run;
	struct outcome outcome;
	struct reason reason;

	(void)state;
	rows[0].ops = opt_u64_of(0);
	fixture_rows("/samples.csv", rows, 1);
	assert_int_equal(csv_reader_read(fixture_path("/samples.csv"), &run.samples, &reason), 0);
	outcome = outcome_of_runs(&only, 1, "p");
	assert_int_equal(outcome.kind, OUTCOME_ERROR);
	assert_string_equal(outcome.status, "malformed");
	csv_reader_free(&run.samples);

	rows[0].ops = opt_u64_of(1);
	rows[1].size_bytes = opt_u64_of(4096);
	fixture_rows("/samples.csv", rows, 2);
	assert_int_equal(csv_reader_read(fixture_path("/samples.csv"), &run.samples, &reason), 0);
	outcome = outcome_of_runs(&only, 1, "p");
	assert_int_equal(outcome.kind, OUTCOME_ERROR);
	assert_string_equal(outcome.status, "measured-unlike");
	assert_non_null(strstr(outcome.reason, "size_bytes"));
	csv_reader_free(&run.samples);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_runs_and_samples),
		cmocka_unit_test(test_samples_that_are_none),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
