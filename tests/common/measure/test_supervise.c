// SPDX-License-Identifier: GPL-2.0-or-later
/* The supervisor outlives each end of a worker, and leaves no process behind. */
#include "fixture.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/pin.h"
#include "measure/supervise.h"

static struct worker_outcome outcome;

static int segv(struct case_run *run)
{
	(void)run;
	signal(SIGSEGV, SIG_DFL); /* cmocka has a handler of its own */
	return raise(SIGSEGV);
}

static int leave(struct case_run *run)
{
	(void)run;
	_exit(0);
}

static int no_memory(struct case_run *run)
{
	(void)run;
	return -ENOMEM;
}

static int fine(struct case_run *run)
{
	(void)run;
	return 0;
}

/* A child that would outlive the worker, were it not for its process group. */
static int leave_a_child(struct case_run *run)
{
	run->child = fork();
	while (!run->child)
		pause();
	return run->child < 0 ? -errno : raise(SIGKILL);
}

static int ask_to_end(struct case_run *run)
{
	(void)run;
	kill(getppid(), SIGTERM);
	while (getpid())
		pause();
	return 0;
}

static int supervise(struct case_entry case_entry)
{
	static struct case_entry kept;
	struct plan_point point = { .id = "t", .case_entry = &kept };
	struct supervise_session how = { .cpu = pin_choose_cpu(),
					 .samples = 2,
					 .time_limit_s = 20 };
	struct reason reason;

	kept = case_entry;
	kept.name = "t";
	kept.keeps_state = true;
	point.spec.region_count = 1;
	return supervise_point(&point, &how, &outcome, &reason);
}

static void expect_failure(const char *why)
{
	assert_int_equal(outcome.status, CSV_ROW_OP_FAILED);
	assert_int_equal(outcome.sample_count, 0);
	assert_non_null(strstr(outcome.reason.text, why));
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void test_ends(void **state)
{
	(void)state;
	assert_int_equal(supervise((struct case_entry) { .op = segv }), 0);
	expect_failure("signal 11");
	assert_int_equal(supervise((struct case_entry) { .op = leave }), 0);
	expect_failure("ended before its time");
	assert_int_equal(supervise((struct case_entry) { .op = no_memory }), 0);
	expect_failure("Cannot allocate memory");
	assert_int_equal(supervise((struct case_entry) { .op = fine, .setup = no_memory }), 0);
	expect_failure("setup: Cannot allocate memory");
	assert_int_equal(supervise((struct case_entry) { .op = fine, .teardown = no_memory }), 0);
	expect_failure("teardown");
	assert_int_equal(supervise((struct case_entry) { .op = leave_a_child }), 0);
	expect_failure("signal 9");
}

static void test_good_end(void **state)
{
	(void)state;
	assert_int_equal(supervise((struct case_entry) { .op = fine }), 0);
	assert_int_equal(outcome.status, CSV_ROW_OK);
	assert_int_equal(outcome.sample_count, 2);
}

static void test_signal_ends_the_point(void **state)
{
	(void)state;
	assert_int_equal(supervise((struct case_entry) { .op = ask_to_end }), SIGTERM);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_good_end),
		cmocka_unit_test(test_signal_ends_the_point),
	};

	supervise_begin();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
