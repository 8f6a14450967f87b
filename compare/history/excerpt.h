/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run in few numbers: what history keeps of it. */
#ifndef PTEBENCH_EXCERPT_H
#define PTEBENCH_EXCERPT_H

#include "level.h"

/**
 * struct excerpt_point - what the run says of a point.
 * @row: a row of it. @protocol: see row_protocol().
 * @on: of each figure; value is NAN where there is none. See level_measure().
 * @why: why there is no value at all; NULL when there is one.
 */
struct excerpt_point {
	struct row row;
	uint64_t protocol;
	bool is_per_page;
	struct level on[SAMPLES_FIGURES];
	char *why;
};

/**
 * struct excerpt - of one run.
 * @error, @reason: as in struct run; with an error there is nothing else.
 * @machine: tells machines, page sizes and clocks apart. @about: in words.
 * @rows, @bad_rows: that were read, and left out.
 */
struct excerpt {
	int error;
	struct reason reason;
	char *name, *machine, *host, *about, *release, *version;
	bool counts_instructions;
	size_t rows, bad_rows, count;
	struct excerpt_point *points;
};

/** excerpt_run() - read the run in a folder. @ret_excerpt: excerpt_free() it. */
void excerpt_run(const char *path, struct excerpt *ret_excerpt);

/** excerpt_free() - free the tables. */
void excerpt_free(struct excerpt *excerpt);

#endif
