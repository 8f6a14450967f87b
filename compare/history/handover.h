/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What to type to have `git bisect run` find the commit of an alert. */
#ifndef PTEBENCH_HANDOVER_H
#define PTEBENCH_HANDOVER_H

#include "alerts.h"

/**
 * handover_commit() - what git knows a kernel by.
 * @release: "6.15.0-rc3-00012-g0123456789ab" gives "0123456789ab"; "6.15.0-rc3" gives "v6.15-rc3",
 *           "6.15.2" gives "v6.15.2".
 *
 * Return: the name, which the caller frees; NULL when the release tells none, as those of
 * distributions, whose kernels are not of this tree alone, do not.
 */
char *handover_commit(const char *release);

/**
 * handover_start() - "git bisect start BAD GOOD"; the caller frees it. NULL when a commit is
 * unknown, or no kernel brought the change.
 */
char *handover_start(const struct chronicle *chronicle, const struct alerts_group *group);

/**
 * handover_run() - "./run.sh bisect --good-set SET --case POINT --margin X%" for the largest open
 * effect of a group; the caller frees it. The margin is half of the effect.
 *
 * NULL when a name has letters that a shell would take for more than a name.
 */
char *handover_run(const struct chronicle *chronicle, const struct alerts *alerts,
		   const struct alerts_group *group);

#endif
