/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The folio sizes of a case on this machine, and those that a user may choose. */
#ifndef PTEBENCH_FOLIOS_H
#define PTEBENCH_FOLIOS_H

#include "case.h"

enum { FOLIOS_MAX = 32 };

/**
 * struct folios_size - a folio size of a sweep.
 * @suffix: what its name adds to the size: "-pte", "-emul" or "".
 */
struct folios_size {
	size_t bytes;
	enum page_state_mapping mapping;
	enum page_state_construction construction;
	const char *suffix;
	enum case_tier tier;
};

struct folios {
	size_t count;
	struct folios_size entries[FOLIOS_MAX];
};

/** folios_choose() - the folio sizes of a case; none: it is not about folios. */
void folios_choose(const struct case_entry *case_entry, struct folios *ret_choices);

/**
 * folios_parse() - a folio size as IDs name it: "64K", "64K-emul", "2M-pte", "2M".
 *
 * Return: false if it is no folio size, or none of the kinds that the case sweeps.
 */
bool folios_parse(const struct case_entry *case_entry, const char *text,
		  struct folios_size *ret_folio);

/** folios_describe() - the kinds that the case sweeps: "base page, 2M"; "-": none. */
const char *folios_describe(const struct case_entry *case_entry);

/**
 * folios_region_step() - the size of which region sizes of the case must be multiples, in bytes;
 * 0: it can have no other size.
 */
size_t folios_region_step(const struct case_entry *case_entry);

#endif
