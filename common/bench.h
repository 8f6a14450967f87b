/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one header that a program of bench/ includes. */
#ifndef PTEBENCH_BENCH_H
#define PTEBENCH_BENCH_H

#include "arena.h"
#include "case.h"
#include "content.h"
#include "ops.h"
#include "sharing.h"
#include "size.h"
#include "tables.h"
#include "walk.h"

/**
 * bench_main() - the whole of a benchmark program: options, plan, measurement, rows.
 *
 * Return: the exit code of the process.
 */
int bench_main(int argc, char **argv, const struct bench_program *program);

#endif
