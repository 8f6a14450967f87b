/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values of the index, as the series of a dataset; and what changed in them. */
#ifndef PTEBENCH_SERIES_H
#define PTEBENCH_SERIES_H

#include "dataset.h"
#include "index.h"

/**
 * struct series_places - where ids of the index are found in the dataset.
 * @runs, @points: by id, the index plus 1, or 0 where it is left out.
 * @in_machine: by index of a run, its place in the machine's order.
 */
struct series_places {
	const size_t *runs, *points, *in_machine;
};

/** series_load() - fill the dataset's series. @metrics: bit mask of those that are wanted. */
void series_load(struct index *index, const struct series_places *places, unsigned int metrics,
		 struct dataset *dataset);

/**
 * series_find_changes() - fill the regimes of all series, in parallel.
 * @index: keeps what was found, so that a series that has not changed costs nothing.
 * @margin: the smallest ratio less 1 that is a change.
 *
 * Return: how many series were looked at anew.
 */
size_t series_find_changes(struct index *index, struct dataset *dataset, double margin);

#endif
