/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Executes benchmark programs: lists their points, and runs one process of them. */
#ifndef PTEBENCH_BENCH_EXEC_H
#define PTEBENCH_BENCH_EXEC_H

#include "measure/plan.h"

/**
 * struct bench_exec_point - a point as its program lists it.
 * @program: name of the executable.
 */
struct bench_exec_point {
	char program[32];
	char id[PLAN_POINT_ID_BYTES];
	char case_name[64];
	enum case_tier tier;
	char *needs;
	char *timed;
};

struct bench_exec_points {
	size_t count;
	struct bench_exec_point *points;
};

/**
 * bench_exec_list() - ask each program in a folder for its points; dies when there is none.
 * @bench_dir: the folder; programs are taken in the order of their names.
 */
void bench_exec_list(const char *bench_dir, struct bench_exec_points *ret_points);

/* Twice what a program gives its worker: this is for a program that hangs itself. */
enum { BENCH_EXEC_LIMIT_S = 120 };

/**
 * struct bench_exec_result - what one process left.
 * @take: when set by the caller, it gets each line as it comes, NUL-terminated, without its line
 * break, and @context; @output is left without them then.
 * @limit_s: set by the caller: seconds without a word from it after which it is asked to end, and
 * killed when it does not; 0: none.
 * @output: all that it wrote to stdout, NUL-terminated; the caller frees it.
 * @status: as of waitpid(2); SIGKILL when it lives on.
 * @is_late: it was asked to end because of @limit_s.
 * @is_stuck: it, or a process that holds its pipe, could not be killed and lives on.
 */
struct bench_exec_result {
	void (*take)(void *context, const char *line);
	void *context;
	unsigned int limit_s;
	char *output;
	int status;
	bool is_late, is_stuck;
};

/**
 * bench_exec_run() - run one program to its end.
 * @bench_dir, @program: the executable.
 * @arguments: NULL-terminated, without argv[0].
 * @stderr_fd: where its stderr goes; -1: to ours.
 *
 * When *@stop becomes non-zero meanwhile, the program is sent SIGTERM and waited for: it restores
 * the knobs before it ends. If it does not end, it is killed. It gets SIGTERM too when this process
 * dies.
 *
 * Return: 0 or -errno.
 */
int bench_exec_run(const char *bench_dir, const char *program, const char *const *arguments,
		   int stderr_fd, const volatile int *stop, struct bench_exec_result *ret_result);

#endif
