/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ./run.sh check: the checks of all programs as one KTAP document. */
#ifndef PTEBENCH_CHECK_H
#define PTEBENCH_CHECK_H

#include "run_options.h"
#include "bench_exec.h"

/**
 * check_points() - run each program with --check, and print its output as a subtest.
 * @points: of all programs.
 * @checks: of the programs to run.
 * @stop: becomes non-zero when a signal comes.
 *
 * Return: the exit code: EXIT_DONE, or EXIT_FAILED when a check is not ok or a program died.
 */
int check_points(const struct run_options *options, const struct bench_exec_points *points,
		 const struct bench_exec_points *checks, const volatile int *stop);

#endif
