/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two sets of runs, held against each other machine by machine. */
#ifndef PTEBENCH_JUDGE_H
#define PTEBENCH_JUDGE_H

#include "match.h"
#include "decision.h"

/**
 * struct judge_options - what is asked.
 * @margin: smallest ratio less 1 that matters, as 0.01.
 * @only: points; all when empty.
 * @history: further sets, for the SD of boots where a side has one boot.
 */
struct judge_options {
	double margin;
	struct globs only;
	const struct set *history;
	size_t history_count;
};

/**
 * struct judge_machine - the comparison on one machine.
 * @name: the host's name. @facts: of A's first run there.
 * @on: for each figure, one a point of @match.
 * @history_boots: boots that lent their SD.
 */
struct judge_machine {
	const char *name;
	const struct facts *facts;
	struct units_design design;
	struct match match;
	struct decision *on[SAMPLES_FIGURES];
	struct stats_prior prior[SAMPLES_FIGURES];
	size_t history_boots;
};

/** struct judge_lone - a machine that is in one set only; @key: see facts_machine(). */
struct judge_lone {
	enum units_side side;
	const char *name, *key;
	size_t runs;
};

/** struct judgement - all of it. @a, @b: the sets, kept by reference. */
struct judgement {
	const struct set *a, *b;
	double margin;
	size_t count;
	struct judge_machine *machines;
	size_t lone_count;
	struct judge_lone *lone;
};

/** struct judge_counts - of one figure on one machine: points by fate, cases by verdict. */
struct judge_counts {
	size_t fates[MATCH_REFUSED + 1], verdicts[VERDICTS], judged;
};

/** judge_sets() - compare; judge_free() it. Runs with an error are passed over. */
void judge_sets(const struct set *a, const struct set *b, const struct judge_options *options,
		struct judgement *ret_judgement);

/** judge_free() - free the tables. */
void judge_free(struct judgement *judgement);

/** judge_count() - how many points of each fate, how many cases of each verdict? */
void judge_count(const struct judge_machine *machine, enum samples_figure figure,
		 struct judge_counts *ret_counts);

/**
 * judge_status() - the exit status.
 * @figures: bit mask of 1 << samples_figure: those that count.
 *
 * Return: EXIT_FAILED: something is slower; EXIT_UNDECIDED: that cannot be told (an undecided case
 * whose interval reaches beyond the margin, a case that was measured on both sides and could not
 * be compared, or nothing to compare); EXIT_DONE: nothing is slower.
 */
enum fail_code judge_status(const struct judgement *judgement, unsigned int figures);

#endif
