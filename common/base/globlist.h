/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A list of shell patterns that selects points. */
#ifndef PTEBENCH_GLOBLIST_H
#define PTEBENCH_GLOBLIST_H

#include <stdbool.h>

enum { GLOBLIST_MAX = 32 };

/** struct globlist - patterns of glob(7); `*` matches slashes too. */
struct globlist {
	unsigned int count;
	const char *texts[GLOBLIST_MAX];
};

/** globlist_match() - does @text match one of them? */
bool globlist_match(const struct globlist *globs, const char *text);

#endif
