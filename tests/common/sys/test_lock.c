// SPDX-License-Identifier: GPL-2.0-or-later
/* Do two runs keep apart, and does the second learn who holds the lock? */
#include "fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/lock.h"

/* Who removes the lock between open(2) and flock(2): the linker puts this in flock()'s place. */
int __real_flock(int fd, int operation);
int __wrap_flock(int fd, int operation);

static int vanishes;

int __wrap_flock(int fd, int operation)
{
	if (vanishes > 0) {
		vanishes--;
		unlink(fixture_path(LOCK_PATH));
	}
	return __real_flock(fd, operation);
}

static int make(void **state)
{
	fixture_make(state);
	fixture_write("/tmp/here", "");
	fixture_link("/proc", "/proc");
	unsetenv(LOCK_VARIABLE);
	return 0;
}

static int in_child(int (*what)(const char *argument), const char *argument)
{
	pid_t child = fork();
	int status;

	if (!child)
		_exit(what(argument));
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}

/* 0: got it; 1: refused, with the holder named; 2: refused without. */
static int try_lock(const char *holder)
{
	struct reason reason = { "" };
	int fd = lock_acquire(&reason);

	if (fd >= 0)
		return 0;
	return fd == -EWOULDBLOCK && strstr(reason.text, holder) ? 1 : 2;
}

static void test_second_is_refused(void **state)
{
	struct reason reason;
	char holder[32];
	int fd = lock_acquire(&reason);

	(void)state;
	assert_true(fd >= 0);
	snprintf(holder, sizeof(holder), "process %d holds", (int)getpid());
	assert_int_equal(in_child(try_lock, holder), 1);
	close(fd);
	assert_int_equal(in_child(try_lock, holder), 0);
}

static int try_inherited(const char *number)
{
	setenv(LOCK_VARIABLE, number, 1);
	return try_lock("");
}

static void test_inherited(void **state)
{
	struct reason reason;
	char number[16];
	int fd = lock_acquire(&reason);

	(void)state;
	snprintf(number, sizeof(number), "%d", fd);
	assert_int_equal(in_child(try_inherited, number), 0);
	assert_int_equal(in_child(try_inherited, "0"), 1);
	assert_int_equal(in_child(try_inherited, "77"), 1);
	assert_int_equal(in_child(try_inherited, "3x"), 1);
	close(fd);
}

static void expect_refused(int error)
{
	struct reason reason;

	assert_int_equal(lock_acquire(&reason), error);
	assert_non_null(strstr(reason.text, LOCK_PATH));
	assert_non_null(strstr(reason.text, "must remove what is there"));
	assert_null(strchr(reason.text, '\n'));
}

static void test_symbolic_link_is_refused(void **state)
{
	(void)state;
	fixture_link(LOCK_PATH, fixture_path("/tmp/victim"));
	expect_refused(-ELOOP);
	assert_int_not_equal(access(fixture_path("/tmp/victim"), F_OK), 0);
}

/* None of them may make us wait, either. */
static void test_what_is_no_regular_file_is_refused(void **state)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)state;
	assert_int_equal(mkfifo(fixture_path(LOCK_PATH), 0666), 0);
	expect_refused(-EINVAL);
	unlink(fixture_path(LOCK_PATH));
	assert_int_equal(mkdir(fixture_path(LOCK_PATH), 0777), 0);
	expect_refused(-EINVAL);
	rmdir(fixture_path(LOCK_PATH));
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", fixture_path(LOCK_PATH));
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	expect_refused(-ENXIO);
	close(fd);
}

static void test_second_name_is_refused(void **state)
{
	char victim[128];

	(void)state;
	fixture_write("/tmp/victim", "");
	snprintf(victim, sizeof(victim), "%s", fixture_path("/tmp/victim"));
	assert_int_equal(link(victim, fixture_path(LOCK_PATH)), 0);
	expect_refused(-EINVAL);
}

static int try_as_nobody(const char *wanted)
{
	struct reason reason;
	int fd;

	if (setgid(65534) || setuid(65534))
		return 9;
	fd = lock_acquire(&reason);
	return fd >= 0 ? 0 : fd == -EACCES && strstr(reason.text, wanted) ? 1 : 2;
}

/* As in /tmp: sticky, for all. The kernel's own protection of such files is not touched. */
static void test_root_and_others_meet(void **state)
{
	struct reason reason;
	struct stat status;
	mode_t old;
	int fd;

	(void)state;
	if (geteuid())
		skip();
	assert_int_equal(chmod(fixture_path(""), 0755), 0);
	assert_int_equal(chmod(fixture_path("/tmp"), 01777), 0);
	assert_int_equal(in_child(try_as_nobody, ""), 0);
	assert_int_equal(stat(fixture_path(LOCK_PATH), &status), 0);
	assert_int_equal(status.st_uid, 65534);
	fd = lock_acquire(&reason); /* root, at a file of another user */
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(unlink(fixture_path(LOCK_PATH)), 0);
	old = umask(077);
	fd = lock_acquire(&reason);
	umask(old);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(in_child(try_as_nobody, ""), 0);
	assert_int_equal(chmod(fixture_path(LOCK_PATH), 0600), 0);
	assert_int_equal(in_child(try_as_nobody, "must remove what is there"), 1);
}

static void test_lock_that_is_removed_meanwhile(void **state)
{
	struct reason reason;
	struct stat held, there;
	int fd;

	(void)state;
	vanishes = 1;
	fd = lock_acquire(&reason);
	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &held), 0);
	assert_int_equal(stat(fixture_path(LOCK_PATH), &there), 0);
	assert_true(held.st_ino == there.st_ino);
	close(fd);
	vanishes = 1000;
	assert_int_equal(lock_acquire(&reason), -ESTALE);
	assert_in_range(vanishes, 900, 999);
	vanishes = 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_second_is_refused, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_inherited, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_symbolic_link_is_refused, make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_what_is_no_regular_file_is_refused, make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_second_name_is_refused, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_root_and_others_meet, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_lock_that_is_removed_meanwhile, make,
						fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
