/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the numbers come from: runs, machines, commands. */
#ifndef PTEBENCH_PROVENANCE_H
#define PTEBENCH_PROVENANCE_H

#include "compare/load.h"

/** provenance_write() - each run of @count sets, what it ran on, and what was left out and why. */
void provenance_write(const struct load_set *sets, size_t count, FILE *out);

#endif
