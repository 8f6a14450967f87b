/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Points that A and B have in common, and why others are not comparable. */
#ifndef PTEBENCH_MATCH_H
#define PTEBENCH_MATCH_H

#include "base/globlist.h"
#include "design.h"

enum match_fate {
	MATCH_COMPARABLE,
	MATCH_ONLY_A,  /* not planned in B's runs */
	MATCH_ONLY_B,  /* not planned in A's runs */
	MATCH_NEITHER, /* no metric on either side, as if the machine lacks a feature */
	MATCH_REFUSED, /* planned on both sides, but not comparable */
};

/**
 * struct match_point - a point of either side.
 * @row: one of its rows, A's if A has an ok one.
 * @is_per_page: metrics are per page, not per call.
 * @reason: why it is not comparable; empty if it is.
 */
struct match_point {
	const struct csv_row *row;
	bool is_per_page;
	enum match_fate fate;
	struct reason reason;
};

/** struct match - @count points, in the order of csv_reader_compare(). */
struct match {
	size_t count;
	struct match_point *points;
};

/**
 * match_points() - check all points of a machine.
 * @only: globs of points to check; empty: all.
 *
 * Refuses a state that was not proved (no ok row on a side), samples measured in another way (the
 * protocol columns of docs/CSV.md), and all points if A and B differ in page size or clock, or if
 * @design is refused.
 */
void match_points(const struct design *design, const struct globlist *only,
		  struct match *ret_match);
void match_free(struct match *match);

#endif
