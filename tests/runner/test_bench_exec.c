// SPDX-License-Identifier: GPL-2.0-or-later
/* bench_exec_run() returns whatever the program does. */
#include "fixture.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "runner/bench_exec.h"

static char folder[] = "/tmp/ptebench-follow-XXXXXX";

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	char path[64];

	(void)state;
	snprintf(path, sizeof(path), "%s/program", folder);
	return unlink(path) || rmdir(folder) ? -1 : 0;
}

static void run(const char *script, const volatile int *stop, struct bench_exec_result *result)
{
	const char *const arguments[] = { NULL };
	char path[64];
	FILE *out;

	snprintf(path, sizeof(path), "%s/program", folder);
	out = fopen(path, "w");
	assert_non_null(out);
	fprintf(out, "#!/bin/sh\n%s\n", script);
	fclose(out);
	assert_int_equal(chmod(path, 0755), 0);
	assert_int_equal(bench_exec_run(folder, "program", arguments, -1, stop, result), 0);
}

static void expect(struct bench_exec_result *result, const char *output, int status, bool is_late,
		   bool is_stuck)
{
	assert_string_equal(result->output, output);
	assert_int_equal(result->status, status);
	assert_int_equal(result->is_late, is_late);
	assert_int_equal(result->is_stuck, is_stuck);
	free(result->output);
}

static void test_ends_by_itself(void **state)
{
	struct bench_exec_result result = { .limit_s = 60 };

	(void)state;
	run("echo rows; exit 3", NULL, &result);
	expect(&result, "rows\n", 3 << 8, false, false);
	run("exec >&-; exit 4", NULL, &result);
	expect(&result, "", 4 << 8, false, false);
	run("echo rows; kill -9 $$", NULL, &result);
	expect(&result, "rows\n", SIGKILL, false, false);
	run("yes 123456789 | head -n 20000", NULL, &result);
	assert_int_equal(strlen(result.output), 200000);
	free(result.output);
}

static void test_hangs(void **state)
{
	struct bench_exec_result result = { .limit_s = 1 };

	(void)state;
	run("echo rows; exec sleep 1000", NULL, &result);
	expect(&result, "rows\n", SIGTERM, true, false);
	run("exec >&-; exec sleep 1000", NULL, &result);
	expect(&result, "", SIGTERM, true, false);
}

static void count_line(void *context, const char *line)
{
	(void)line;
	++*(int *)context;
}

/* The limit is for silence: a program that writes lines may take longer. */
static void test_words_extend_the_limit(void **state)
{
	int lines = 0;
	struct bench_exec_result result = { .limit_s = 2, .take = count_line, .context = &lines };

	(void)state;
	run("for i in 1 2 3 4 5; do echo $i; sleep 0.6; done", NULL, &result);
	expect(&result, "", 0, false, false);
	assert_int_equal(lines, 5);
}

static volatile int asked;

static void ask_to_end(void *context, const char *line)
{
	count_line(context, line);
	asked = SIGINT;
}

static void test_asked_to_end(void **state)
{
	int lines = 0;
	struct bench_exec_result result = { .take = ask_to_end, .context = &lines };

	(void)state;
	run("trap 'echo restored; exit 5' TERM; echo rows; while :; do sleep 0.01; done", &asked,
	    &result);
	expect(&result, "", 5 << 8, false, false);
	assert_int_equal(lines, 2);
}

/* Ignores SIGTERM; and a child that holds the pipe lives on, like a task that is stuck in the
 * kernel. */
static void test_cannot_be_killed(void **state)
{
	struct bench_exec_result result = { .limit_s = 1 };
	pid_t holder;

	(void)state;
	run("trap '' TERM; sleep 1000 & echo $!; while :; do sleep 1; done", NULL, &result);
	holder = (pid_t)strtol(result.output, NULL, 10);
	assert_true(holder > 0);
	assert_int_equal(kill(holder, SIGKILL), 0);
	assert_int_equal(result.status, SIGKILL);
	assert_true(result.is_late);
	assert_true(result.is_stuck);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	free(result.output);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ends_by_itself),	       cmocka_unit_test(test_hangs),
		cmocka_unit_test(test_words_extend_the_limit), cmocka_unit_test(test_asked_to_end),
		cmocka_unit_test(test_cannot_be_killed),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
