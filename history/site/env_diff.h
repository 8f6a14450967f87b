/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Differences of environment between the runs on both sides of a change. */
#ifndef PTEBENCH_ENV_DIFF_H
#define PTEBENCH_ENV_DIFF_H

#include "history/dataset.h"

/**
 * struct env_diff - two runs.
 * @before, @after: indexes.
 * @texts: @count differences; see environment_differences().
 * @reason: why they are unknown; else empty.
 */
struct env_diff {
	size_t before, after, count;
	char **texts;
	struct reason reason;
};

/** struct env_diff_list - @count pairs, by their runs. */
struct env_diff_list {
	size_t count;
	struct env_diff *items;
};

/**
 * env_diff_read() - read host.csv and kernel-config of all runs beside a change, on all CPUs.
 * @ret_list: env_diff_free() it.
 */
void env_diff_read(const struct dataset *dataset, struct env_diff_list *ret_list);
void env_diff_free(struct env_diff_list *list);

/** env_diff_find() - find the pair of a change of a series. */
const struct env_diff *env_diff_find(const struct env_diff_list *list,
				     const struct dataset_series *series,
				     const struct segments_change *change);

#endif
