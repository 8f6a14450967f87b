// SPDX-License-Identifier: GPL-2.0-or-later
/* Does the supervisor outlive each end of a worker, and leave no process behind? */
#include "fixture.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "affinity.h"
#include "supervise.h"

static struct outcome outcome;

static int segv(struct bench_run *run)
{
	(void)run;
	signal(SIGSEGV, SIG_DFL); /* cmocka has a handler of its own */
	return raise(SIGSEGV);
}

static int leave(struct bench_run *run)
{
	(void)run;
	_exit(0);
}

static int no_memory(struct bench_run *run)
{
	(void)run;
	return -ENOMEM;
}

static int fine(struct bench_run *run)
{
	(void)run;
	return 0;
}

/* A child that would outlive the worker, were it not for its process group. */
static int leave_a_child(struct bench_run *run)
{
	run->child = fork();
	while (!run->child)
		pause();
	return run->child < 0 ? -errno : raise(SIGKILL);
}

static int ask_to_end(struct bench_run *run)
{
	(void)run;
	kill(getppid(), SIGTERM);
	while (getpid())
		pause();
	return 0;
}

static int supervise(struct bench_case bench_case)
{
	static struct bench_case kept;
	struct point point = { .id = "t", .bench_case = &kept };
	struct supervision how = { .cpu = affinity_choose_cpu(), .samples = 2, .time_limit_s = 20 };
	struct reason reason;

	kept = bench_case;
	kept.name = "t";
	kept.keeps_state = true;
	point.spec.region_count = 1;
	return supervise_point(&point, &how, &outcome, &reason);
}

static void expect_failure(const char *why)
{
	assert_int_equal(outcome.status, STATUS_OP_FAILED);
	assert_int_equal(outcome.sample_count, 0);
	assert_non_null(strstr(outcome.reason.text, why));
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void test_ends(void **state)
{
	(void)state;
	assert_int_equal(supervise((struct bench_case) { .op = segv }), 0);
	expect_failure("signal 11");
	assert_int_equal(supervise((struct bench_case) { .op = leave }), 0);
	expect_failure("ended before its time");
	assert_int_equal(supervise((struct bench_case) { .op = no_memory }), 0);
	expect_failure("Cannot allocate memory");
	assert_int_equal(supervise((struct bench_case) { .op = fine, .setup = no_memory }), 0);
	expect_failure("setup: Cannot allocate memory");
	assert_int_equal(supervise((struct bench_case) { .op = fine, .teardown = no_memory }), 0);
	expect_failure("teardown");
	assert_int_equal(supervise((struct bench_case) { .op = leave_a_child }), 0);
	expect_failure("signal 9");
}

static void test_good_end(void **state)
{
	(void)state;
	assert_int_equal(supervise((struct bench_case) { .op = fine }), 0);
	assert_int_equal(outcome.status, STATUS_OK);
	assert_int_equal(outcome.sample_count, 2);
}

static void test_signal_ends_the_point(void **state)
{
	(void)state;
	assert_int_equal(supervise((struct bench_case) { .op = ask_to_end }), SIGTERM);
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
