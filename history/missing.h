/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Points that had values, but have none in the newest run. */
#ifndef PTEBENCH_MISSING_H
#define PTEBENCH_MISSING_H

#include "dataset.h"

/**
 * struct missing_point - a point of a machine.
 * @point, @why: as the newest run has them.
 * @machine, @run: indexes; the newest run.
 * @last: the last run with a value of it (index).
 */
struct missing_point {
	char *point, *why;
	size_t machine, run, last;
};

/** struct missing - @count, by machine and point. */
struct missing {
	size_t count;
	struct missing_point *points;
};

/**
 * missing_find() - find missing points of each machine's last run, in the order of history.
 *
 * A point that the newest run did not plan is not missing.
 */
void missing_find(struct index *index, const struct dataset *dataset, struct missing *ret_missing);
void missing_free(struct missing *missing);

#endif
