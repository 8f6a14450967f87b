/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plan of a program: its case tables as points, each one page state and one op. */
#ifndef PTEBENCH_PLAN_H
#define PTEBENCH_PLAN_H

#include <stdio.h>

#include "folios.h"

enum { PLAN_POINT_ID_BYTES = 128 };

/**
 * struct plan_point - a point.
 * @id: case name and parameters: "mprotect.ro/anon/folio=64K/size=64M"; the same on all machines.
 * @threads: of the process; all but one of them spin.
 * @tier: the first run that has it.
 */
struct plan_point {
	char id[PLAN_POINT_ID_BYTES];
	const struct case_entry *case_entry;
	struct page_state spec;
	unsigned long parameter, threads;
	enum case_tier tier;
};

struct plan {
	size_t count;
	struct plan_point *points;
};

/**
 * struct plan_values - values in place of those of a case; NULL or 0: those of the case.
 * @batch: number of regions, so of the calls of a sample; only of cases that loop over regions.
 * @threads: of a case that does not sweep them.
 */
struct plan_values {
	const struct case_value *sizes, *parameters;
	const struct folios *folios;
	unsigned long batch, threads;
};

/**
 * plan_expand() - all points of a program, in the order of its table.
 *
 * Folio sizes depend on this machine's base page and PMD size. If the kernel has no mTHP, emulated
 * sizes ("64K-emul") are in the default run, else only in --full.
 */
void plan_expand(const struct case_program *program, struct plan *ret_plan);

/** plan_expand_case() - add the points of a case. Own folio sizes are never left out. */
void plan_expand_case(const struct case_entry *case_entry, const struct plan_values *values,
		      struct plan *plan);

void plan_add(struct plan *plan, const struct plan_point *point);
void plan_free(struct plan *plan);

/** plan_permute() - a permutation of 0 .. @count - 1, by Fisher-Yates. @state: of nrand48(3). */
void plan_permute(size_t *order, size_t count, unsigned short *state);

/** plan_shuffle() - the same; depends only on @count, the @seed of the run and the @round. */
void plan_shuffle(size_t *order, size_t count, uint64_t seed, unsigned int round);

/** plan_tiers - "quick", "default", "full", NULL. */
extern const char *const plan_tiers[TIERS + 1];

/** plan_is_unsupported() - can this machine or kernel never measure it? */
bool plan_is_unsupported(const struct plan_point *point, struct reason *ret_reason);

/** plan_list() - a header and one line a point: point, tier, case, needs, timed, with tabs. */
void plan_list(const struct plan *plan, FILE *out);

/** plan_describe() - the program's cases as Markdown, for docs/CASES.md. */
void plan_describe(const struct case_program *program, FILE *out);

#endif
