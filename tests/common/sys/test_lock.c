// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the lock: who gets it, who is named, who may inherit it, and waiting for it. */
#include "fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/lock.h"

/* A kernel without AF_UNIX: the linker puts this in socket()'s place. */
int __real_socket(int domain, int type, int protocol);
int __wrap_socket(int domain, int type, int protocol);

static bool has_no_unix;

int __wrap_socket(int domain, int type, int protocol)
{
	if (has_no_unix) {
		errno = EAFNOSUPPORT;
		return -1;
	}
	return __real_socket(domain, type, protocol);
}

/* Each test has a root, and so a name, of its own. */
static int make(void **state)
{
	fixture_make(state);
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

/* 0: got it; 1: refused, with @wanted in the message; 2: refused otherwise. */
static int try_lock(const char *wanted)
{
	struct reason reason = { "" };
	int fd = lock_acquire(LOCK_NO_WAIT, &reason);

	if (fd >= 0)
		return 0;
	return fd == -EWOULDBLOCK && strstr(reason.text, wanted) ? 1 : 2;
}

/* Closes what it inherited first: a child that has the lock open holds it. */
static int try_apart(const char *fd_and_wanted)
{
	char *wanted;

	close((int)strtol(fd_and_wanted, &wanted, 10));
	return try_lock(wanted + 1);
}

static void test_second_is_refused(void **state)
{
	struct reason reason;
	char argument[64];
	int fd = lock_acquire(LOCK_NO_WAIT, &reason);

	(void)state;
	assert_true(fd >= 0);
	snprintf(argument, sizeof(argument), "%d process %d holds @" LOCK_NAME, fd, (int)getpid());
	assert_int_equal(in_child(try_apart, argument), 1);
	close(fd);
	assert_int_equal(in_child(try_lock, ""), 0);
}

/* A child holds the lock until a byte comes, or until it is killed. */
static pid_t start_holder(int *ret_end)
{
	struct reason reason;
	int ready[2], end[2];
	pid_t child;
	char byte;

	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	assert_int_equal(pipe2(end, O_CLOEXEC), 0);
	child = fork();
	if (!child) {
		close(end[1]);
		if (lock_acquire(LOCK_NO_WAIT, &reason) < 0 || write(ready[1], "x", 1) != 1)
			_exit(1);
		_exit(read(end[0], &byte, 1) < 0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	close(ready[1]);
	close(end[0]);
	*ret_end = end[1];
	return child;
}

static void test_killed_holder_frees_it(void **state)
{
	int end;
	pid_t holder = start_holder(&end);

	(void)state;
	assert_int_equal(in_child(try_lock, ""), 1);
	kill(holder, SIGKILL);
	waitpid(holder, NULL, 0);
	assert_int_equal(in_child(try_lock, ""), 0);
	close(end);
}

static void test_wait_ends_with_the_holder(void **state)
{
	struct reason reason;
	uint64_t start = clock_now_ns();
	int end, fd;
	pid_t holder = start_holder(&end), waker;

	(void)state;
	waker = fork();
	if (!waker) {
		usleep(300000);
		_exit(write(end, "x", 1) != 1);
	}
	fd = lock_acquire(LOCK_WAIT_FOREVER, &reason);
	assert_true(fd >= 0);
	assert_true(clock_now_ns() - start >= 300000000);
	close(fd);
	close(end);
	waitpid(holder, NULL, 0);
	waitpid(waker, NULL, 0);
}

static void test_wait_has_an_end(void **state)
{
	struct reason reason;
	uint64_t start = clock_now_ns();
	int end;
	pid_t holder = start_holder(&end);

	(void)state;
	assert_int_equal(lock_acquire(1, &reason), -EWOULDBLOCK);
	assert_true(clock_now_ns() - start >= 1000000000);
	assert_non_null(strstr(reason.text, "--wait"));
	close(end);
	waitpid(holder, NULL, 0);
}

static void note(int number)
{
	(void)number;
}

static void test_signal_ends_the_wait(void **state)
{
	struct sigaction action = { .sa_handler = note };
	struct reason reason;
	int end;
	pid_t holder = start_holder(&end);

	(void)state;
	sigaction(SIGALRM, &action, NULL);
	alarm(1);
	assert_int_equal(lock_acquire(LOCK_WAIT_FOREVER, &reason), -EINTR);
	close(end);
	waitpid(holder, NULL, 0);
}

/* The holder has ended, and a child of its own has the lock open still. */
static void test_heir_holds_it(void **state)
{
	struct reason reason;
	int end[2], told[2];
	pid_t holder, heir;
	char wanted[64];

	(void)state;
	assert_int_equal(pipe2(end, O_CLOEXEC), 0);
	assert_int_equal(pipe2(told, O_CLOEXEC), 0);
	holder = fork();
	if (!holder) {
		char byte;

		if (lock_acquire(LOCK_NO_WAIT, &reason) < 0)
			_exit(1);
		heir = fork();
		if (heir)
			_exit(write(told[1], &heir, sizeof(heir)) != sizeof(heir));
		close(end[1]);
		_exit(read(end[0], &byte, 1) < 0);
	}
	waitpid(holder, NULL, 0);
	assert_int_equal(read(told[0], &heir, sizeof(heir)), sizeof(heir));
	snprintf(wanted, sizeof(wanted), "process %d holds @", (int)heir);
	assert_int_equal(in_child(try_lock, wanted), 1);
	close(end[1]);
	assert_true(lock_acquire(5, &reason) >= 0);
	close(end[0]);
	close(told[0]);
	close(told[1]);
}

static int try_inherited(const char *number)
{
	setenv(LOCK_VARIABLE, number, 1);
	return try_lock("");
}

static void bind_name(int fd, const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int length = snprintf(address.sun_path + 1, sizeof(address.sun_path) - 1, "%s", name);

	assert_int_equal(
		bind(fd, (struct sockaddr *)&address,
		     (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length)),
		0);
}

/* What is open under the number that the environment names must be the lock itself. */
static void test_inherited(void **state)
{
	struct reason reason;
	char number[16];
	int other = socket(AF_UNIX, SOCK_STREAM, 0), fd = lock_acquire(LOCK_NO_WAIT, &reason);

	(void)state;
	snprintf(number, sizeof(number), "%d", fd);
	assert_int_equal(in_child(try_inherited, number), 0);
	assert_int_equal(in_child(try_inherited, "0"), 1);
	assert_int_equal(in_child(try_inherited, "77"), 1);
	assert_int_equal(in_child(try_inherited, "3x"), 1);
	snprintf(number, sizeof(number), "%d", other);
	assert_int_equal(in_child(try_inherited, number), 1);
	bind_name(other, "ptebench-lock-of-somebody");
	assert_int_equal(listen(other, 1), 0);
	assert_int_equal(in_child(try_inherited, number), 1);
	close(other);
	close(fd);
}

/* A stranger may bind the name: he is named, and nothing hangs. */
static void test_name_without_a_listener(void **state)
{
	struct reason reason;
	char name[120];
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)state;
	snprintf(name, sizeof(name), LOCK_NAME "%s", fixture_path(""));
	bind_name(fd, name);
	assert_int_equal(lock_acquire(LOCK_NO_WAIT, &reason), -EWOULDBLOCK);
	snprintf(name, sizeof(name), "process %d holds @", (int)getpid());
	assert_non_null(strstr(reason.text, name));
	assert_int_equal(lock_acquire(1, &reason), -EWOULDBLOCK);
	close(fd);
	assert_int_equal(in_child(try_lock, ""), 0);
}

/* Closes each connection at once. Waiting for it must not spin. */
static void test_holder_that_hangs_up(void **state)
{
	struct reason reason;
	int pipes[2], count = 0, fd = lock_acquire(LOCK_NO_WAIT, &reason);
	pid_t child;

	(void)state;
	assert_int_equal(pipe2(pipes, O_CLOEXEC), 0);
	child = fork();
	if (!child) {
		alarm(3);
		for (;;) {
			close(accept(fd, NULL, NULL));
			count++;
			if (write(pipes[1], &count, sizeof(count)) < 0)
				_exit(1);
		}
	}
	close(fd);
	assert_int_equal(lock_acquire(1, &reason), -EWOULDBLOCK);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	close(pipes[1]);
	while (read(pipes[0], &count, sizeof(count)) == sizeof(count))
		;
	assert_in_range(count, 1, 30);
	close(pipes[0]);
}

/* Refused starts stay in the holder's backlog. */
static void test_many_are_refused(void **state)
{
	struct reason reason;
	char argument[64];
	int fd = lock_acquire(LOCK_NO_WAIT, &reason);

	(void)state;
	snprintf(argument, sizeof(argument), "%d process %d holds @", fd, (int)getpid());
	for (int i = 0; i < 80; i++)
		assert_int_equal(in_child(try_apart, argument), 1);
	close(fd);
}

/* 3: this child does not have a lower number than its parent. */
static int try_lower(const char *wanted)
{
	return getpid() < getppid() ? try_lock(wanted) : 3;
}

/* A child that inherits the lock is not named, even if its number is lower: these wrap around. */
static void test_child_is_not_named(void **state)
{
	struct reason reason;
	char wanted[64];
	int fd = lock_acquire(LOCK_NO_WAIT, &reason);
	int numbers = open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC), result;

	(void)state;
	snprintf(wanted, sizeof(wanted), "process %d holds @", (int)getpid());
	if (numbers < 0 || write(numbers, "1", 1) != 1)
		skip();
	close(numbers);
	result = in_child(try_lower, wanted);
	close(fd);
	if (result == 3)
		skip();
	assert_int_equal(result, 1);
}

static int try_as_nobody(const char *wanted)
{
	return setgid(65534) || setuid(65534) ? 9 : try_apart(wanted);
}

static void test_root_and_others_meet(void **state)
{
	struct reason reason;
	char argument[64];
	int fd;

	(void)state;
	if (geteuid())
		skip();
	assert_int_equal(chmod(fixture_path(""), 0755), 0);
	fd = lock_acquire(LOCK_NO_WAIT, &reason);
	snprintf(argument, sizeof(argument), "%d process %d holds", fd, (int)getpid());
	assert_int_equal(in_child(try_as_nobody, argument), 1);
	close(fd);
	assert_int_equal(in_child(try_as_nobody, "-1 "), 0);
}

static void test_kernel_without_unix_sockets(void **state)
{
	struct reason reason;
	int fd;

	(void)state;
	has_no_unix = true;
	fd = lock_acquire(LOCK_NO_WAIT, &reason);
	has_no_unix = false;
	assert_true(fd >= 0);
	close(fd);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_second_is_refused),
		cmocka_unit_test(test_killed_holder_frees_it),
		cmocka_unit_test(test_wait_ends_with_the_holder),
		cmocka_unit_test(test_wait_has_an_end),
		cmocka_unit_test(test_signal_ends_the_wait),
		cmocka_unit_test(test_heir_holds_it),
		cmocka_unit_test(test_inherited),
		cmocka_unit_test(test_name_without_a_listener),
		cmocka_unit_test(test_holder_that_hangs_up),
		cmocka_unit_test(test_many_are_refused),
		cmocka_unit_test(test_child_is_not_named),
		cmocka_unit_test(test_root_and_others_meet),
		cmocka_unit_test(test_kernel_without_unix_sockets),
	};

	return fixture_run(tests, make, fixture_remove);
}
