/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The points of all programs that a run is to measure. */
#ifndef PTEBENCH_WANTED_POINTS_H
#define PTEBENCH_WANTED_POINTS_H

#include "bench_exec.h"
#include "run_options.h"

/** wanted_points_list() - the points of all programs, with those of one's own. */
void wanted_points_list(const struct run_options *options, struct bench_exec_points *ret_points);

/**
 * wanted_points_require() - die (EXIT_USAGE) if a glob matches no point.
 * @bench_dir: a glob may also match a check of the programs there; NULL: only points.
 * @is_elsewhere: the globs are for another machine, which may have other folio sizes and CPUs.
 */
void wanted_points_require(const struct globlist *globs, const struct bench_exec_points *points,
			   const char *bench_dir, bool is_elsewhere);

/** wanted_points_keep() - drop those that the run does not measure; die (EXIT_USAGE) if none is
 * left. */
void wanted_points_keep(const struct run_options *options, struct bench_exec_points *points);

/**
 * wanted_points_print() - print each point with its tier, and the number of points of each program.
 * @is_long: also print what each point times and needs.
 */
void wanted_points_print(const struct bench_exec_points *points, bool is_long);

#endif
