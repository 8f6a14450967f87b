// SPDX-License-Identifier: GPL-2.0-or-later
/* The chosen CPU is allowed and quiet, and the process stays on it. */
#include "fixture.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/pin.h"

static void test_chosen_cpu_is_allowed(void **state)
{
	int cpu = pin_choose_cpu();
	cpu_set_t allowed;

	(void)state;
	assert_int_equal(sched_getaffinity(0, sizeof(allowed), &allowed), 0);
	assert_true(cpu >= 0);
	assert_true(CPU_ISSET(cpu, &allowed));
	if (CPU_COUNT(&allowed) > 1)
		assert_int_not_equal(cpu, 0);
}

/* An isolated CPU wins even when it is CPU 0. */
static void test_isolated_cpu_wins(void **state)
{
	cpu_set_t allowed;

	(void)state;
	sched_getaffinity(0, sizeof(allowed), &allowed);
	if (!CPU_ISSET(0, &allowed))
		skip();
	fixture_write("/sys/devices/system/cpu/isolated", "0\n");
	assert_int_equal(pin_choose_cpu(), 0);
}

static int pin_in_child(int cpu)
{
	struct reason reason = { "" };
	pid_t child = fork();
	int status;

	if (!child) {
		int error = pin_to_cpu(cpu, &reason);

		if (error)
			_exit(reason.text[0] ? 1 : 2);
		_exit(sched_getcpu() == cpu ? 0 : 3);
	}
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}

static void test_pin(void **state)
{
	(void)state;
	assert_int_equal(pin_in_child(pin_choose_cpu()), 0);
	assert_int_equal(pin_in_child(CPU_SETSIZE - 1), 1);
	assert_int_equal(pin_in_child(CPU_SETSIZE), 1);
	assert_int_equal(pin_in_child(-1), 1);
}

/* In a child, so that the other tests are not SCHED_FIFO. */
static void test_fifo_is_reset_on_fork(void **state)
{
	pid_t child = fork();
	int status;

	(void)state;
	if (!child) {
		if (pin_set_fifo() == -EPERM)
			_exit(77);
		_exit(sched_getscheduler(0) == (SCHED_FIFO | SCHED_RESET_ON_FORK) ? 0 : 1);
	}
	waitpid(child, &status, 0);
	if (WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chosen_cpu_is_allowed),
		cmocka_unit_test_setup_teardown(test_isolated_cpu_wins, fixture_make,
						fixture_remove),
		cmocka_unit_test(test_pin),
		cmocka_unit_test(test_fifo_is_reset_on_fork),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
