/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A choice of points by shell patterns. */
#ifndef PTEBENCH_GLOBS_H
#define PTEBENCH_GLOBS_H

#include <stdbool.h>

enum { GLOBS_MAX = 32 };

/** struct globs - patterns of glob(7); `*` matches slashes too. */
struct globs {
	unsigned int count;
	const char *texts[GLOBS_MAX];
};

/** globs_match() - does @text match one of them? */
bool globs_match(const struct globs *globs, const char *text);

#endif
