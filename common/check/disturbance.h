/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells whether the kernel handled pages of its own accord meanwhile: oracles cannot judge then. */
#ifndef PTEBENCH_DISTURBANCE_H
#define PTEBENCH_DISTURBANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/die.h"

enum { DISTURBANCE_COUNTERS = 8 };

/**
 * struct disturbance - counters of /proc/vmstat, of the whole machine.
 * @is_known: they could be read; a counter that this kernel lacks is 0.
 *
 * Pages that are isolated, migrated, scanned by reclaim, collapsed, or hinted for NUMA balancing;
 * processes killed for want of memory. A page under migration has no present entry, so a write to
 * it faults; where no folio of its size is free, it is split (migrate_pages_batch(), mm/migrate.c @
 * 6.18). Reclaim splits folios on the deferred list.
 */
struct disturbance {
	bool is_known;
	uint64_t counts[DISTURBANCE_COUNTERS];
};

void disturbance_take(struct disturbance *ret_now);

/**
 * disturbance_since() - did a counter grow since @before?
 * @ret_reason: receives which one, and by how much.
 *
 * Return: false also if the counters cannot be read.
 */
bool disturbance_since(const struct disturbance *before, struct reason *ret_reason);

/** disturbance_has_killed() - were processes killed for want of memory since then? */
bool disturbance_has_killed(const struct disturbance *before);

#endif
