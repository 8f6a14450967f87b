// SPDX-License-Identifier: GPL-2.0-or-later
/* Knobs are put back whatever happens, and a journal that is not ours is refused. */
#include "fixture.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/knobs.h"
#include "sys/kfile.h"

#define KNOB_64K "/sys/kernel/mm/transparent_hugepage/hugepages-64kB/enabled"
#define FOLDER_2M "/sys/kernel/mm/transparent_hugepage/hugepages-2048kB"
#define KNOB_2M FOLDER_2M "/enabled"
#define JOURNAL_PATH KNOBS_JOURNAL_DIR "/settings.journal"
#define GOOD_HEAD "ptebench-settings-journal 1\nboot_id\t11111111-2222\n"

static int make(void **state)
{
	fixture_make(state);
	fixture_thp();
	fixture_write("/run/here", "");
	return 0;
}

static struct knobs_list two_knobs(void)
{
	static struct knobs_entry entries[] = {
		{ .path = KNOB_64K, .wanted = "madvise" },
		{ .path = KNOB_2M, .wanted = "never" },
	};

	return (struct knobs_list) { .count = 2, .entries = entries };
}

static void test_apply_then_restore(void **state)
{
	struct knobs_list knobs = two_knobs();
	struct reason reason;
	unsigned int restored;

	(void)state;
	assert_int_equal(knobs_apply(KNOBS_OF_POINT, &knobs, &reason), 0);
	assert_true(kfile_exists(JOURNAL_PATH));
	fixture_expect(KNOB_64K, "madvise");
	fixture_expect(KNOB_2M, "never");
	assert_int_equal(knobs_restore(KNOBS_OF_POINT, &restored, &reason), 0);
	assert_int_equal(restored, 2);
	fixture_expect(KNOB_64K, "never"); /* the word, not the bracketed text that was read */
	fixture_expect(KNOB_2M, "inherit");
	assert_false(kfile_exists(JOURNAL_PATH));
}

static void test_nothing_to_do_writes_no_journal(void **state)
{
	struct knobs_list knobs = { 0 };
	struct reason reason;

	(void)state;
	knobs_add(&knobs, KNOB_64K, "never", "");
	assert_int_equal(knobs_apply(KNOBS_OF_POINT, &knobs, &reason), 0);
	assert_false(kfile_exists(JOURNAL_PATH));
	fixture_expect(KNOB_64K, "always inherit madvise [never]"); /* untouched */
	knobs_free(&knobs);
}

static void test_after_sigkill(void **state)
{
	struct knobs_list knobs = two_knobs();
	struct reason reason;
	unsigned int restored = 0;
	pid_t child = fork();
	int status;

	(void)state;
	if (!child) {
		knobs_apply(KNOBS_OF_POINT, &knobs, &reason);
		kill(getpid(), SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	fixture_expect(KNOB_64K, "madvise");
	assert_int_equal(knobs_restore(KNOBS_OF_POINT, &restored, &reason), 0);
	assert_int_equal(restored, 2);
	fixture_expect(KNOB_64K, "never");
	fixture_expect(KNOB_2M, "inherit");
}

/* What cannot be put back is not changed: the journal would be refused. */
static void test_knob_that_holds_no_known_word(void **state)
{
	struct knobs_list knobs = two_knobs();
	struct reason reason;

	(void)state;
	fixture_write(KNOB_2M, "");
	assert_int_equal(knobs_apply(KNOBS_OF_POINT, &knobs, &reason), -EINVAL);
	assert_non_null(strstr(reason.text, "hugepages-2048kB"));
	fixture_expect(KNOB_64K, "always inherit madvise [never]");
	assert_false(kfile_exists(JOURNAL_PATH));
}

/* The real knob refuses the word; what was written before it goes back. */
static void test_knob_that_refuses_the_word(void **state)
{
	struct knobs_list knobs = { 0 };
	struct reason reason;

	(void)state;
	if (geteuid() || access(KNOB_2M, W_OK))
		skip();
	unlink(fixture_path(KNOB_2M));
	assert_int_equal(rmdir(fixture_path(FOLDER_2M)), 0);
	fixture_link(FOLDER_2M, FOLDER_2M);
	knobs_add(&knobs, KNOB_64K, "madvise", "");
	knobs_add(&knobs, KNOB_2M, "defer", "");
	assert_int_equal(knobs_apply(KNOBS_OF_POINT, &knobs, &reason), -EINVAL);
	assert_non_null(strstr(reason.text, "hugepages-2048kB"));
	fixture_expect(KNOB_64K, "never");
	assert_false(kfile_exists(JOURNAL_PATH));
	knobs_free(&knobs);
}

static void test_missing_knob(void **state)
{
	struct knobs_list knobs = two_knobs();
	struct reason reason;

	(void)state;
	unlink(fixture_path(KNOB_2M));
	assert_int_equal(knobs_apply(KNOBS_OF_POINT, &knobs, &reason), -ENOENT);
	assert_non_null(strstr(reason.text, KNOB_2M));
	fixture_expect(KNOB_64K, "always inherit madvise [never]");
}

/* What is gone cannot be put back; the others are, and are not touched again. */
static void test_knob_that_vanishes(void **state)
{
	struct knobs_list knobs = two_knobs();
	struct reason reason;
	unsigned int restored;

	(void)state;
	assert_int_equal(knobs_apply(KNOBS_OF_POINT, &knobs, &reason), 0);
	unlink(fixture_path(KNOB_2M));
	assert_int_equal(knobs_restore(KNOBS_OF_POINT, &restored, &reason), -ENOENT);
	assert_int_equal(restored, 1);
	assert_non_null(strstr(reason.text, KNOB_2M ": No such file"));
	assert_non_null(strstr(reason.text, "remove " JOURNAL_PATH));
	fixture_expect(KNOB_64K, "never");
	fixture_write(KNOB_64K, "always");
	assert_int_equal(knobs_restore(KNOBS_OF_POINT, &restored, &reason), -ENOENT);
	assert_int_equal(restored, 0);
	fixture_expect(KNOB_64K, "always");
	fixture_write(KNOB_2M, "madvise");
	assert_int_equal(knobs_restore(KNOBS_OF_POINT, &restored, &reason), 0);
	assert_int_equal(restored, 1);
	fixture_expect(KNOB_2M, "inherit");
	fixture_expect(KNOB_64K, "always");
	assert_false(kfile_exists(JOURNAL_PATH));
}

/* Whoever was killed while writing a journal had written no knob. */
static void test_half_a_journal_goes(void **state)
{
	struct reason reason;

	(void)state;
	fixture_write(JOURNAL_PATH ".new", "ptebench-settings-jou");
	chmod(fixture_path(KNOBS_JOURNAL_DIR), 0700);
	assert_int_equal(knobs_restore(KNOBS_OF_POINT, NULL, &reason), 0);
	assert_false(kfile_exists(JOURNAL_PATH ".new"));
}

static void test_several_knobs_that_vanish(void **state)
{
	struct knobs_list knobs = two_knobs();
	struct reason reason;

	(void)state;
	assert_int_equal(knobs_apply(KNOBS_OF_POINT, &knobs, &reason), 0);
	unlink(fixture_path(KNOB_2M));
	unlink(fixture_path(KNOB_64K));
	assert_int_equal(knobs_restore(KNOBS_OF_POINT, NULL, &reason), -ENOENT);
	assert_non_null(strstr(reason.text, "(and 1 more)"));
	assert_true(kfile_exists(JOURNAL_PATH));
}

static void test_missing_knob_that_does_not_matter(void **state)
{
	struct knobs_list knobs = { 0 };
	struct reason reason;

	(void)state;
	unlink(fixture_path(KNOB_2M));
	knobs_add(&knobs, KNOB_2M, "never", KNOBS_TOLERATE_ALL);
	knobs_add(&knobs, KNOB_64K, "madvise", "");
	assert_int_equal(knobs_apply(KNOBS_OF_POINT, &knobs, &reason), 0);
	fixture_expect(KNOB_64K, "madvise");
	assert_false(kfile_exists(KNOB_2M));
	knobs_free(&knobs);
}

/* Root may write everything, so another user tries. */
static void test_knob_that_may_not_be_written(void **state)
{
	int status;
	pid_t child;

	(void)state;
	if (geteuid())
		skip();
	chmod(fixture_path(""), 0755);
	child = fork();
	if (!child) {
		struct knobs_list strict = { 0 }, lax = { 0 };
		struct reason reason;

		knobs_add(&strict, KNOB_64K, "madvise", "always");
		knobs_add(&lax, KNOB_64K, "madvise", "inherit never");
		if (setgid(65534) || setuid(65534))
			_exit(9);
		if (knobs_apply(KNOBS_OF_POINT, &strict, &reason) != -EACCES ||
		    !strstr(reason.text, KNOB_64K))
			_exit(1);
		_exit(knobs_apply(KNOBS_OF_POINT, &lax, &reason) ? 2 : 0);
	}
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void write_journal(const char *text)
{
	fixture_write(JOURNAL_PATH, text);
	chmod(fixture_path(KNOBS_JOURNAL_DIR), 0700);
	chmod(fixture_path(JOURNAL_PATH), 0600);
}

static void test_journal_of_another_boot(void **state)
{
	struct reason reason;
	unsigned int restored = 9;

	(void)state;
	write_journal("ptebench-settings-journal 1\nboot_id\tanother\n" KNOB_64K "\talways\nend\n");
	assert_int_equal(knobs_restore(KNOBS_OF_POINT, &restored, &reason), 0);
	assert_int_equal(restored, 0);
	fixture_expect(KNOB_64K, "always inherit madvise [never]");
	assert_false(kfile_exists(JOURNAL_PATH));
}

/* A knob may depend on one that was set before it. */
static void test_the_first_is_put_back_last(void **state)
{
	struct reason reason;
	unsigned int restored;

	(void)state;
	write_journal(GOOD_HEAD KNOB_64K "\talways\n" KNOB_64K "\tmadvise\nend\n");
	assert_int_equal(knobs_restore(KNOBS_OF_POINT, &restored, &reason), 0);
	assert_int_equal(restored, 2);
	fixture_expect(KNOB_64K, "always");
}

static void test_journals_that_are_refused(void **state)
{
	static const char *const lies[] = {
		"",
		"ptebench-settings-journal 2\nboot_id\t11111111-2222\nend\n",
		GOOD_HEAD KNOB_64K "\talways\n", /* cut off */
		GOOD_HEAD KNOB_64K "\talways\nen",
		GOOD_HEAD "/etc/passwd\talways\nend\n",
		GOOD_HEAD "/sys/kernel/mm/transparent_hugepage/../../../../etc/x\talways\nend\n",
		GOOD_HEAD "/sys/kernel/mm/transparent_hugepage/hugepages-64kB/../x\talways\nend\n",
		GOOD_HEAD "/sys/kernel/mm/transparent_hugepage/hugepages-kB/enabled\tnever\nend\n",
		GOOD_HEAD KNOB_64K "\t0; reboot\nend\n",
		GOOD_HEAD KNOB_64K "\nend\n",
		GOOD_HEAD KNOB_64K "\t\nend\n",
		GOOD_HEAD KNOB_64K "\talways never\nend\n",
		GOOD_HEAD KNOB_64K "\talways\nend",
		GOOD_HEAD KNOB_64K "\talways\nthe end\n",
		GOOD_HEAD
		"/sys/kernel/mm/transparent_hugepage/hugepages-6*kB/enabled\tnever\nend\n",
		GOOD_HEAD
		"/sys/kernel/mm/transparent_hugepage/hugepages-64/kB/enabled\tnever\nend\n",
		"ptebench-settings-journal 1\nboot_id\t11111111-2222",
		"ptebench-settings-journal 1",
	};
	struct reason reason;

	(void)state;
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		write_journal(lies[i]);
		assert_int_equal(knobs_restore(KNOBS_OF_POINT, NULL, &reason), -EBADMSG);
		assert_non_null(strstr(reason.text, JOURNAL_PATH));
		fixture_expect(KNOB_64K, "always inherit madvise [never]");
		assert_true(kfile_exists(JOURNAL_PATH));
	}
}

static void test_journals_of_others_are_refused(void **state)
{
	struct reason reason;

	(void)state;
	write_journal(GOOD_HEAD KNOB_64K "\talways\nend\n");
	chmod(fixture_path(JOURNAL_PATH), 0620);
	assert_int_equal(knobs_restore(KNOBS_OF_POINT, NULL, &reason), -EPERM);
	unlink(fixture_path(JOURNAL_PATH));
	fixture_write("/elsewhere", GOOD_HEAD KNOB_64K "\talways\nend\n");
	fixture_link(JOURNAL_PATH, fixture_path("/elsewhere"));
	assert_int_equal(knobs_restore(KNOBS_OF_POINT, NULL, &reason), -ELOOP);
	unlink(fixture_path(JOURNAL_PATH));
	if (!geteuid()) {
		write_journal(GOOD_HEAD KNOB_64K "\talways\nend\n");
		assert_int_equal(chown(fixture_path(JOURNAL_PATH), 65534, 65534), 0);
		assert_int_equal(knobs_restore(KNOBS_OF_POINT, NULL, &reason), -EPERM);
	}
	fixture_expect(KNOB_64K, "always inherit madvise [never]");
}

static void test_journal_folder_of_others_is_refused(void **state)
{
	struct knobs_list knobs = two_knobs();
	struct reason reason;

	(void)state;
	fixture_write(KNOBS_JOURNAL_DIR "/x", "");
	chmod(fixture_path(KNOBS_JOURNAL_DIR), 0777);
	assert_int_equal(knobs_apply(KNOBS_OF_POINT, &knobs, &reason), -EPERM);
	fixture_expect(KNOB_64K, "always inherit madvise [never]");
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_apply_then_restore),
		cmocka_unit_test(test_nothing_to_do_writes_no_journal),
		cmocka_unit_test(test_after_sigkill),
		cmocka_unit_test(test_knob_that_holds_no_known_word),
		cmocka_unit_test(test_knob_that_refuses_the_word),
		cmocka_unit_test(test_missing_knob),
		cmocka_unit_test(test_knob_that_may_not_be_written),
		cmocka_unit_test(test_journal_of_another_boot),
		cmocka_unit_test(test_missing_knob_that_does_not_matter),
		cmocka_unit_test(test_knob_that_vanishes),
		cmocka_unit_test(test_half_a_journal_goes),
		cmocka_unit_test(test_several_knobs_that_vanish),
		cmocka_unit_test(test_the_first_is_put_back_last),
		cmocka_unit_test(test_journals_that_are_refused),
		cmocka_unit_test(test_journals_of_others_are_refused),
		cmocka_unit_test(test_journal_folder_of_others_is_refused),
	};

	return fixture_run(tests, make, fixture_remove);
}
