/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Series of a dataset and their change points. */
#ifndef PTEBENCH_SERIES_H
#define PTEBENCH_SERIES_H

#include "dataset.h"
#include "index.h"

/**
 * struct series_places - places in the dataset of ids of the index.
 * @runs, @points: by id, the index plus 1, or 0 if left out.
 * @in_machine: by index of a run, its place in the machine's order.
 */
struct series_places {
	const size_t *runs, *points, *in_machine;
};

/** series_load() - fill the dataset's series. @metrics: bit mask of those requested. */
void series_load(struct index *index, const struct series_places *places, unsigned int metrics,
		 struct dataset *dataset);

/**
 * series_find_changes() - find the changes of all series, in parallel.
 * @index: caches the results of unchanged series.
 * @margin: the smallest ratio less 1 that is a change.
 * @stand: 1 or more: segments_change.stood counts up to so many looks. A look is at the values that
 *         there were after one of the last runs (by time) with a value, so it depends on them
 * alone.
 *
 * Return: number of looks that were not cached.
 */
size_t series_find_changes(struct index *index, struct dataset *dataset, double margin,
			   size_t stand);

#endif
