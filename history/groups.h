/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Groups alerts that came with the same kernel. */
#ifndef PTEBENCH_GROUPS_H
#define PTEBENCH_GROUPS_H

#include "alerts.h"

/**
 * groups_make() - put each alert into a group.
 *
 * A group has changes of one direction, of any machine, whose intervals of place include the same
 * kernel: that of the change with the narrowest interval. Repeats with the remaining changes.
 */
void groups_make(const struct dataset *dataset, struct alerts *alerts);

#endif
