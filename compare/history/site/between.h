/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In what did the environment differ between the runs on both sides of a change? */
#ifndef PTEBENCH_BETWEEN_H
#define PTEBENCH_BETWEEN_H

#include "chronicle.h"

/**
 * struct between - two runs.
 * @before, @after: indexes.
 * @texts: @count differences; see environment_differences().
 * @reason: why that cannot be told; empty when it can.
 */
struct between {
	size_t before, after, count;
	char **texts;
	struct reason reason;
};

/** struct betweens - @count of them, by their runs. */
struct betweens {
	size_t count;
	struct between *items;
};

/**
 * between_read() - read host.csv and kernel-config of all runs beside a change, on all CPUs.
 * @ret_betweens: between_free() it.
 */
void between_read(const struct chronicle *chronicle, struct betweens *ret_betweens);

/** between_free() - free the texts. */
void between_free(struct betweens *betweens);

/** between_find() - of a change of a series. */
const struct between *between_find(const struct betweens *betweens,
				   const struct chronicle_series *series,
				   const struct regimes_change *change);

#endif
