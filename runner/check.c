// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs each program with --check, and merges their KTAP. */
#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"

/* A check has three attempts of four minutes each. */
enum { PROGRAMS_MAX = 64, SILENCE_LIMIT_S = 15 * 60 };

struct tally {
	unsigned int passed, failed, skipped;
};

static size_t list_names(const struct bench_exec_points *points, const char **ret_names)
{
	size_t count = 0;

	for (size_t i = 0; i < points->count; i++) {
		bool is_new = !count || strcmp(ret_names[count - 1], points->points[i].program);

		if (is_new && count < PROGRAMS_MAX)
			ret_names[count++] = points->points[i].program;
	}
	return count;
}

/* Indents a line of a subtest by two columns. Flushes: the kernel may die in the next check. */
static void print_nested(void *context, const char *line)
{
	struct tally *tally = context;
	bool is_ok = !strncmp(line, "ok ", strlen("ok ")), is_skip = strstr(line, " # SKIP ");

	if (!*line)
		return;
	printf("  %s\n", line);
	fflush(stdout);
	tally->failed += !strncmp(line, "not ok ", strlen("not ok "));
	tally->skipped += is_ok && is_skip;
	tally->passed += is_ok && !is_skip;
}

static void start(const struct run_options *options, const char *program, const volatile int *stop,
		  struct bench_exec_result *ret_result)
{
	const char *arguments[2 * GLOBLIST_MAX + 2] = { "--check" };
	unsigned int count = 1;
	int error;

	for (unsigned int i = 0; i < options->only.count; i++) {
		arguments[count++] = "--point";
		arguments[count++] = options->only.texts[i];
	}
	fprintf(stderr, "checking: %s\n", program);
	error = bench_exec_run(options->bench_dir, program, arguments, -1, stop, ret_result);
	if (error)
		die(EXIT_FAILED, "start %s: %s", program, strerror(-error));
}

static bool has_check(const struct bench_exec_points *checks, const char *program)
{
	for (size_t i = 0; i < checks->count; i++)
		if (!strcmp(checks->points[i].program, program))
			return true;
	return false;
}

static void run_program(const struct run_options *options, const char *program, size_t number,
			const volatile int *stop, struct tally *total)
{
	struct tally tally = { 0 };
	struct bench_exec_result result = { .take = print_nested,
					    .context = &tally,
					    .limit_s = SILENCE_LIMIT_S };

	start(options, program, stop, &result);
	print_nested(&tally, result.output); /* a last line without a newline */
	if (!tally.failed && result.status != 0) {
		printf("# %s ended before its time, status %#x\n", program,
		       (unsigned int)result.status);
		tally.failed++;
	}
	printf("%sok %zu %s\n", tally.failed ? "not " : "", number, program);
	if (result.is_stuck) {
		fflush(stdout);
		die(EXIT_FAILED,
		    "%s: a process of it could not be killed and lives on: checks beside it would "
		    "mean nothing (reboot)",
		    program);
	}
	total->passed += tally.passed;
	total->failed += tally.failed;
	total->skipped += tally.skipped;
	free(result.output);
}

int check_points(const struct run_options *options, const struct bench_exec_points *points,
		 const struct bench_exec_points *checks, const volatile int *stop)
{
	const char *names[PROGRAMS_MAX];
	size_t count = list_names(points, names);
	struct tally total = { 0 };

	printf("KTAP version 1\n1..%zu\n", count);
	for (size_t i = 0; i < count && !*stop; i++) {
		if (has_check(checks, names[i]))
			run_program(options, names[i], i + 1, stop, &total);
		else
			printf("ok %zu %s # SKIP no check matches\n", i + 1, names[i]);
		fflush(stdout);
	}
	printf("# checks: %u passed, %u failed, %u skipped\n", total.passed, total.failed,
	       total.skipped);
	return total.failed || *stop ? EXIT_FAILED : EXIT_DONE;
}
