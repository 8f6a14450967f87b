/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What one set measured, held against nothing. */
#ifndef PTEBENCH_VALUES_H
#define PTEBENCH_VALUES_H

#include "globs.h"
#include "load.h"

/**
 * values_write() - a section a machine: each point's value, interval and proof.
 * @only: the points that are shown; all when it is empty.
 */
void values_write(const struct set *set, const struct globs *only, FILE *out);

#endif
