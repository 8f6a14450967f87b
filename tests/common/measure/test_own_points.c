// SPDX-License-Identifier: GPL-2.0-or-later
/* Values of one's own make points with the usual names, or one line that says what is wrong. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "measure/own_points.h"
#include "base/die.h"
#include "base/size.h"

static const struct case_value sizes[] = { { 64 * MIB, TIER_QUICK }, { GIB, TIER_FULL }, { 0 } };
static const struct case_value big[] = { { GIB, TIER_FULL }, { 0 } };
static const struct case_value batches[] = { { 1, TIER_QUICK }, { 10, TIER_DEFAULT }, { 0 } };

#define ANON                                                                                       \
	{                                                                                          \
		.backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN      \
	}

static const struct case_entry cases[] = {
	{ .name = "a.sweep", .timed = "x", .state = ANON, .sizes = sizes, .folios = FOLIOS_ALL },
	{ .name = "a.batch",
	  .timed = "x",
	  .state = ANON,
	  .sizes = sizes,
	  .folios = FOLIOS_BASE,
	  .parameter = "batch",
	  .parameters = batches,
	  .sweep = SWEEP_SIZE },
	{ .name = "a.threads",
	  .timed = "x",
	  .state = ANON,
	  .sizes = sizes,
	  .folios = FOLIOS_BASE,
	  .parameter = "threads",
	  .parameters = batches,
	  .sweep = SWEEP_THREADS },
	{ .name = "a.full",
	  .timed = "x",
	  .state = ANON,
	  .sizes = big,
	  .folios = FOLIOS_BASE,
	  .moves_tables = true,
	  .tier = TIER_FULL },
	{ .name = "a.plain", .timed = "x" },
	{ .name = "a.large", .timed = "x", .state = ANON, .sizes = sizes, .folios = FOLIOS_LARGE },
};

static const struct case_program program = { "a", "about", cases, 6 };

/* Sets the options of a command line. */
static struct point_options options_of(const char *line)
{
	static char text[4096];
	struct point_options options = { 0 };

	snprintf(text, sizeof(text), "%s", line);
	point_options_recall(text, &options);
	return options;
}

static void expect_points(const char *line, const char *const *ids)
{
	struct point_options options = options_of(line);
	struct plan plan;
	size_t i;

	own_points_expand(&program, &options, &plan);
	for (i = 0; i < plan.count && ids[i]; i++)
		assert_string_equal(plan.points[i].id, ids[i]);
	assert_int_equal(i, plan.count);
	assert_null(ids[i]);
	plan_free(&plan);
}

#define EXPECT(line, ...) expect_points(line, (const char *const[]) { __VA_ARGS__, NULL })

static void test_names_are_the_usual_ones(void **state)
{
	struct point_options options;
	struct plan own, built_in;

	(void)state;
	if (size_page() != 4096)
		skip();
	EXPECT("--case a.sweep --size 8K,2G,8192 --folio 4K", "a.sweep/anon/folio=4K/size=8K",
	       "a.sweep/anon/folio=4K/size=2G");
	EXPECT("--case a.sweep --size 4M --folio 64K,2M-pte,2M,64K-emul",
	       "a.sweep/anon/folio=64K/size=4M", "a.sweep/anon/folio=2M-pte/size=4M",
	       "a.sweep/anon/folio=2M/size=4M", "a.sweep/anon/folio=64K-emul/size=4M");
	EXPECT("--case a.batch --size 64M --batch 7", "a.batch/anon/folio=4K/size=64M/batch=7");
	EXPECT("--case a.thr*,b.x --size 4K --threads 1,1000",
	       "a.threads/anon/folio=4K/size=4K/threads=1",
	       "a.threads/anon/folio=4K/size=4K/threads=1000");
	EXPECT("--case a.sweep --size 4M --folio 4K --batch 7,8 --threads 3",
	       "a.sweep/anon/folio=4K/size=4M/batch=7/threads=3",
	       "a.sweep/anon/folio=4K/size=4M/batch=8/threads=3");
	options = options_of("--case a.sweep --size 4M --folio 4K --batch 7 --threads 3");
	own_points_expand(&program, &options, &own);
	assert_int_equal(own.points[0].spec.region_count, 7);
	assert_int_equal(own.points[0].threads, 3);
	plan_free(&own);
	options = options_of("--case a.sweep --size 64M --folio 64K");
	own_points_expand(&program, &options, &own);
	plan_expand(&program, &built_in);
	for (size_t i = 0; i < built_in.count; i++)
		if (!strcmp(built_in.points[i].id, own.points[0].id)) {
			assert_memory_equal(&built_in.points[i].spec, &own.points[0].spec,
					    sizeof(own.points[0].spec));
			own.count = 0;
		}
	assert_int_equal(own.count, 0);
	plan_free(&built_in);
	plan_free(&own);
}

/* Without values: the points of the table, and the first ones whatever their tier. */
static void test_a_case_alone(void **state)
{
	struct point_options options = options_of("--case a.full,a.batch");
	struct plan plan;

	(void)state;
	own_points_expand(&program, &options, &plan);
	assert_int_equal(plan.count, 5);
	assert_int_equal(plan.points[0].tier, TIER_QUICK);
	assert_int_equal(plan.points[1].tier, TIER_DEFAULT);
	assert_int_equal(plan.points[4].tier, TIER_QUICK);
	plan_free(&plan);
}

/* Runs @line in a child. Return: what it wrote to stderr; it died with EXIT_USAGE. */
static const char *refusal(const char *line)
{
	static char text[512];
	ssize_t got;
	int ends[2], status;

	assert_int_equal(pipe(ends), 0);
	if (!fork()) {
		struct point_options options = options_of(line);
		struct plan plan;

		dup2(ends[1], STDERR_FILENO);
		point_options_check(&options);
		own_points_expand(&program, &options, &plan);
		_exit(EXIT_DONE);
	}
	close(ends[1]);
	got = read(ends[0], text, sizeof(text) - 1);
	close(ends[0]);
	text[got > 0 ? got : 0] = '\0';
	wait(&status);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_USAGE)
		fail_msg("%s: status %#x, not usage", line, status);
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	return text;
}

static void test_lies(void **state)
{
	static const struct {
		const char *line, *says;
	} rows[] = {
		{ "--case a.sweep --size 5000", "--size 5000: a.sweep takes multiples of " },
		{ "--case a.sweep --size 0", "--size 0: a.sweep takes multiples of " },
		{ "--case a.sweep --size 65G", "up to 64G" },
		{ "--case a.sweep --size 8k", "--size 8k: give a size as 8K" },
		{ "--case a.sweep --size 64K,", "--size : give a size" },
		{ "--case a.sweep --size 99999999999999T", "give a size" },
		{ "--case a.sweep --size -4K", "give a size" },
		{ "--case a.sweep --folio 3K", "--folio 3K: a.sweep takes base page" },
		{ "--case a.sweep --folio 64K-x", "--folio 64K-x: a.sweep takes" },
		{ "--case a.sweep --folio 64K-pte", "a.sweep takes" },
		{ "--case a.batch --folio 2M", "--folio 2M: a.batch takes base page" },
		{ "--case a.plain --folio 4K", "a.plain takes no folio" },
		{ "--case a.plain --size 4K", "--size 4K: a.plain has no size" },
		{ "--case a.sweep --vmas 3",
		  "has no vmas; it has: --size, --folio, --batch, --threads" },
		{ "--case a.sweep --batch 65", "--batch" },
		{ "--case a.sweep --threads 0", "--threads" },
		{ "--case a.plain --batch 3", "has no batch; it has: --threads" },
		{ "--case a.batch --size 8M", "--size 8M: a.batch has one size, 64M" },
		{ "--case a.batch --batch 0", "--batch 0: give a whole number from 1 to" },
		{ "--case a.batch --batch 7,x", "--batch x: give a whole number" },
		{ "--case a.full --size 1M", "--size 1M: a.full takes multiples of 2M" },
		{ "--case a.large --size 4K", "--size 4K: no folio size of a.large fits" },
		{ "--case a.swept", "did you mean a.sweep?" },
		{ "--case a.sweep,a.swept", "did you mean a.sweep?" },
		{ "--case b.other", "--case b.other: no such case" },
		{ "--case a.sweep,", "--case : no such case" },
		{ "--size 4K", "--size 4K: of which case?" },
		{ "--case a.sweep --size 4K;rm", "give names or numbers" },
	};

	(void)state;
	if (size_page() != 4096)
		skip();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!strstr(refusal(rows[i].line), rows[i].says))
			fail_msg("%s: says %s", rows[i].line, refusal(rows[i].line));
}

/* 1000 points are too many, whether by one option or by the product. */
static void test_too_many(void **state)
{
	char line[4096] =
		"--case a.sweep --folio 4K,64K,128K,256K,512K,1M,2M,2M-pte,16K,32K --size ";

	(void)state;
	for (unsigned int i = 1; i <= 32; i++)
		sprintf(line + strlen(line), "%s%uM", i > 1 ? "," : "", 2 * i);
	if (size_page() == 4096)
		assert_non_null(strstr(refusal(line), ": 320 points; at most 256"));
	strcat(line, ",1G");
	assert_non_null(strstr(refusal(line), "--size: at most 32 values"));
}

/* What only this machine lacks is for the point's row. */
static void test_reasons(void **state)
{
	static const struct {
		const char *line, *says;
	} rows[] = {
		{ "--case a.threads --threads 1000", "1000 threads: this process may use " },
		{ "--case a.sweep --size 64K --folio 128K", "larger than the region" },
		{ "--case a.sweep --size 68K --folio 64K", "no multiple of it" },
		{ "--case a.sweep --size 60G --folio 4K", "MiB are available" },
	};

	(void)state;
	if (size_page() != 4096)
		skip();
	fixture_write("/proc/meminfo", "MemAvailable: 20000000 kB\n");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct point_options options = options_of(rows[i].line);
		struct reason why;
		struct plan plan;

		own_points_expand(&program, &options, &plan);
		assert_true(plan_is_unsupported(&plan.points[0], &why));
		if (!strstr(why.text, rows[i].says))
			fail_msg("%s: says %s", rows[i].line, why.text);
		plan_free(&plan);
	}
}

static int make(void **state)
{
	fixture_make(state);
	fixture_thp();
	return 0;
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_are_the_usual_ones),
		cmocka_unit_test(test_a_case_alone),
		cmocka_unit_test(test_lies),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_reasons),
	};

	return fixture_run(tests, make, fixture_remove);
}
