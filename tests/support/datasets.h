/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Histories that nobody measured: a dataset and its alerts, made in memory. */
#ifndef PTEBENCH_DATASETS_H
#define PTEBENCH_DATASETS_H

#include "history/alerts.h"

/**
 * struct chronicles - what a history is like.
 * @machines, @points, @runs: so many of each; every machine has all points in each of its runs.
 * @runs_per_kernel: after so many runs of a machine the next kernel comes.
 * @metrics: 1: time alone; 3: all.
 * @affected: so many points change, by turns: slower by @ratio, the same and acknowledged, slower
 *            and over again, faster by it. None where a side would have less than 5 runs.
 * @ratio: of the levels.
 * @noise: SD of ln values.
 * @gap: each so many-th run lacks the first point; 0: none does.
 * @hostile: stands in every text that comes from others; NULL: none does.
 * @root: of the tree.
 */
struct chronicles {
	unsigned int machines, points, runs, runs_per_kernel, metrics, affected, gap;
	double ratio, noise;
	const char *hostile, *root;
};

/** struct chronicles_made - what is made of it. */
struct chronicles_made {
	struct dataset dataset;
	struct alerts alerts;
	char *note;
};

/** chronicles_default() - 2 machines, 12 points, 40 runs, 3 of a kernel, all metrics, 4 changes. */
struct chronicles chronicles_default(void);

/** chronicles_make() - chronicles_free() it. */
void chronicles_make(const struct chronicles *shape, struct chronicles_made *ret_made);

/** chronicles_free() - free all of it. */
void chronicles_free(struct chronicles_made *made);

#endif
