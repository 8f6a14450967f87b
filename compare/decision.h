/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Did a point get faster or slower, and how surely? The method is docs/STATISTICS.md. */
#ifndef PTEBENCH_DECISION_H
#define PTEBENCH_DECISION_H

#include "figures.h"

enum decision_verdict {
	VERDICT_FASTER,	   /* by more than the margin, at a false-discovery rate of 5% */
	VERDICT_SLOWER,	   /* likewise */
	VERDICT_SAME,	   /* the 95% interval lies within the margin */
	VERDICT_UNDECIDED, /* none of these */
	VERDICT_NONE,	   /* not comparable, or this figure was not measured */
	VERDICTS,
};

enum decision_method {
	METHOD_NONE,
	METHOD_MODERATED, /* t with a variance drawn towards that of all points */
	METHOD_WELCH,	  /* Welch's t on the units */
	METHOD_BORROWED,  /* one boot on a side: the SD is that of the other boots there are */
	METHOD_WITHIN,	  /* one boot on a side, and no other: the spread of its processes */
	METHODS,
};

/**
 * struct decision_boots - what is known of the boots of this machine beside those that are
 * compared.
 * @variance: of ln summaries of one point, pooled over sets; @df: its degrees of freedom, or 0.
 */
struct decision_boots {
	double variance, df;
};

/**
 * struct decision - the verdict on one figure of one point.
 * @figures: what it rests on.
 * @is_judged: is it a case, and comparable? Controls get an interval alone.
 * @d: ln of B/A; @low, @high: its 95% interval, NAN where there is none. With METHOD_WITHIN it
 *     covers the processes of these boots and says nothing of others.
 * @sd: of one unit, as it was used, NAN where unknown; @df: of it.
 * @p: see stats_margin_p(); @q: after Benjamini-Hochberg; NAN where not tested.
 * @mde: smallest ln ratio found with 80% power; NAN where @sd is.
 * @needed: units a side that would settle it; 0 where that cannot be told or is settled.
 */
struct decision {
	struct figures figures;
	struct decision_boots boots;
	bool is_judged;
	enum decision_verdict verdict;
	enum decision_method method;
	double d, low, high, sd, df, p, q, mde;
	size_t needed;
};

enum {
	DECISION_NEEDED_MAX = 99,   /* more units than this are not counted */
	DECISION_POINTS_LEAST = 20, /* with fewer points no prior is estimated */
};

/** decision_letter() - F S = ? or - */
char decision_letter(enum decision_verdict verdict);

/** decision_name() - a word for exports: "faster", ... */
const char *decision_name(enum decision_verdict verdict);

/** decision_method_name() - a word for exports: "moderated-t", ... */
const char *decision_method_name(enum decision_method method);

/**
 * decision_make() - intervals, p, q and verdicts of all points of one figure on one machine.
 * @points: @count of them, with figures, boots and is_judged set.
 * @margin: ln(1 + eps).
 * @ret_prior: receives the prior; f0 is 0 where none was used.
 *
 * Moderated t where n is equal and at least 2, the SDs differ no more than threefold, and at least
 * 20 points have such n; else Welch's t. With one boot on a side the SD is borrowed from the other
 * side's boots and @boots, if these have 2 degrees of freedom or more.
 */
void decision_make(struct decision *points, size_t count, double margin,
		   struct stats_prior *ret_prior);

#endif
