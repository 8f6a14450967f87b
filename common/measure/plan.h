/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plan of a program: its case tables as points, each one page state and one op. */
#ifndef PTEBENCH_PLAN_H
#define PTEBENCH_PLAN_H

#include <stdio.h>

#include "case.h"

enum { PLAN_POINT_ID_BYTES = 128, PLAN_FOLIOS_MAX = 32 };

/**
 * struct plan_point - a point.
 * @id: case name and parameters: "mprotect.ro/anon/folio=64K/size=64M"; the same on all machines.
 * @tier: the first run that has it.
 */
struct plan_point {
	char id[PLAN_POINT_ID_BYTES];
	const struct case_entry *case_entry;
	struct page_state spec;
	unsigned long parameter;
	enum case_tier tier;
};

struct plan {
	size_t count;
	struct plan_point *points;
};

/**
 * struct plan_folio - a folio size of a sweep.
 * @suffix: what its name adds to the size: "-pte", "-emul" or "".
 */
struct plan_folio {
	size_t bytes;
	enum page_state_mapping mapping;
	enum page_state_construction construction;
	const char *suffix;
	enum case_tier tier;
};

struct plan_folios {
	size_t count;
	struct plan_folio entries[PLAN_FOLIOS_MAX];
};

/** struct plan_values - values in place of those of a case; NULL: those of the case. */
struct plan_values {
	const struct case_value *sizes, *parameters;
	const struct plan_folios *folios;
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

/**
 * plan_parse_folio() - a folio size as IDs name it: "64K", "64K-emul", "2M-pte", "2M".
 *
 * Return: false if it is no folio size, or none of the kinds that the case sweeps.
 */
bool plan_parse_folio(const struct case_entry *case_entry, const char *text,
		      struct plan_folio *ret_folio);

/** plan_describe_folios() - the kinds that the case sweeps: "base page, 2M"; "-": none. */
const char *plan_describe_folios(const struct case_entry *case_entry);

/**
 * plan_size_step() - the size of which region sizes of the case must be multiples, in bytes;
 * 0: it can have no other size.
 */
size_t plan_size_step(const struct case_entry *case_entry);

void plan_add(struct plan *plan, const struct plan_point *point);
void plan_free(struct plan *plan);

/**
 * plan_shuffle() - a random permutation of 0 .. @count - 1, by Fisher-Yates and nrand48(3).
 *
 * Depends only on @count, the @seed of the run and the @round.
 */
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
