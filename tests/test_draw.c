// SPDX-License-Identifier: GPL-2.0-or-later
/* Do the data files of the figures hold what the judge found, whatever the sets are like? */
#include "fixture.h"
#include "near.h"

#include <stdlib.h>
#include <string.h>

#include "choice.h"
#include "draw.h"
#include "fakes.h"

enum { SETS_MAX = 3, CELL_BYTES = 256 };

static struct set sets[SETS_MAX];
static struct gallery gallery;
static struct drawing drawing;
static char folder[256];

static struct fakes fakes_of(unsigned int points)
{
	struct fakes fakes = fakes_default();

	fakes.points = points;
	fakes.boots = 3;
	fakes.samples = 5;
	fakes.processes = 2;
	return fakes;
}

static void make_set(size_t at, const char *name, struct fakes fakes)
{
	static const char *const boots[SETS_MAX] = { "a", "b", "c" };
	char path[256];

	fixture_write("/data/keep", "");
	snprintf(path, sizeof(path), "%s", fixture_path(name));
	fakes.boot = boots[at];
	fakes.slot = at > 0;
	fakes.seed = at + 1;
	fakes_write(path, &fakes);
	load_find(path, "results", &sets[at]);
	load_read(&sets[at], 1);
}

static void make_gallery(size_t count, const char *only)
{
	struct judge_options options = { .margin = 0.01 };

	if (only)
		options.only.texts[options.only.count++] = only;
	gallery_make(sets, count, &options, &gallery);
	snprintf(folder, sizeof(folder), "%s", fixture_path("/data"));
	drawing = (struct drawing) {
		.gallery = &gallery,
		.command = "./run.sh plot",
		.folder = folder,
		.name = "figure",
	};
}

static void set_fact(const struct facts *facts, const char *key, const char *value)
{
	for (size_t i = 0; i < facts->count; i++)
		if (!strcmp(facts->facts[i].key, key)) {
			free(facts->facts[i].value);
			facts->facts[i].value = xstrdup(value);
		}
}

static void release(size_t count)
{
	gallery_free(&gallery);
	for (size_t i = 0; i < count; i++)
		load_free(&sets[i]);
}

/* A cell of a page: comments are no lines; NULL where it is not there. A static buffer. */
static const char *cell(size_t page, size_t block, size_t line, size_t column)
{
	static char text[CELL_BYTES];
	char path[320], buffer[4096];
	size_t at_block = 0, at_line = 0, empty = 0;
	const char *found = NULL;
	FILE *in;

	snprintf(path, sizeof(path), "%s/figure-%zu.tsv", folder, page);
	in = fopen(path, "r");
	assert_non_null(in);
	while (!found && fgets(buffer, sizeof(buffer), in)) {
		char *rest = buffer, *part = NULL;

		buffer[strcspn(buffer, "\n")] = '\0';
		if (!*buffer) {
			if (++empty == 2) {
				at_block++;
				at_line = 0;
			}
			continue;
		}
		empty = 0;
		if (*buffer == '#' || at_block != block || at_line++ != line)
			continue;
		for (size_t i = 0; i <= column; i++)
			part = strsep(&rest, "\t");
		snprintf(text, sizeof(text), "%s", part ? part : "");
		found = part ? text : NULL;
	}
	fclose(in);
	return found;
}

static double number(size_t page, size_t block, size_t line, size_t column)
{
	const char *text = cell(page, block, line, column);

	assert_non_null(text);
	return strtod(text, NULL);
}

static size_t lines(size_t page, size_t block)
{
	size_t count = 0;

	while (cell(page, block, count, 0))
		count++;
	return count;
}

static void test_sweep_has_the_levels_in_the_order_of_folio_sizes(void **state)
{
	static const char *const order[] = { "4K", "16K", "64K", "2M-pte", "2M" };
	struct fakes changed = fakes_of(10);

	(void)state;
	changed.ratio = 1.2;
	changed.affected = 5;
	make_set(0, "/a", fakes_of(10));
	make_set(1, "/b", changed);
	make_gallery(2, NULL);
	draw_sweep_folio(&drawing);
	assert_int_equal(drawing.pages, 1);
	assert_int_equal(number(1, 0, 0, 4), 2); /* panels */
	assert_string_equal(cell(1, 2, 0, 5), "mprotect.case-0 anon 64M");
	assert_string_equal(cell(1, 2, 0, 6), "ns per page");
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(cell(1, 3, i, 2), order[i]);
		for (size_t set = 0; set < 2; set++) {
			/* of the first panel; point 0 of the machine is the control */
			const struct level *level =
				gallery_level(&gallery.machines[0].points[i + 1], set, SAMPLES_NS);
			size_t line = set * 5 + i;

			assert_int_equal(number(1, 4, line, 1), set + 1);
			assert_near(number(1, 4, line, 3), level->value, 1e-6 * level->value);
			assert_near(number(1, 4, line, 4), level->low, 1e-6 * level->value);
			assert_near(number(1, 4, line, 5), level->high, 1e-6 * level->value);
		}
	}
	assert_int_equal(lines(1, 4), 20);
	release(2);
}

static void test_missing_values_are_no_numbers(void **state)
{
	struct fakes bare = fakes_of(5);

	(void)state;
	bare.has_counters = 0;
	make_set(0, "/a", fakes_of(5));
	make_set(1, "/b", bare);
	make_gallery(2, NULL);
	drawing.figure = SAMPLES_CYCLES;
	draw_sweep_folio(&drawing);
	for (size_t i = 0; i < 5; i++) {
		assert_true(number(1, 4, i, 3) > 0);
		assert_string_equal(cell(1, 4, 5 + i, 3), "NaN");
	}
	drawing.pages = 0;
	draw_forest(&drawing);
	assert_int_equal(drawing.pages, 0);
	assert_non_null(strstr(drawing.why.text, "can be compared"));
	draw_heat(&drawing);
	assert_int_equal(drawing.pages, 0);
	release(2);
}

static void test_forest_has_the_verdicts(void **state)
{
	struct fakes changed = fakes_of(25);
	const struct decision *on;

	(void)state;
	changed.ratio = 1.5;
	changed.affected = 5;
	make_set(0, "/a", fakes_of(25));
	make_set(1, "/b", changed);
	make_gallery(2, NULL);
	draw_forest(&drawing);
	assert_int_equal(drawing.pages, 1);
	/* control, heading, 4K */
	assert_int_equal(number(1, 4, 0, 1), 4);
	assert_int_equal(number(1, 4, 1, 1), 5);
	assert_string_equal(cell(1, 4, 1, 2), "NaN");
	assert_string_equal(cell(1, 4, 2, 7), "4K");
	assert_int_equal(number(1, 4, 2, 1), VERDICT_SLOWER);
	on = gallery_decision(&gallery.machines[0], &gallery.machines[0].points[1], 1, SAMPLES_NS);
	assert_near(number(1, 4, 2, 2), on->d / log(2), 1e-6);
	assert_near(number(1, 4, 2, 3), on->low / log(2), 1e-6);
	assert_near(number(1, 4, 2, 4), on->high / log(2), 1e-6);
	assert_true(number(1, 2, 0, 0) > on->high / log(2)); /* the axis holds it */
	release(2);
}

static void test_200_points_are_paged(void **state)
{
	size_t panels = 0;

	(void)state;
	make_set(0, "/a", fakes_of(200));
	make_set(1, "/b", fakes_of(200));
	make_gallery(2, NULL);
	draw_sweep_folio(&drawing);
	assert_int_equal(drawing.pages, 4);
	for (size_t page = 1; page <= 4; page++) {
		assert_true(number(page, 0, 0, 4) <= CANVAS_PANELS_MAX);
		assert_int_equal(lines(page, 2), number(page, 0, 0, 4));
		panels += (size_t)number(page, 0, 0, 4);
	}
	assert_int_equal(panels, 40);
	drawing.pages = 0;
	draw_forest(&drawing);
	assert_int_equal(drawing.pages, 2); /* 200 points, 40 headings, a control */
	assert_int_equal(lines(1, 4) + lines(2, 4), 241);
	for (size_t page = 1; page <= 2; page++)
		assert_true(number(page, 0, 0, 1) > 16 * number(page, 2, 0, 2));
	drawing.pages = 0;
	draw_ecdf(&drawing);
	assert_int_equal(drawing.pages, 1);
	assert_true(number(1, 0, 0, 4) <= CANVAS_PANELS_MAX);
	release(2);
}

static void test_one_point(void **state)
{
	(void)state;
	make_set(0, "/a", fakes_of(1));
	make_set(1, "/b", fakes_of(1));
	make_gallery(2, "mprotect*");
	draw_sweep_folio(&drawing);
	assert_int_equal(drawing.pages, 0);
	assert_non_null(strstr(drawing.why.text, "no two points"));
	draw_forest(&drawing);
	assert_int_equal(drawing.pages, 1);
	assert_int_equal(lines(1, 4), 2);
	drawing.pages = 0;
	draw_history(&drawing);
	assert_int_equal(drawing.pages, 1);
	assert_int_equal(lines(1, 3), 6);
	assert_int_equal(number(1, 3, 0, 4), 0); /* too few runs for a change */
	drawing.pages = 0;
	draw_costs(&drawing);
	assert_int_equal(lines(1, 5), 6); /* 3 metrics of 2 sets */
	release(2);
}

/* Of 12 runs the last six take a tenth longer. */
static void test_history_shows_where_the_level_changes(void **state)
{
	struct fakes fakes = fakes_of(1);

	(void)state;
	fakes.boots = 12;
	fakes.boot_sd = 0.002;
	make_set(0, "/a", fakes);
	for (size_t i = 6; i < 12; i++) {
		struct samples_point *point = samples_find(
			&sets[0].runs[i].samples, "mprotect.case-0/anon/folio=4K/size=64M");

		for (size_t k = 0; k < point->series[SAMPLES_NS].count; k++)
			point->series[SAMPLES_NS].values[k] *= 1.1;
	}
	make_gallery(1, "mprotect*");
	draw_history(&drawing);
	assert_int_equal(lines(1, 3), 12);
	for (size_t i = 0; i < 12; i++)
		assert_int_equal(number(1, 3, i, 4), i == 6);
	release(1);
}

static void test_one_kernel_and_one_boot(void **state)
{
	struct fakes fakes = fakes_of(5);
	const struct level *level;

	(void)state;
	fakes.boots = 1;
	make_set(0, "/a", fakes);
	make_gallery(1, NULL);
	level = gallery_level(&gallery.machines[0].points[1], 0, SAMPLES_NS);
	assert_true(level->is_within && level->n == 1 && level->processes == 2);
	assert_true(level->low < level->value && level->value < level->high);
	draw_forest(&drawing);
	assert_string_equal(drawing.why.text, "needs two sets");
	draw_heat(&drawing);
	assert_string_equal(drawing.why.text, "needs two sets");
	draw_history(&drawing);
	assert_non_null(strstr(drawing.why.text, "needs two runs"));
	assert_int_equal(drawing.pages, 0);
	draw_costs(&drawing);
	assert_int_equal(drawing.pages, 1);
	/* Bars of a group share a scale; the largest is 1. */
	assert_near(number(1, 5, 15, 3), 1, 1e-9);
	assert_true(number(1, 5, 3, 3) < 1);
	release(1);
}

/* As an old kernel that has no such folios; but not where the clock counts something else. */
static void test_what_a_could_not_measure_is_shown_of_b(void **state)
{
	const char point[] = "mprotect.case-0/anon/folio=4K/size=64M";

	(void)state;
	for (int other_clock = 0; other_clock < 2; other_clock++) {
		make_set(0, other_clock ? "/c" : "/a", fakes_of(5));
		make_set(1, other_clock ? "/d" : "/b", fakes_of(5));
		for (size_t i = 0; i < sets[0].count; i++) {
			struct samples_point *of_a = samples_find(&sets[0].runs[i].samples, point);

			of_a->other_rows = of_a->ok_rows;
			of_a->ok_rows = 0;
			of_a->process_count = 0;
			strcpy(of_a->why, "unsupported: no such folios");
		}
		for (size_t i = 0; i < sets[1].count && other_clock; i++)
			set_fact(&sets[1].runs[i].facts, "clock_domain", "icount");
		make_gallery(2, NULL);
		draw_sweep_folio(&drawing);
		for (size_t i = 0; i < lines(1, 4); i++)
			if (number(1, 4, i, 1) == 2)
				assert_int_equal(isnan(number(1, 4, i, 3)), other_clock);
		if (!other_clock) {
			assert_string_equal(cell(1, 4, 0, 3), "NaN");
			assert_int_equal(lines(1, 4), 10);
		}
		assert_int_equal(gallery.machines[0].left_out > 0, other_clock);
		release(2);
		drawing.pages = 0;
	}
}

static void test_what_cannot_be_compared_is_left_out(void **state)
{
	(void)state;
	make_set(0, "/a", fakes_of(5));
	make_set(1, "/b", fakes_of(5));
	for (size_t i = 0; i < sets[1].count; i++)
		strcpy(samples_find(&sets[1].runs[i].samples,
				    "mprotect.case-0/anon/folio=4K/size=64M")
			       ->row.scheduler,
		       "other");
	make_gallery(2, NULL);
	assert_int_equal(gallery.machines[0].left_out, 1);
	draw_sweep_folio(&drawing);
	assert_true(number(1, 4, 0, 3) > 0);
	assert_string_equal(cell(1, 4, 5, 3), "NaN");
	drawing.pages = 0;
	draw_heat(&drawing);
	assert_string_equal(cell(1, 5, 0, 2), "NaN");
	assert_string_equal(cell(1, 5, 0, 3), "-");
	assert_true(isfinite(number(1, 5, 1, 2)));
	release(2);
}

static void test_names_of_others_are_cells(void **state)
{
	static const char hostile[] = "/q\";system(\"touch x\");#`y`\n<script>";

	(void)state;
	make_set(0, hostile, fakes_of(5));
	make_gallery(1, NULL);
	draw_sweep_folio(&drawing);
	assert_string_equal(
		cell(1, 1, 1, 3),
		"A: q\\042;system(\\042touch x\\042);#`y` <script> (Linux 6.18.0), 3 boots");
	assert_null(cell(1, 1, 1, 4));
	release(1);
}

static void test_a_clock_that_counts_instructions_says_so(void **state)
{
	struct fakes fakes = fakes_of(5);

	(void)state;
	make_set(0, "/a", fakes);
	make_gallery(1, NULL);
	set_fact(gallery.machines[0].facts, "clock_domain", "icount");
	draw_sweep_folio(&drawing);
	assert_string_equal(cell(1, 2, 0, 6), "instructions per page");
	assert_non_null(strstr(cell(1, 1, 0, 3), "icount"));
	release(1);
}

static double change_of_point(size_t at)
{
	return fabs(gallery_decision(&gallery.machines[0], &gallery.machines[0].points[at], 1,
				     SAMPLES_NS)
			    ->d);
}

static void test_points_with_the_largest_changes_are_chosen(void **state)
{
	struct fakes changed = fakes_of(25);
	size_t points[CANVAS_PANELS_MAX], count;
	double chosen = INFINITY;
	bool decided;

	(void)state;
	changed.ratio = 0.7;
	changed.affected = 3;
	make_set(0, "/a", fakes_of(25));
	make_set(1, "/b", changed);
	make_gallery(2, NULL);
	count = choice_of_points(&gallery, &gallery.machines[0], SAMPLES_NS, CANVAS_PANELS_MAX,
				 points, &decided);
	assert_true(decided);
	assert_int_equal(count, 3);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(points[i], i + 1);
	count = choice_of_points(&gallery, &gallery.machines[0], SAMPLES_NS, 2, points, &decided);
	assert_int_equal(count, 2);
	for (size_t i = 0; i < count; i++)
		chosen = fmin(chosen, change_of_point(points[i]));
	for (size_t i = 1; i <= changed.affected; i++)
		if (i != points[0] && i != points[1])
			assert_true(change_of_point(i) <= chosen);
	release(2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_sweep_has_the_levels_in_the_order_of_folio_sizes, fixture_make,
			fixture_remove),
		cmocka_unit_test_setup_teardown(test_missing_values_are_no_numbers, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_forest_has_the_verdicts, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_200_points_are_paged, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_one_point, fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_history_shows_where_the_level_changes,
						fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_one_kernel_and_one_boot, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_what_a_could_not_measure_is_shown_of_b,
						fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_what_cannot_be_compared_is_left_out,
						fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_names_of_others_are_cells, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_a_clock_that_counts_instructions_says_so,
						fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_points_with_the_largest_changes_are_chosen,
						fixture_make, fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
