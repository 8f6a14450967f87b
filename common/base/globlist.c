// SPDX-License-Identifier: GPL-2.0-or-later
/* Matches names against shell patterns. */
#include "globlist.h"

#include <fnmatch.h>

bool globlist_match(const struct globlist *globs, const char *text)
{
	for (unsigned int i = 0; i < globs->count; i++)
		if (!fnmatch(globs->texts[i], text, 0))
			return true;
	return false;
}
