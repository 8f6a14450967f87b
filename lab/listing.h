/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The points there are, for people. */
#ifndef PTEBENCH_LISTING_H
#define PTEBENCH_LISTING_H

#include <stdio.h>

#include "programs.h"

/**
 * listing_print() - each point with the first run that has it, and how many each program has.
 * @is_long: also what each times and needs.
 */
void listing_print(const struct program_points *points, bool is_long, FILE *out);

#endif
