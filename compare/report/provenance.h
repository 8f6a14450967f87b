/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the numbers come from: runs, machines, commands. */
#ifndef PTEBENCH_PROVENANCE_H
#define PTEBENCH_PROVENANCE_H

#include "load.h"

/** provenance_write() - each run of @count sets, what it ran on, and what was left out and why. */
void provenance_write(const struct set *sets, size_t count, FILE *out);

#endif
