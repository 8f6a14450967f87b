/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Did a point get faster or slower, and how surely? The method is docs/STATISTICS.md. */
#ifndef PTEBENCH_VERDICT_H
#define PTEBENCH_VERDICT_H

#include "metrics.h"

enum verdict_kind {
	VERDICT_FASTER,	   /* by more than the margin, at a false-discovery rate of 5% */
	VERDICT_SLOWER,	   /* likewise */
	VERDICT_SAME,	   /* the 95% interval lies within the margin */
	VERDICT_UNDECIDED, /* none of these */
	VERDICT_NONE,	   /* not comparable, or this metric was not measured */
	VERDICT_KINDS,
};

enum verdict_method {
	VERDICT_METHOD_NONE,
	VERDICT_METHOD_MODERATED, /* t with a variance drawn towards that of all points */
	VERDICT_METHOD_WELCH,	  /* Welch's t on the units */
	VERDICT_METHOD_BORROWED,  /* one boot on a side: the SD is that of the other boots there are
				   */
	VERDICT_METHOD_WITHIN, /* one boot on a side, and no other: the spread of its processes */
	VERDICT_METHODS,
};

/**
 * struct verdict_boots - what is known of the boots of this machine beside those that are
 * compared.
 * @variance: of ln summaries of one point, pooled over sets; @df: its degrees of freedom, or 0.
 */
struct verdict_boots {
	double variance, df;
};

/**
 * struct verdict - the verdict on one metric of one point.
 * @metrics: what it rests on.
 * @is_judged: is it a case, and comparable? Controls get an interval alone.
 * @d: ln of B/A; @low, @high: its 95% interval, NAN where there is none. With VERDICT_METHOD_WITHIN
 * it covers the processes of these boots and says nothing of others.
 * @sd: of one unit, as it was used, NAN where unknown; @df: of it.
 * @p: see stats_margin_p(); @q: after Benjamini-Hochberg; NAN where not tested.
 * @mde: smallest ln ratio found with 80% power; NAN where @sd is.
 * @needed: units a side that would settle it; 0 where that cannot be told or is settled.
 */
struct verdict {
	struct metrics metrics;
	struct verdict_boots boots;
	bool is_judged;
	enum verdict_kind verdict;
	enum verdict_method method;
	double d, low, high, sd, df, p, q, mde;
	size_t needed;
};

enum {
	VERDICT_NEEDED_MAX = 99,   /* more units than this are not counted */
	VERDICT_POINTS_LEAST = 20, /* with fewer points no prior is estimated */
};

/** verdict_letter() - F S = ? or - */
char verdict_letter(enum verdict_kind verdict);

/** verdict_name() - a word for exports: "faster", ... */
const char *verdict_name(enum verdict_kind verdict);

/** verdict_method_name() - a word for exports: "moderated-t", ... */
const char *verdict_method_name(enum verdict_method method);

/**
 * verdict_make() - intervals, p, q and verdicts of all points of one metric on one machine.
 * @points: @count of them, with metrics, boots and is_judged set.
 * @margin: ln(1 + eps).
 * @ret_prior: receives the prior; f0 is 0 where none was used.
 *
 * Moderated t where n is equal and at least 2, the SDs differ no more than threefold, and at least
 * 20 points have such n; else Welch's t. With one boot on a side the SD is borrowed from the other
 * side's boots and @boots, if these have 2 degrees of freedom or more.
 */
void verdict_make(struct verdict *points, size_t count, double margin,
		  struct stats_prior *ret_prior);

#endif
