/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Verdict on each point: faster, slower, same or undecided. Method: docs/STATISTICS.md. */
#ifndef PTEBENCH_VERDICT_H
#define PTEBENCH_VERDICT_H

#include "metrics.h"

enum verdict_kind {
	VERDICT_FASTER,	   /* by more than the margin, at a false-discovery rate of 5% */
	VERDICT_SLOWER,	   /* likewise */
	VERDICT_SAME,	   /* the 95% interval lies within the margin, and holds 0 */
	VERDICT_SMALL,	   /* it lies within the margin, and does not hold 0 */
	VERDICT_UNDECIDED, /* none of these */
	VERDICT_NONE,	   /* not comparable, or this metric was not measured */
	VERDICT_KINDS,
};

enum verdict_method {
	VERDICT_METHOD_NONE,
	VERDICT_METHOD_MODERATED, /* t with a variance shrunk towards that of all points */
	VERDICT_METHOD_POOLED,	  /* t with the case's own variance: too few points for a prior */
	VERDICT_METHOD_WELCH,	  /* Welch's t: likewise, and unequal numbers of units */
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
 * @metrics: its input. @is_judged: a comparable case. Controls get an interval only.
 * @d: ln of B/A; @se: its standard error; @low, @high: its 95% interval, NAN if unknown. With
 * VERDICT_METHOD_WITHIN it covers the processes of these boots and no other boots.
 * @sd: SD of one unit of A that the test used, NAN if unknown; @df: its degrees of freedom.
 * @p: see stats_margin_p(); @q: after Benjamini-Hochberg; NAN if not tested.
 * @mde: see power_mde(), and what it takes to be beyond verdict_set.reach; NAN if @sd is, or if
 *       units or samples of this point are of two kinds: their chance is not that of a t.
 * @units_to_see: units per side that find a change of verdict_options.see; @units_to_call_same:
 * that call no change so. At most VERDICT_UNITS_MAX + 1; 0 if unknown, or decided.
 */
struct verdict {
	struct metrics metrics;
	struct verdict_boots boots;
	bool is_judged;
	enum verdict_kind verdict;
	enum verdict_method method;
	double d, low, high, se, sd, df, p, q, mde;
	size_t units_to_see, units_to_call_same;
};

enum {
	VERDICT_UNITS_MAX = 99,	   /* largest number of units to propose */
	VERDICT_POINTS_LEAST = 20, /* with fewer points no prior is estimated */
};

/** verdict_is_tested() - true if the interval covers other boots. */
bool verdict_is_tested(const struct verdict *point);

/* F S = ~ ? or -, and the words for exports: "faster", ...; "moderated-t", ... */
extern const char verdict_letters[VERDICT_KINDS];
extern const char *const verdict_names[VERDICT_KINDS], *const verdict_method_names[VERDICT_METHODS];

/**
 * struct verdict_set - what all verdicts of one metric on one machine share.
 * @prior: f0 is 0 if none was used. @ratio: variance of a unit of B by that of A.
 * @independent: as many cases with independent boots would tell as much of the variance.
 * @two_kinds: points whose units fall into two groups that are not A and B.
 * @by_chance: so many more are expected to be apart as A and B are, by chance.
 * @reach: smaller changes may be such a chance and have no verdict; 0: all have one. @reach_sd: by
 *	   so much it may differ in a repetition.
 */
struct verdict_set {
	struct stats_prior prior;
	double ratio, independent;
	size_t two_kinds;
	double by_chance, reach, reach_sd;
};

/**
 * verdict_make() - compute intervals, p, q and verdicts of one metric on one machine.
 * @points: @count of them, with metrics, boots and is_judged set.
 * @margin: ln(1 + eps). @see: ln(1 + change) to plan units for.
 *
 * With 2 units a side or more: y ~ side + time where A and B took turns, one variance ratio B/A for
 * all points, and t moderated by the variances of all points, if these are at least 20; else t with
 * the case's own variance, or Welch's if the numbers of units differ. With one boot on a side the
 * SD is that of the other side's boots and @boots, if these have 2 degrees of freedom or more.
 */
void verdict_make(struct verdict *points, size_t count, double margin, double see,
		  struct verdict_set *ret_set);

/** verdict_set_make() - estimate it from @count points with metrics and is_judged set. */
struct verdict_set verdict_set_make(const struct verdict *points, size_t count);

/** verdict_set_fit() - fit one point; see stats_fit(). */
struct stats_fit verdict_set_fit(const struct metrics *metrics, double ratio);

/** verdict_set_has_spread() - true if the units have a variance: 2 a side, and df left. */
bool verdict_set_has_spread(const struct metrics *metrics);

#endif
