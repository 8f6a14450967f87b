/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Executes benchmark programs: lists their points, or runs one process to its end. */
#ifndef PTEBENCH_BENCH_EXEC_H
#define PTEBENCH_BENCH_EXEC_H

#include "base/globlist.h"
#include "base/point_options.h"
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
 * bench_exec_own() - list and run the points that these options make, from now on; none: all.
 * @own: lives as long as the programs are run.
 */
void bench_exec_own(const struct point_options *own);

/**
 * bench_exec_list() - list the points of each program in a folder; die when it has none.
 * @bench_dir: the folder; its programs come in the order of their names.
 *
 * Dies with EXIT_USAGE when bench_exec_own() got a case that no program has, or a wrong value.
 */
void bench_exec_list(const char *bench_dir, struct bench_exec_points *ret_points);

/**
 * bench_exec_list_checks() - list the checks of each program as bench_exec_list() does the points.
 * @globs: as of ktap_expand().
 */
void bench_exec_list_checks(const char *bench_dir, const struct globlist *globs,
			    struct bench_exec_points *ret_checks);

/** bench_exec_points_free() - free a list. */
void bench_exec_points_free(struct bench_exec_points *points);

/* Twice the limit that a program sets its worker: for a program that hangs. */
enum { BENCH_EXEC_LIMIT_S = 120 };

/**
 * struct bench_exec_result - how a process ended.
 * @take: set by the caller, or NULL: gets each line as it comes, NUL-terminated, without its
 * newline, and @context. @output does not get these lines.
 * @limit_s: set by the caller: after so many seconds without output it gets SIGTERM, and SIGKILL if
 * it does not end; 0: no limit.
 * @output: what it wrote to stdout, NUL-terminated; the caller frees it.
 * @status: as of waitpid(2); SIGKILL when it lives on.
 * @is_late: it got SIGTERM because of @limit_s.
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
 * bench_exec_run() - run one program to its end, and to the end of all that hold its pipe.
 * @bench_dir, @program: the executable.
 * @arguments: NULL-terminated, without argv[0].
 * @stderr_fd: where its stderr goes; -1: to ours.
 * @stop: may be NULL. When *@stop becomes non-zero, the program gets SIGTERM, and SIGKILL if it
 * does not end. On SIGTERM it restores the knobs.
 *
 * The program also gets SIGTERM when this process dies. A process that SIGKILL does not end is left
 * behind: with @limit_s or *@stop set, this always returns.
 *
 * Return: 0 or -errno.
 */
int bench_exec_run(const char *bench_dir, const char *program, const char *const *arguments,
		   int stderr_fd, const volatile int *stop, struct bench_exec_result *ret_result);

/** bench_exec_describe_end() - explain why a process wrote no good rows. @detail: what is wrong. */
void bench_exec_describe_end(const struct bench_exec_result *result, const char *detail,
			     char *ret_text, size_t size);

#endif
