/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which changes came together, with one kernel? */
#ifndef PTEBENCH_GROUPS_H
#define PTEBENCH_GROUPS_H

#include "alerts.h"

/**
 * groups_make() - put each alert into a group.
 *
 * Changes of one direction, of any machine, whose intervals of place hold the same kernel. The
 * change whose place is known best names the kernel, and so on with what is left.
 */
void groups_make(const struct dataset *dataset, struct alerts *alerts);

#endif
