// SPDX-License-Identifier: GPL-2.0-or-later
/* Do two runs keep apart, and does the second learn who holds the lock? */
#include "fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lock.h"

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

static void test_symbolic_link_is_refused(void **state)
{
	struct reason reason;

	(void)state;
	fixture_link(LOCK_PATH, "/etc/passwd");
	assert_int_equal(lock_acquire(&reason), -ELOOP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_second_is_refused, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_inherited, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_symbolic_link_is_refused, make,
						fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
