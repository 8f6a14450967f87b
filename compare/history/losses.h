/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which points had values, and have none in the newest run? */
#ifndef PTEBENCH_LOSSES_H
#define PTEBENCH_LOSSES_H

#include "chronicle.h"

/**
 * struct loss - a point of a machine.
 * @point, @why: as the newest run has them.
 * @machine, @run: indexes; the newest run.
 * @last: the last run with a value of it (index).
 */
struct loss {
	char *point, *why;
	size_t machine, run, last;
};

/** struct losses - @count, by machine and point. */
struct losses {
	size_t count;
	struct loss *losses;
};

/**
 * losses_find() - of each machine's last run, in the order of history.
 *
 * A point that the newest run did not plan is not lost.
 */
void losses_find(struct index *index, const struct chronicle *chronicle, struct losses *ret_losses);

/** losses_free() - free the table. */
void losses_free(struct losses *losses);

#endif
