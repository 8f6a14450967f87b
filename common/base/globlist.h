/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A list of shell patterns that selects points. */
#ifndef PTEBENCH_GLOBLIST_H
#define PTEBENCH_GLOBLIST_H

#include <fnmatch.h>
#include <stdbool.h>

enum { GLOBLIST_MAX = 32 };

/** struct globlist - patterns of glob(7); `*` matches slashes too. */
struct globlist {
	unsigned int count;
	const char *texts[GLOBLIST_MAX];
};

static inline bool globlist_match(const struct globlist *globs, const char *text)
{
	for (unsigned int i = 0; i < globs->count; i++)
		if (!fnmatch(globs->texts[i], text, 0))
			return true;
	return false;
}

#endif
