/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Verdict on each point: faster, slower, same or undecided. Method: docs/STATISTICS.md. */
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
	VERDICT_METHOD_MODERATED, /* t with a variance shrunk towards that of all points */
	VERDICT_METHOD_WELCH,	  /* Welch's t on the units */
	VERDICT_METHOD_BORROWED,  /* one boot on a side: the SD of the other boots */
	VERDICT_METHOD_WITHIN,	  /* one boot on a side, no others: the spread of its processes */
	VERDICT_METHODS,
};

/**
 * struct verdict_boots - spread of this machine's boots that are not compared.
 * @variance: of ln summaries of one point, pooled over sets; @df: its degrees of freedom, or 0.
 */
struct verdict_boots {
	double variance, df;
};

/**
 * struct verdict - the verdict on one metric of one point.
 * @metrics: its input.
 * @is_judged: a comparable case. Controls get an interval only.
 * @d: ln of B/A; @low, @high: its 95% interval, NAN if unknown. With VERDICT_METHOD_WITHIN it
 *     covers the processes of these boots and no other boots.
 * @sd: SD of one unit that the test used, NAN if unknown; @df: its degrees of freedom.
 * @p: see stats_margin_p(); @q: after Benjamini-Hochberg; NAN if not tested.
 * @mde: smallest ln ratio found with 80% power; NAN if @sd is.
 * @needed: units per side that would decide it; 0 if unknown or decided.
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
	VERDICT_NEEDED_MAX = 99,   /* largest number of units to propose */
	VERDICT_POINTS_LEAST = 20, /* with fewer points no prior is estimated */
};

/** verdict_letter() - F S = ? or - */
char verdict_letter(enum verdict_kind verdict);

/** verdict_name() - a word for exports: "faster", ... */
const char *verdict_name(enum verdict_kind verdict);

/** verdict_method_name() - a word for exports: "moderated-t", ... */
const char *verdict_method_name(enum verdict_method method);

/**
 * verdict_make() - compute intervals, p, q and verdicts of one metric on one machine.
 * @points: @count of them, with metrics, boots and is_judged set.
 * @margin: ln(1 + eps).
 * @ret_prior: receives the prior; f0 is 0 if none was used.
 *
 * Moderated t if n is equal and at least 2, the SDs differ at most threefold, and at least 20
 * points have such n; else Welch's t. With one boot on a side the SD is that of the other side's
 * boots and @boots, if these have 2 degrees of freedom or more.
 */
void verdict_make(struct verdict *points, size_t count, double margin,
		  struct stats_prior *ret_prior);

#endif
