/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Points of one's own: cases of a program with values that its tables do not have. */
#ifndef PTEBENCH_OWN_POINTS_H
#define PTEBENCH_OWN_POINTS_H

#include "base/point_options.h"
#include "plan.h"

/* The most points with values of one's own that a program makes. */
enum { OWN_POINTS_MAX = 256 };

/**
 * own_points_expand() - the points of the cases that --case names, with the given values in place
 * of those of the table; a value that is not given keeps the table's.
 *
 * Dies with EXIT_USAGE: no case of that name, a value that the case does not have or cannot take,
 * or more than OWN_POINTS_MAX points. What only this machine lacks (a folio size, memory, CPUs) is
 * for the row of the point. Names of cases of other programs are ignored beside one of this
 * program.
 *
 * The first points of a case that is named are in each run, whatever its tier.
 */
void own_points_expand(const struct case_program *program, const struct point_options *options,
		       struct plan *ret_plan);

/** own_points_is_named() - is a name, or a glob that matches it, in a list with commas? */
bool own_points_is_named(const char *list, const char *name);

/**
 * own_points_check_names() - die with EXIT_USAGE if a name or glob in a list is no case.
 * @names: of @count cases.
 * @family: names that begin otherwise are not looked at, if the list has any of @names; "": all
 *	are.
 */
void own_points_check_names(const char *list, const char *const *names, size_t count,
			    const char *family);

#endif
