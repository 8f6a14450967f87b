/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Origin of the metrics: runs, machines, commands. */
#ifndef PTEBENCH_PROVENANCE_H
#define PTEBENCH_PROVENANCE_H

#include "compare/load.h"

/** provenance_write() - write each run of @count sets, its machine, and what was left out and why.
 */
void provenance_write(const struct load_set *sets, size_t count, FILE *out);

#endif
