// SPDX-License-Identifier: GPL-2.0-or-later
/* A row holds the outcome of a point, and no more. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "point_rows.h"
#include "base/size.h"

static const struct case_entry plain = { .name = "t.plain", .timed = "" };
static const struct point_rows_place place = { "run", 2, 3, 4 };

static struct plan_point point_of(const struct case_entry *case_entry)
{
	struct plan_point point = { .id = "t/anon", .case_entry = case_entry };

	point.spec = (struct page_state) { .size_bytes = MIB,
					   .folio_bytes = size_page(),
					   .region_count = 1,
					   .backing = BACKING_ANON,
					   .mapping = MAPPING_PTE };
	return point;
}

static struct worker_outcome *one_sample(void)
{
	static struct worker_outcome outcome;

	memset(&outcome, 0, sizeof(outcome));
	outcome.is_finished = true;
	outcome.cpu = 1;
	outcome.calls = 1;
	outcome.sample_count = 1;
	outcome.samples[0].elapsed_ns = 5000;
	outcome.samples[0].cpu = 1;
	outcome.samples[0].minor_faults = opt_u64_of(0);
	outcome.samples[0].involuntary_switches = opt_u64_of(0);
	return &outcome;
}

static struct csv_row row_of(const struct case_entry *case_entry,
			     const struct worker_outcome *outcome)
{
	struct plan_point point = point_of(case_entry);
	struct csv_row row;

	point_rows_row(&point, outcome, 0, &place, "t", &row);
	return row;
}

static void test_good_sample(void **state)
{
	struct csv_row row = row_of(&plain, one_sample());

	(void)state;
	assert_string_equal(row.status, "ok");
	assert_string_equal(row.reason, "");
	assert_int_equal(row.elapsed_ns.value, 5000);
	assert_int_equal(row.round.value, 2);
	assert_false(row.instructions_kernel.known);
	assert_false(row.pages.known);
}

static void test_disturbed(void **state)
{
	struct worker_outcome *outcome = one_sample();

	(void)state;
	outcome->samples[0].involuntary_switches = opt_u64_of(1);
	assert_string_equal(row_of(&plain, outcome).status, "disturbed");
	outcome = one_sample();
	outcome->samples[0].cpu = 0;
	assert_string_equal(row_of(&plain, outcome).status, "disturbed");
	outcome = one_sample();
	outcome->samples[0].minor_faults = opt_u64_of(1);
	assert_string_equal(row_of(&plain, outcome).status, "disturbed");
	outcome->faults_most = 8;
	assert_string_equal(row_of(&plain, outcome).status, "ok");
	outcome->samples[0].minor_faults = opt_u64_of(9);
	assert_string_equal(row_of(&plain, outcome).status, "disturbed");
	assert_true(row_of(&plain, outcome).elapsed_ns.known); /* kept, but flagged */
	outcome->faults_least = 10;
	outcome->faults_most = 20;
	assert_string_equal(row_of(&plain, outcome).status, "disturbed");
}

/* Threads that did not spin took no interrupt; nine of ten are enough, none are not. */
static void test_shootdowns(void **state)
{
	struct worker_outcome *outcome = one_sample();

	(void)state;
	outcome->shootdowns_expected = opt_u64_of(100);
	outcome->samples[0].tlb_interrupts = opt_u64_of(80);
	outcome->samples[0].call_interrupts = opt_u64_of(15);
	assert_string_equal(row_of(&plain, outcome).status, "ok");
	outcome->samples[0].call_interrupts = opt_u64_of(9);
	assert_string_equal(row_of(&plain, outcome).status, "disturbed");
	assert_non_null(strstr(row_of(&plain, outcome).reason, "expected 100"));
	outcome->samples[0].tlb_interrupts.known = false;
	assert_string_equal(row_of(&plain, outcome).status, "state-unverified");
	outcome->shootdowns_expected.known = false; /* no flush of this CPU needs one */
	assert_string_equal(row_of(&plain, outcome).status, "ok");
}

/* Where faults prove the folio size, wrong faults mean another state: no metric. */
static void test_faults_as_proof(void **state)
{
	struct worker_outcome *outcome = one_sample();
	struct csv_row row;

	(void)state;
	outcome->faults_expected = opt_u64_of(16);
	outcome->samples[0].minor_faults = opt_u64_of(16);
	assert_string_equal(row_of(&plain, outcome).status, "ok");
	outcome->samples[0].minor_faults = opt_u64_of(17);
	row = row_of(&plain, outcome);
	assert_string_equal(row.status, "state-not-reached");
	assert_false(row.elapsed_ns.known);
	outcome->samples[0].minor_faults = opt_u64_of(15); /* a larger folio among them */
	assert_string_equal(row_of(&plain, outcome).status, "state-not-reached");
}

static void test_no_sample(void **state)
{
	struct worker_outcome *outcome = one_sample();
	struct csv_row row;

	(void)state;
	outcome->sample_count = 0;
	outcome->status = CSV_ROW_STATE_NOT_REACHED;
	reason_set(&outcome->reason, "page 0 is otherwise");
	row = row_of(&plain, outcome);
	assert_string_equal(row.status, "state-not-reached");
	assert_string_equal(row.reason, "page 0 is otherwise");
	assert_false(row.sample.known);
	assert_false(row.elapsed_ns.known);
}

static void test_unverified_keeps_its_status(void **state)
{
	struct worker_outcome *outcome = one_sample();

	(void)state;
	outcome->status = CSV_ROW_STATE_UNVERIFIED;
	assert_string_equal(row_of(&plain, outcome).status, "state-unverified");
}

static void expect_line(const struct case_entry *case_entry, const struct worker_outcome *outcome,
			const char *expected)
{
	struct plan_point point = point_of(case_entry);
	size_t length = 0;
	char *line = NULL;
	FILE *out = open_memstream(&line, &length);

	assert_non_null(out);
	point_rows_line(&point, outcome, "t", out);
	assert_int_equal(fclose(out), 0);
	assert_non_null(strstr(line, expected));
	assert_non_null(strstr(line, "t/anon "));
	free(line);
}

/* For people: the median of samples that nothing disturbed; or what became of them. */
static void test_line_for_people(void **state)
{
	struct worker_outcome *outcome = one_sample();

	(void)state;
	outcome->calls = 2;
	for (unsigned int i = 1; i < 5; i++)
		outcome->samples[i] = outcome->samples[0];
	outcome->sample_count = 5;
	outcome->samples[0].elapsed_ns = 4000;
	outcome->samples[1].elapsed_ns = 900000;
	outcome->samples[1].involuntary_switches = opt_u64_of(1);
	outcome->samples[2].elapsed_ns = 3000;
	outcome->samples[3].elapsed_ns = 1000;
	outcome->samples[4].elapsed_ns = 2000;
	expect_line(&plain, outcome, " 1250.00 ns/call, median of 4 samples\n");
	outcome->pages = opt_u64_of(100);
	expect_line(&plain, outcome, " 25.00 ns/page, median of 4 samples\n");
	outcome = one_sample();
	outcome->samples[0].cpu = 0;
	expect_line(&plain, outcome, " disturbed: ran on CPU 0, not 1\n");
	outcome->sample_count = 0;
	outcome->status = CSV_ROW_STATE_NOT_REACHED;
	reason_set(&outcome->reason, "page 7 is otherwise");
	expect_line(&plain, outcome, " state-not-reached: page 7 is otherwise\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good_sample),
		cmocka_unit_test(test_disturbed),
		cmocka_unit_test(test_shootdowns),
		cmocka_unit_test(test_faults_as_proof),
		cmocka_unit_test(test_no_sample),
		cmocka_unit_test(test_unverified_keeps_its_status),
		cmocka_unit_test(test_line_for_people),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
