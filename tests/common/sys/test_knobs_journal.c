// SPDX-License-Identifier: GPL-2.0-or-later
/* Hostile files in the journal's place are refused, and nothing is written through them. */
#include "fixture.h"
#include "link_race.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/knobs.h"
#include "sys/kfile.h"

#define KNOB "/sys/kernel/mm/transparent_hugepage/hugepages-64kB/enabled"
#define FOUND "always inherit madvise [never]"
#define JOURNAL "/settings.journal"
#define GOOD "ptebench-settings-journal 1\nboot_id\t11111111-2222\n" KNOB "\talways\nend\n"

static int make(void **state)
{
	fixture_make(state);
	fixture_thp();
	fixture_write("/run/here", "");
	return 0;
}

/* A good journal of this user's, in a folder anywhere. */
static void write_journal(const char *folder)
{
	char path[128];

	snprintf(path, sizeof(path), "%s" JOURNAL, folder);
	fixture_write(path, GOOD);
	assert_int_equal(chmod(fixture_path(path), 0600), 0);
	assert_int_equal(chmod(fixture_path(folder), 0700), 0);
}

/* One line that names the journal; the knob and the journal stay. */
static void expect_refused(int error)
{
	struct reason reason;
	struct stat status;

	assert_int_equal(knobs_restore(KNOBS_OF_POINT, NULL, &reason), error);
	assert_non_null(strstr(reason.text, KNOBS_JOURNAL_DIR JOURNAL));
	assert_null(strchr(reason.text, '\n'));
	fixture_expect(KNOB, FOUND);
	assert_int_equal(lstat(fixture_path(KNOBS_JOURNAL_DIR JOURNAL), &status), 0);
}

static int apply(struct reason *ret_reason)
{
	struct knobs_list knobs = { 0 };
	int error;

	knobs_add(&knobs, KNOB, "madvise", "");
	error = knobs_apply(KNOBS_OF_POINT, &knobs, ret_reason);
	knobs_free(&knobs);
	return error;
}

static void test_the_folder_is_made_for_us_alone(void **state)
{
	struct reason reason;
	struct stat status;
	mode_t old = umask(0);

	(void)state;
	assert_int_equal(apply(&reason), 0);
	umask(old);
	assert_int_equal(stat(fixture_path(KNOBS_JOURNAL_DIR), &status), 0);
	assert_int_equal(status.st_mode & 07777, 0700);
	assert_int_equal(stat(fixture_path(KNOBS_JOURNAL_DIR JOURNAL), &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
}

static void test_folders_of_others_are_refused(void **state)
{
	static const mode_t modes[] = { 0720, 0702 };
	struct reason reason;

	(void)state;
	write_journal(KNOBS_JOURNAL_DIR);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		assert_int_equal(chmod(fixture_path(KNOBS_JOURNAL_DIR), modes[i]), 0);
		expect_refused(-EPERM);
		assert_int_equal(apply(&reason), -EPERM);
		assert_non_null(strstr(reason.text, "its folder"));
	}
	assert_int_equal(chmod(fixture_path(KNOBS_JOURNAL_DIR), 0700), 0);
	if (geteuid())
		return;
	/* The file is root's own, as a second name of an old journal is. */
	assert_int_equal(chown(fixture_path(KNOBS_JOURNAL_DIR), 65534, 65534), 0);
	expect_refused(-EPERM);
	assert_int_equal(apply(&reason), -EPERM);
}

static void test_a_linked_folder_is_refused(void **state)
{
	struct reason reason;

	(void)state;
	write_journal("/home/old");
	fixture_link(KNOBS_JOURNAL_DIR, fixture_path("/home/old"));
	expect_refused(-ENOTDIR);
	assert_int_equal(apply(&reason), -ENOTDIR);
	assert_int_equal(knobs_journal_remove(KNOBS_OF_POINT), geteuid() ? -EACCES : -ENOTDIR);
	assert_true(kfile_exists("/home/old" JOURNAL));
	assert_int_equal(unlink(fixture_path(KNOBS_JOURNAL_DIR)), 0);
	fixture_write(KNOBS_JOURNAL_DIR, "no folder");
	assert_int_equal(apply(&reason), -ENOTDIR);
	fixture_expect(KNOB, FOUND);
}

static void test_what_is_no_file_of_one_name_is_refused(void **state)
{
	char other[128];

	(void)state;
	write_journal(KNOBS_JOURNAL_DIR);
	snprintf(other, sizeof(other), "%s", fixture_path("/run/other"));
	assert_int_equal(link(fixture_path(KNOBS_JOURNAL_DIR JOURNAL), other), 0);
	expect_refused(-EPERM);
	assert_int_equal(unlink(fixture_path(KNOBS_JOURNAL_DIR JOURNAL)), 0);
	assert_int_equal(mkfifo(fixture_path(KNOBS_JOURNAL_DIR JOURNAL), 0600), 0);
	expect_refused(-EPERM);
	assert_int_equal(unlink(fixture_path(KNOBS_JOURNAL_DIR JOURNAL)), 0);
	assert_int_equal(mkdir(fixture_path(KNOBS_JOURNAL_DIR JOURNAL), 0700), 0);
	expect_refused(-EPERM);
}

/* What stands where the new journal is written first is replaced, and not written to. */
static void test_nothing_is_written_through(void **state)
{
	static const char leaf[] = KNOBS_JOURNAL_DIR JOURNAL ".new";
	char victim[128];
	struct reason reason;

	(void)state;
	fixture_write("/victim", "keep");
	snprintf(victim, sizeof(victim), "%s", fixture_path("/victim"));
	write_journal(KNOBS_JOURNAL_DIR);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(i == 0	  ? symlink(victim, fixture_path(leaf))
				 : i == 1 ? link(victim, fixture_path(leaf))
					  : mkfifo(fixture_path(leaf), 0666),
				 0);
		assert_int_equal(apply(&reason), 0);
		fixture_expect("/victim", "keep");
		fixture_expect(KNOB, "madvise");
		assert_int_equal(knobs_restore(KNOBS_OF_POINT, NULL, &reason), 0);
		fixture_expect(KNOB, "never");
	}
	link_race_target = victim;
	assert_int_equal(apply(&reason), -EEXIST);
	link_race_target = NULL;
	fixture_expect("/victim", "keep");
	fixture_expect(KNOB, "never");
}

static void test_a_knob_that_is_a_link_is_not_written(void **state)
{
	struct reason reason;

	(void)state;
	fixture_write("/victim", "keep");
	write_journal(KNOBS_JOURNAL_DIR);
	assert_int_equal(unlink(fixture_path(KNOB)), 0);
	fixture_link(KNOB, fixture_path("/victim"));
	assert_int_equal(knobs_restore(KNOBS_OF_POINT, NULL, &reason), -ELOOP);
	assert_non_null(strstr(reason.text, KNOB));
	fixture_expect("/victim", "keep");
	assert_true(kfile_exists(KNOBS_JOURNAL_DIR JOURNAL));
}

/* Root's folder is nothing to an ordinary user, closed or not: that user can have set no knob. */
static void test_an_ordinary_user_goes_on(void **state)
{
	static const mode_t modes[] = { 0700, 0755 };

	(void)state;
	if (geteuid())
		skip();
	write_journal(KNOBS_JOURNAL_DIR);
	assert_int_equal(chmod(fixture_path(""), 0755), 0);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		pid_t child;
		int status;

		assert_int_equal(chmod(fixture_path(KNOBS_JOURNAL_DIR), modes[i]), 0);
		child = fork();
		if (!child) {
			struct reason reason;

			if (setgid(65534) || setuid(65534))
				_exit(9);
			_exit(knobs_restore(KNOBS_OF_POINT, NULL, &reason) ? 1 : 0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
	}
	fixture_expect(KNOB, FOUND);
	assert_true(kfile_exists(KNOBS_JOURNAL_DIR JOURNAL));
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_folder_is_made_for_us_alone),
		cmocka_unit_test(test_folders_of_others_are_refused),
		cmocka_unit_test(test_a_linked_folder_is_refused),
		cmocka_unit_test(test_what_is_no_file_of_one_name_is_refused),
		cmocka_unit_test(test_nothing_is_written_through),
		cmocka_unit_test(test_a_knob_that_is_a_link_is_not_written),
		cmocka_unit_test(test_an_ordinary_user_goes_on),
	};

	return fixture_run(tests, make, fixture_remove);
}
