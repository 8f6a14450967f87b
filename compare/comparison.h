/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares two sets of runs, machine by machine. */
#ifndef PTEBENCH_COMPARISON_H
#define PTEBENCH_COMPARISON_H

#include "match.h"
#include "verdict.h"

/**
 * struct comparison_options - @margin: smallest ratio less 1 that matters, as 0.01.
 * @see: ratio less 1 of a change that boots are planned for; 0: three margins.
 * @trust_order: judge boots that did not take turns as if no drift were possible.
 * @only: globs of points; empty: all.
 * @history: further sets, for the SD of boots if a side has one boot.
 */
struct comparison_options {
	double margin, see;
	bool trust_order;
	struct globlist only;
	const struct load_set *history;
	size_t history_count;
};

/**
 * struct comparison_machine - the comparison on one machine.
 * @of: it is in its machines. @name: the host's name. @facts: those of A's first run there.
 * @on: for each metric, one verdict per point of @match. @set: what these share.
 * @is_mixed: the runs of a side are of several kernels: of several releases or builds.
 */
struct comparison_machine {
	const struct comparison *of;
	const char *name;
	const struct host_facts *facts;
	struct design design;
	struct match match;
	struct verdict *on[CSV_READER_METRICS];
	struct verdict_set set[CSV_READER_METRICS];
	bool is_mixed[DESIGN_SIDES];
};

/* With fewer on a side, boots of two kinds cannot be told from a change (docs/STATISTICS.md). */
enum { COMPARISON_FEW_BOOTS = 6 };

/** struct comparison_lone - a machine that is in one set only; @key: see host_facts_machine(). */
struct comparison_lone {
	enum design_side side;
	const char *name, *key;
	size_t runs;
};

/** struct comparison - both sets on all machines. @a, @b: kept by reference. @see: as asked for. */
struct comparison {
	const struct load_set *a, *b;
	double margin, see;
	bool trust_order;
	size_t count;
	struct comparison_machine *machines;
	size_t lone_count;
	struct comparison_lone *lone;
};

/** struct comparison_counts - one metric on one machine: points by fate, cases by verdict. */
struct comparison_counts {
	size_t fates[MATCH_REFUSED + 1], verdicts[VERDICT_KINDS], judged;
};

/** comparison_make() - compare; comparison_free() it. Skips runs with an error. */
void comparison_make(const struct load_set *a, const struct load_set *b,
		     const struct comparison_options *options, struct comparison *ret_comparison);
void comparison_free(struct comparison *comparison);

/** comparison_count() - count points by fate and cases by verdict. */
struct comparison_counts comparison_count(const struct comparison_machine *machine,
					  enum csv_reader_metric metric);

/**
 * comparison_status() - the exit status.
 * @metrics: bit mask of 1 << csv_reader_metric: those that count.
 *
 * Return: EXIT_FAILED: a case is slower; EXIT_UNDECIDED: possibly (an undecided case whose interval
 * reaches beyond the margin, boots that did not take turns, several kernels on one side, a case
 * that both sides measured and that is not comparable, or nothing to compare); EXIT_DONE: nothing
 * is slower.
 */
enum die_code comparison_status(const struct comparison *comparison, unsigned int metrics);

/**
 * struct conclusions_mean - geometric mean of B/A over cases.
 * @family: of the cases; NULL: all of them. @cases: those that all units of both sides measured.
 * @d: ln of the mean; @low, @high: its 95% interval over the units; NAN with one unit on a side.
 */
struct conclusions_mean {
	const char *family;
	size_t cases;
	double d, low, high;
};

/**
 * conclusions_line() - "9 slower (worst mprotect.ro 4K +102%), 21 faster (...), 6 undecided".
 *
 * Where no verdict is possible it says why, and what to do. The caller frees it.
 */
char *conclusions_line(const struct comparison_machine *machine, enum csv_reader_metric metric);

/**
 * conclusions_means() - a mean of each family, and of all cases, in this order.
 * @ret_means: room for as many as there are points, and one.
 *
 * Each unit has the mean over the cases of its y; these are compared as a case is, with their own
 * variance (see stats_fit()). Points with more units than METRICS_UNITS_KEPT are left out.
 *
 * Return: their number; 0 for fewer than 2 cases.
 */
size_t conclusions_means(const struct comparison_machine *machine, enum csv_reader_metric metric,
			 struct conclusions_mean *ret_means);

/**
 * environment_differences() - one text per difference, as "governor: performance -> powersave".
 * @ret_texts: receives the texts, which the caller frees, and the array.
 *
 * Facts of host.csv (see host_facts_is_environment()), then the options of kernel-config. A side
 * whose runs differ among themselves shows all values, as "schedutil|performance".
 *
 * Return: number of texts.
 */
size_t environment_differences(const struct comparison_machine *machine, char ***ret_texts);

/**
 * control_drift_drift() - largest drift of any control over any run of either side.
 *
 * The drift of a run is the slope b of drift_of(), in ln. A run of 5 processes has 3 degrees of
 * freedom, too few to know its own error; but the processes of a control are alike in all runs. So
 * the variance of their residuals is pooled over the runs of both sides,
 *
 *	s^2 = sum df_i s_i^2 / sum df_i	s_i^2 = se(b_i)^2 S_i	(S: see linreg_fit())
 *	se(b_i)^2 = s^2 / S_i
 *
 * and a drift counts when |b_i| > 3 se(b_i).
 *
 * Return: |b| of the largest that counts; NAN if none does, or without degrees of freedom.
 */
double control_drift_drift(const struct design *design, enum csv_reader_metric metric);

/**
 * control_drift_flag() - set METRICS_FLAG_DRIFT on verdicts of cases (faster, slower) that a drift
 * could explain.
 * @points: one per point of @match, after verdict_make().
 *
 * A drift could explain a verdict if a control has the same one and at least the case's |d|, or if
 * control_drift_drift() is above the case's |d|. Verdicts do not change.
 */
void control_drift_flag(const struct design *design, const struct match *match,
			enum csv_reader_metric metric, struct verdict *points);

#endif
