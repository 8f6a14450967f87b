/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands for `git bisect run` to find the commit of an alert. */
#ifndef PTEBENCH_BISECT_HINT_H
#define PTEBENCH_BISECT_HINT_H

#include "alerts.h"

/**
 * bisect_hint_commit() - commit or tag of a kernel.
 * @release: "6.15.0-rc3-00012-g0123456789ab" gives "0123456789ab"; "6.15.0-rc3" gives "v6.15-rc3",
 *           "6.15.2" gives "v6.15.2".
 *
 * Return: the name, which the caller frees; NULL if the release has none, such as those of
 * distributions, whose kernels have further patches.
 */
char *bisect_hint_commit(const char *release);

/**
 * bisect_hint_start() - "git bisect start BAD GOOD"; the caller frees it. NULL if nothing is open,
 * a commit is unknown, or no kernel brought the change.
 */
char *bisect_hint_start(const struct dataset *dataset, const struct alerts_group *group);

/**
 * bisect_hint_run() - "./run.sh bisect --good-set SET --case POINT --margin X%" for the largest
 * open effect of a group; the caller frees it. The margin is half of the effect.
 *
 * NULL if a name has characters that a shell interprets.
 */
char *bisect_hint_run(const struct dataset *dataset, const struct alerts *alerts,
		      const struct alerts_group *group);

#endif
