/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What one set measured, held against nothing. */
#ifndef PTEBENCH_SINGLE_SET_H
#define PTEBENCH_SINGLE_SET_H

#include "base/globlist.h"
#include "compare/load.h"

/**
 * single_set_write() - a section a machine: each point's value, interval and proof.
 * @only: the points that are shown; all when it is empty.
 */
void single_set_write(const struct load_set *set, const struct globlist *only, FILE *out);

#endif
