// SPDX-License-Identifier: GPL-2.0-or-later
/* The experimental unit is the coarsest level at which A and B were run apart. */
#include "fixture.h"
#include "near.h"

#include <stdlib.h>
#include <string.h>

#include "compare/metrics.h"

#define POINT "p"

enum { RUNS_MAX = 12 };

/* A run: its name, its boot, and ns a call of its processes. */
struct plan_run {
	const char *name, *boot;
	uint64_t process;
	double ns[3];
};

static struct load_run runs[RUNS_MAX];
static const struct load_run *sides[DESIGN_SIDES][RUNS_MAX];
static size_t counts[DESIGN_SIDES];
static size_t made;

static void write_samples(const struct plan_run *plan, const char *leaf)
{
	struct csv_row rows[3];
	size_t count = 0;

	for (size_t i = 0; i < 3 && plan->ns[i] > 0; i++) {
		struct csv_row *row = &rows[count++];

		memset(row, 0, sizeof(*row));
		snprintf(row->run, sizeof(row->run), "%s", plan->name);
		snprintf(row->point, sizeof(row->point), POINT);
		snprintf(row->status, sizeof(row->status), "ok");
		row->process = opt_u64_of(plan->process + i);
		row->ops = opt_u64_of(1);
		row->elapsed_ns = opt_u64_of((uint64_t)plan->ns[i]);
	}
	fixture_rows(leaf, rows, count);
}

static void add(enum design_side side, const struct plan_run *plan)
{
	char leaf[64], host[128];
	struct load_run *run = &runs[made];
	struct reason reason;

	snprintf(leaf, sizeof(leaf), "/%zu.csv", made);
	write_samples(plan, leaf);
	assert_int_equal(csv_reader_read(fixture_path(leaf), &run->samples, &reason), 0);
	snprintf(leaf, sizeof(leaf), "/%zu.host", made);
	snprintf(host, sizeof(host), "key,value\nboot_id,%s\n", plan->boot);
	fixture_write(leaf, host);
	assert_int_equal(host_facts_read(fixture_path(leaf), &run->facts, &reason), 0);
	run->name = strdup(plan->name);
	made++;
	sides[side][counts[side]++] = run;
}

static int begin(void **state)
{
	made = counts[DESIGN_SIDE_A] = counts[DESIGN_SIDE_B] = 0;
	return fixture_make(state);
}

static int end(void **state)
{
	for (size_t i = 0; i < made; i++) {
		csv_reader_free(&runs[i].samples);
		host_facts_free(&runs[i].facts);
		free(runs[i].name);
	}
	memset(runs, 0, sizeof(runs));
	return fixture_remove(state);
}

static struct design design_of(const struct plan_run *a, size_t a_count, const struct plan_run *b,
			       size_t b_count)
{
	struct design design;

	for (size_t i = 0; i < a_count; i++)
		add(DESIGN_SIDE_A, &a[i]);
	for (size_t i = 0; i < b_count; i++)
		add(DESIGN_SIDE_B, &b[i]);
	design_make(sides[DESIGN_SIDE_A], counts[DESIGN_SIDE_A], sides[DESIGN_SIDE_B],
		    counts[DESIGN_SIDE_B], &design);
	return design;
}

static void test_other_boots_make_the_boot_the_unit(void **state)
{
	/* Two invocations in A's first boot are averaged into it. */
	const struct plan_run a[] = { { "1", "a1", 1, { 100, 200 } },
				      { "2", "a1", 1, { 400 } },
				      { "4", "a2", 1, { 300 } } };
	const struct plan_run b[] = { { "3", "b1", 1, { 100 } }, { "5", "b2", 1, { 100 } } };
	struct design design = design_of(a, 3, b, 2);
	struct design_values values;

	(void)state;
	assert_string_equal(design.refused.text, "");
	assert_int_equal(design.level, DESIGN_BOOT);
	assert_int_equal(design.units[DESIGN_SIDE_A], 2);
	design_collect(&design, DESIGN_SIDE_A, POINT, CSV_READER_NS, .01, &values);
	assert_int_equal(values.n, 2);
	assert_near(values.y[0], (log(100) + log(200) + log(400)) / 3, 1e-12);
	assert_near(values.y[1], log(300), 1e-12);
	assert_int_equal(values.process_count, 4);
	design_free_values(&values);
	design_free(&design);
}

static void test_a_shared_boot_makes_the_invocation_the_unit(void **state)
{
	const struct plan_run a[] = { { "1", "x", 1, { 100 } }, { "4", "x", 1, { 110 } } };
	const struct plan_run b[] = { { "2", "x", 1, { 200 } }, { "3", "x", 1, { 220 } } };
	struct design design = design_of(a, 2, b, 2);
	struct metrics metrics;

	(void)state;
	assert_int_equal(design.level, DESIGN_INVOCATION);
	assert_int_equal(design.blocks, 1);
	metrics_measure(&design, POINT, CSV_READER_NS, .01, &metrics);
	assert_string_equal(metrics.reason.text, "");
	assert_int_equal(metrics.n[DESIGN_SIDE_A], 2);
	assert_near(metrics.moments[DESIGN_SIDE_B].mean - metrics.moments[DESIGN_SIDE_A].mean,
		    log(2), 1e-12);
	assert_true(metrics.is_apart);
	assert_true(design.is_within && metrics.flags & METRICS_FLAG_WITHIN);
	design_free(&design);
}

static void test_one_after_the_other_in_a_boot_is_refused(void **state)
{
	const struct plan_run a[] = { { "1", "x", 1, { 100 } }, { "2", "x", 1, { 110 } } };
	const struct plan_run b[] = { { "3", "x", 1, { 200 } }, { "4", "x", 1, { 220 } } };
	struct design design = design_of(a, 2, b, 2);
	struct metrics metrics;

	(void)state;
	metrics_measure(&design, POINT, CSV_READER_NS, .01, &metrics);
	assert_non_null(strstr(metrics.reason.text, "take turns"));
	design_free(&design);
}

/* Each boot has its own level, and A is half of B in each: what boots differ in cancels. */
static void test_what_shared_boots_differ_in_cancels(void **state)
{
	const struct plan_run a[] = { { "1", "x", 1, { 100 } }, { "4", "y", 1, { 1000 } } };
	const struct plan_run b[] = { { "2", "x", 1, { 200 } }, { "3", "y", 1, { 2000 } } };
	struct design design = design_of(a, 2, b, 2);
	struct metrics metrics;

	(void)state;
	assert_int_equal(design.blocks, 2);
	metrics_measure(&design, POINT, CSV_READER_NS, .01, &metrics);
	assert_int_equal(metrics.lost_df, 1);
	assert_near(metrics.moments[DESIGN_SIDE_A].variance, 0, 1e-20);
	assert_near(metrics.moments[DESIGN_SIDE_B].mean - metrics.moments[DESIGN_SIDE_A].mean,
		    log(2), 1e-12);
	assert_near(metrics.value[DESIGN_SIDE_A], sqrt(100 * 1000), 1e-9); /* as measured */
	design_free(&design);
}

/* B is A times 1.1 in one boot and times 1.3 in the other: more invocations do not tell how much.
 */
static void test_shared_boots_are_the_units(void **state)
{
	const struct plan_run a[] = { { "1", "x", 1, { 100 } },
				      { "4", "x", 1, { 100 } },
				      { "5", "y", 1, { 200 } },
				      { "8", "y", 1, { 200 } } };
	const struct plan_run b[] = { { "2", "x", 1, { 110 } },
				      { "3", "x", 1, { 110 } },
				      { "6", "y", 1, { 260 } },
				      { "7", "y", 1, { 260 } } };
	struct design design = design_of(a, 4, b, 4);
	struct metrics metrics;

	(void)state;
	assert_int_equal(design.level, DESIGN_INVOCATION);
	assert_int_equal(design.unit, DESIGN_BOOT);
	assert_false(design.is_within);
	metrics_measure(&design, POINT, CSV_READER_NS, .01, &metrics);
	assert_string_equal(metrics.reason.text, "");
	assert_int_equal(metrics.n[DESIGN_SIDE_A], 2);
	assert_int_equal(metrics.n[DESIGN_SIDE_B], 2);
	assert_int_equal(metrics.processes[DESIGN_SIDE_A], 4);
	assert_int_equal(metrics.lost_df, 1);
	assert_false(metrics.flags & METRICS_FLAG_WITHIN);
	/* half of what the differences are off their mean, squared, twice */
	assert_near(metrics.moments[DESIGN_SIDE_B].variance, 2 * pow((log(1.3) - log(1.1)) / 4, 2),
		    1e-12);
	design_free(&design);
}

static void test_boots_that_are_not_balanced_are_refused(void **state)
{
	const struct plan_run a[] = { { "1", "x", 1, { 100 } },
				      { "4", "x", 1, { 1000 } },
				      { "5", "y", 1, { 1000 } } };
	const struct plan_run b[] = { { "2", "x", 1, { 200 } }, { "6", "y", 1, { 200 } } };
	struct design design = design_of(a, 3, b, 2);
	struct metrics metrics;

	(void)state;
	metrics_measure(&design, POINT, CSV_READER_NS, .01, &metrics);
	assert_non_null(strstr(metrics.reason.text, "not as many"));
	design_free(&design);
}

static void test_some_boots_shared_is_refused(void **state)
{
	const struct plan_run a[] = { { "1", "x", 1, { 100 } }, { "3", "y", 1, { 100 } } };
	const struct plan_run b[] = { { "2", "x", 1, { 200 } }, { "4", "z", 1, { 200 } } };
	struct design design = design_of(a, 2, b, 2);

	(void)state;
	assert_non_null(strstr(design.refused.text, "some boots"));
	design_free(&design);
}

static void test_a_shared_invocation_makes_the_process_the_unit(void **state)
{
	const struct plan_run a[] = { { "1", "x", 1, { 100 } }, { "1", "x", 4, { 110, 120 } } };
	const struct plan_run b[] = { { "1", "x", 2, { 200, 220 } } };
	struct design design = design_of(a, 2, b, 1);
	struct design_values values;

	(void)state;
	assert_string_equal(design.refused.text, "");
	assert_int_equal(design.level, DESIGN_PROCESS);
	design_collect(&design, DESIGN_SIDE_A, POINT, CSV_READER_NS, .01, &values);
	assert_int_equal(values.n, 3);
	assert_int_equal(values.order[1], 4);
	design_free_values(&values);
	design_free(&design);
}

static void test_the_same_rows_on_both_sides_are_refused(void **state)
{
	const struct plan_run a[] = { { "1", "x", 1, { 100, 110 } } };
	struct design design = design_of(a, 1, a, 1);

	(void)state;
	assert_non_null(strstr(design.refused.text, "same rows"));
	design_free(&design);
}

/* Six boots a side; of B's, every second one is as @slow as that. */
static struct metrics figures_of_groups(double fast, double slow)
{
	struct plan_run a[6], b[6];
	static char names[12][8], boots[12][8];
	struct design design;
	struct metrics metrics;

	for (size_t i = 0; i < 6; i++) {
		snprintf(names[i], sizeof(names[i]), "%02zu", 2 * i);
		snprintf(boots[i], sizeof(boots[i]), "a%zu", i);
		snprintf(names[6 + i], sizeof(names[i]), "%02zu", 2 * i + 1);
		snprintf(boots[6 + i], sizeof(boots[i]), "b%zu", i);
		a[i] = (struct plan_run) { names[i], boots[i], 1, { 1000 + (double)i } };
		b[i] = (struct plan_run) {
			names[6 + i], boots[6 + i], 1, { (i % 2 ? slow : fast) + (double)i }
		};
	}
	design = design_of(a, 6, b, 6);
	metrics_measure(&design, POINT, CSV_READER_NS, .01, &metrics);
	design_free(&design);
	return metrics;
}

static void test_units_in_two_groups_that_overlap(void **state)
{
	struct metrics metrics = figures_of_groups(1000, 1500);

	(void)state;
	assert_true(metrics.is_fickle && !metrics.is_apart);
	assert_true(metrics.flags & METRICS_FLAG_BIMODAL);
}

static void test_units_in_two_groups_that_lie_apart(void **state)
{
	struct metrics metrics = figures_of_groups(1200, 1500);

	(void)state;
	assert_true(metrics.is_fickle && metrics.is_apart);
}

static void test_units_in_one_group(void **state)
{
	struct metrics metrics = figures_of_groups(1200, 1205);

	(void)state;
	assert_false(metrics.is_fickle);
	assert_true(metrics.is_apart);
	assert_false(metrics.flags & METRICS_FLAG_BIMODAL);
}

/* Groups nearer to each other than the margin are none. */
static void test_groups_within_the_margin(void **state)
{
	struct metrics metrics = figures_of_groups(100000, 100500);

	(void)state;
	assert_false(metrics.is_fickle);
}

static void test_turns(void **state)
{
	static const struct {
		const char *order;
		bool turns;
	} rows[] = {
		{ "AB", true },	      { "ABBA", true },	 { "ABAB", true },    { "ABABABAB", true },
		{ "ABBABAAB", true }, { "AABB", false }, { "AAABBB", false }, { "BBBAAA", false },
		{ "ABA", true },      { "AAB", false },	 { "ABBAAB", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint64_t order[DESIGN_SIDES][8];
		struct design_values values[DESIGN_SIDES] = { { .order = order[0] },
							      { .order = order[1] } };

		for (size_t k = 0; rows[i].order[k]; k++) {
			struct design_values *side = &values[rows[i].order[k] - 'A'];

			side->order[side->n++] = k;
		}
		assert_int_equal(design_take_turns(&values[0], &values[1]), rows[i].turns);
	}
}

static void test_figures_that_are_not_there(void **state)
{
	const struct plan_run a[] = { { "1", "x", 1, { 100 } } };
	const struct plan_run b[] = { { "2", "y", 1, { 100 } } };
	struct design design = design_of(a, 1, b, 1);
	struct metrics metrics;

	(void)state;
	metrics_measure(&design, POINT, CSV_READER_CYCLES, .01, &metrics);
	assert_non_null(strstr(metrics.reason.text, "not measured"));
	metrics_measure(&design, "other", CSV_READER_NS, .01, &metrics);
	assert_non_null(strstr(metrics.reason.text, "not measured"));
	design_free(&design);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_other_boots_make_the_boot_the_unit, begin,
						end),
		cmocka_unit_test_setup_teardown(test_a_shared_boot_makes_the_invocation_the_unit,
						begin, end),
		cmocka_unit_test_setup_teardown(test_one_after_the_other_in_a_boot_is_refused,
						begin, end),
		cmocka_unit_test_setup_teardown(test_what_shared_boots_differ_in_cancels, begin,
						end),
		cmocka_unit_test_setup_teardown(test_shared_boots_are_the_units, begin, end),
		cmocka_unit_test_setup_teardown(test_boots_that_are_not_balanced_are_refused, begin,
						end),
		cmocka_unit_test_setup_teardown(test_some_boots_shared_is_refused, begin, end),
		cmocka_unit_test_setup_teardown(test_a_shared_invocation_makes_the_process_the_unit,
						begin, end),
		cmocka_unit_test_setup_teardown(test_the_same_rows_on_both_sides_are_refused, begin,
						end),
		cmocka_unit_test_setup_teardown(test_units_in_two_groups_that_overlap, begin, end),
		cmocka_unit_test_setup_teardown(test_units_in_two_groups_that_lie_apart, begin,
						end),
		cmocka_unit_test_setup_teardown(test_units_in_one_group, begin, end),
		cmocka_unit_test_setup_teardown(test_groups_within_the_margin, begin, end),
		cmocka_unit_test(test_turns),
		cmocka_unit_test_setup_teardown(test_figures_that_are_not_there, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
