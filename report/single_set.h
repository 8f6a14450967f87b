/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Metrics of one set, without a comparison. */
#ifndef PTEBENCH_SINGLE_SET_H
#define PTEBENCH_SINGLE_SET_H

#include "base/globlist.h"
#include "compare/load.h"

/**
 * single_set_write() - write a section per machine: each point's value, interval and proof.
 * @only: globs of points to show; empty: all.
 */
void single_set_write(const struct load_set *set, const struct globlist *only, FILE *out);

#endif
