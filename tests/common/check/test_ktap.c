// SPDX-License-Identifier: GPL-2.0-or-later
/* Each case is checked on each kind of memory that it can have. */
#include "fixture.h"

#include <sched.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "check/ktap.h"
#include "base/size.h"
#include "measure/ops.h"
#include "sys/kernel_version.h"

static int nothing(struct case_run *run)
{
	(void)run;
	return 0;
}

static const struct case_value sizes[] = { { 64 * MIB, TIER_QUICK }, { GIB, TIER_FULL }, { 0 } };
static const struct case_value threads[] = { { 1, TIER_QUICK }, { 2, TIER_QUICK }, { 0 } };

#define PLAIN .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN

static const struct case_entry cases[] = {
	{ .name = "a.plain",
	  .timed = "",
	  .state = { PLAIN },
	  .sizes = sizes,
	  .folios = FOLIOS_BASE_AND_PMD,
	  .op = nothing },
	{ .name = "a.zero",
	  .timed = "",
	  .state = { .backing = BACKING_ANON, .pages = PAGES_READ },
	  .sizes = sizes,
	  .folios = FOLIOS_BASE,
	  .op = nothing },
	{ .name = "a.large",
	  .timed = "",
	  .state = { PLAIN, .align_bytes = GIB },
	  .sizes = sizes,
	  .folios = FOLIOS_BASE,
	  .op = nothing },
	{ .name = "a.moves",
	  .timed = "",
	  .state = { PLAIN },
	  .sizes = sizes,
	  .folios = FOLIOS_BASE,
	  .op = nothing,
	  .moves_tables = true },
	{ .name = "a.threads",
	  .timed = "",
	  .state = { PLAIN, .region_count = 16 },
	  .sizes = sizes,
	  .folios = FOLIOS_BASE,
	  .parameter = "threads",
	  .parameters = threads,
	  .sweep = SWEEP_THREADS,
	  .op = nothing },
};
static const struct case_program program = { "a", "about", cases, 5 };

static struct plan plan, checks;

static int make(void **state)
{
	fixture_make(state);
	fixture_thp();
	plan_expand(&program, &plan);
	ktap_expand(&plan, &(struct globlist) { 0 }, &checks);
	return 0;
}

static int drop(void **state)
{
	plan_free(&plan);
	plan_free(&checks);
	return fixture_remove(state);
}

static const struct plan_point *find(const char *id)
{
	for (size_t i = 0; i < checks.count; i++)
		if (!strcmp(checks.points[i].id, id))
			return &checks.points[i];
	return NULL;
}

static size_t count(const char *name)
{
	size_t found = 0;

	for (size_t i = 0; i < checks.count; i++)
		found += !strcmp(checks.points[i].case_entry->name, name);
	return found;
}

static void test_variants(void **state)
{
	(void)state;
	if (size_page() != 4096)
		skip();
	assert_int_equal(count("a.plain"), 4 + 2); /* a PMD entry has one exclusive bit */
	assert_non_null(find("a.plain/anon/folio=4K/size=1M/exclusive"));
	assert_int_equal(find("a.plain/anon/folio=4K/size=1M/forked")->spec.sharing,
			 SHARING_FORKED);
	assert_int_equal(find("a.plain/anon/folio=4K/size=1M/mixed")->spec.mixed_every, 2);
	assert_int_equal(find("a.plain/anon/folio=4K/size=1M/half")->spec.size_bytes, MIB);
	assert_non_null(find("a.plain/anon/folio=2M/size=4M/forked"));
	assert_null(find("a.plain/anon/folio=2M/size=4M/half"));
}

/* A region ends behind the end of a page table, or has two PMD entries. */
static void test_page_tables(void **state)
{
	(void)state;
	for (size_t i = 0; i < checks.count; i++) {
		const struct page_state *spec = &checks.points[i].spec;
		size_t pmd = 2 * MIB, end = spec->offset_bytes + spec->size_bytes;

		assert_true(end > pmd);
		assert_int_equal(spec->offset_bytes % spec->folio_bytes, 0);
		assert_int_equal(spec->region_count, 1);
		if (checks.points[i].case_entry->moves_tables || spec->mapping == MAPPING_PMD)
			assert_true(!spec->offset_bytes && end == 2 * pmd);
	}
	assert_int_equal(count("a.moves"), 4);
}

static size_t count_of(const char *glob)
{
	const struct globlist globs = { 1, { glob } };
	struct plan chosen;
	size_t found;

	ktap_expand(&plan, &globs, &chosen);
	found = chosen.count;
	plan_free(&chosen);
	return found;
}

/* A point of any size chooses all its checks. */
static void test_globs(void **state)
{
	(void)state;
	if (size_page() != 4096)
		skip();
	assert_int_equal(count_of("a.plain/anon/folio=4K/size=1G"), 4);
	assert_int_equal(count_of("a.plain/anon/folio=4K/size=64M"), 4);
	assert_int_equal(count_of("a.plain/anon/folio=4K/size=64M/forked"), 1);
	assert_int_equal(count_of("a.plain/anon/folio=4K/size=1M/forked"), 1);
	assert_int_equal(count_of("a.plain/*/half"), 1);
	assert_int_equal(count_of("a.threads/*/threads=1"), count("a.threads"));
	assert_int_equal(count_of("a.plain/anon/folio=4K/size=3M"), 0);
	assert_int_equal(count_of("a.zero/*/forked"), 0);
}

static void test_one_of_what_has_one_kind(void **state)
{
	(void)state;
	assert_int_equal(count("a.zero"), 1);
	assert_int_equal(count("a.large"), 1); /* needs its size: it is not made small */
	for (size_t i = 0; i < checks.count; i++)
		if (!strcmp(checks.points[i].case_entry->name, "a.large"))
			assert_int_equal(checks.points[i].spec.size_bytes, 64 * MIB);
}

static void test_most_threads(void **state)
{
	(void)state;
	for (size_t i = 0; i < checks.count; i++)
		if (!strcmp(checks.points[i].case_entry->name, "a.threads"))
			assert_int_equal(checks.points[i].parameter,
					 plan.points[plan.count - 1].parameter);
}

#define VMSTAT "/proc/vmstat"

/* What an op does beside its work, by its attempt. */
static bool moves_pages, kills, heals;

static int disturb(void)
{
	int attempt = access(fixture_path("/attempt"), F_OK) ? 1 : 2;
	char text[64];

	fixture_write("/attempt", "");
	snprintf(text, sizeof(text), "pgmigrate_success %d\noom_kill %d\n",
		 moves_pages ? getpid() : 0, kills ? getpid() : 0);
	fixture_write(VMSTAT, text);
	return attempt;
}

static int share(struct case_run *run)
{
	int error = 0;

	if (disturb() == 1 || !heals) {
		error = ops_fork_stopped(run);
		ops_end_child(run);
	}
	return error;
}

static int scribble(struct case_run *run)
{
	disturb();
	run->state.regions[0][0] ^= 1;
	return 0;
}

static int crash(struct case_run *run)
{
	(void)run;
	disturb();
	return raise(SIGKILL);
}

/* Return: the line of the only check, with its failures. */
static const char *check_op(int (*op)(struct case_run *run), unsigned int expected_failures)
{
	const struct case_value one[] = { { 64 * KIB, TIER_QUICK }, { 0 } };
	const struct case_entry entry = { .name = "b.lie",
					  .timed = "",
					  .state = { PLAIN },
					  .sizes = one,
					  .folios = FOLIOS_BASE,
					  .op = op,
					  .undo = nothing,
					  .leaves = SHARING_EXCLUSIVE,
					  .keeps_state = true };
	const struct case_program lie = { "b", "about", &entry, 1 };
	const struct supervise_session how = { .cpu = sched_getcpu(), .time_limit_s = 60 };
	static char text[4096];
	FILE *out = fmemopen(text, sizeof(text), "w");
	struct plan points, all;
	unsigned int failures;
	struct reason why;

	unlink(fixture_path("/attempt"));
	fixture_write(VMSTAT, "pgmigrate_success 0\noom_kill 0\n");
	plan_expand(&lie, &points);
	ktap_expand(&points, &(struct globlist) { 0 }, &all);
	assert_int_equal(all.count, 1);
	assert_int_equal(ktap_run(&all, &how, out, &failures, &why), 0);
	fclose(out);
	plan_free(&points);
	plan_free(&all);
	if (failures != expected_failures)
		fail_msg("%u failures:\n%s", failures, text);
	return text;
}

static void assert_says(const char *text, const char *what)
{
	if (!strstr(text, what))
		fail_msg("not '%s':\n%s", what, text);
}

/* Pages that move explain faults, but no wrong data; and a kill for memory explains a death. */
static void test_disturbances(void **state)
{
	(void)state;
#ifdef FIXTURE_SANITIZED
	print_message("skipped: the sanitizer's own memory faults too\n");
	skip();
#endif
	if (!kernel_version_is_at_least(6, 1))
		skip();
	supervise_begin();
	moves_pages = kills = heals = false;
	assert_says(check_op(share, 1), "faults: page 0 at");
	heals = true;
	assert_says(check_op(share, 0), "(but not in attempt 2)");
	moves_pages = true;
	assert_says(check_op(share, 0), "# passed: ");
	heals = false;
	assert_says(check_op(share, 0), "(meanwhile pgmigrate_success grew by");
	assert_says(check_op(scribble, 1), "data: page 0 at");
	assert_says(check_op(crash, 1), "killed by signal 9");
	kills = true;
	assert_says(check_op(crash, 0), "SKIP not told: worker killed by signal 9");
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_variants),
		cmocka_unit_test(test_page_tables),
		cmocka_unit_test(test_globs),
		cmocka_unit_test(test_one_of_what_has_one_kind),
		cmocka_unit_test(test_most_threads),
		cmocka_unit_test(test_disturbances),
	};

	return fixture_run(tests, make, drop);
}
