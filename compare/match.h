/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which points of A and B may be compared, and why not the others? */
#ifndef PTEBENCH_MATCH_H
#define PTEBENCH_MATCH_H

#include "base/globlist.h"
#include "design.h"

enum match_fate {
	MATCH_COMPARABLE,
	MATCH_ONLY_A,  /* B's runs did not plan it */
	MATCH_ONLY_B,  /* A's did not */
	MATCH_NEITHER, /* no metric on either side, as where the machine lacks a feature */
	MATCH_REFUSED, /* both planned it, and what they have cannot be compared */
};

/**
 * struct match_point - a point of either side.
 * @row: a row of it: of A, if A has an ok one.
 * @is_per_page: the metrics' unit.
 * @reason: why it is not comparable; empty when it is.
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
 * match_points() - look at each point of a machine.
 * @design: the runs.
 * @only: the points that are looked at; all when it is empty.
 * @ret_match: match_free() it.
 *
 * Refused: a state that was not proved (no ok row on a side), samples measured in another way (the
 * protocol columns of docs/CSV.md), and all points when A and B differ in page size or clock, or
 * cannot be compared by design.
 */
void match_points(const struct design *design, const struct globlist *only,
		  struct match *ret_match);

/** match_free() - free the table. */
void match_free(struct match *match);

#endif
