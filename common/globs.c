// SPDX-License-Identifier: GPL-2.0-or-later
/* Is that point among the chosen? */
#include "globs.h"

#include <fnmatch.h>

bool globs_match(const struct globs *globs, const char *text)
{
	for (unsigned int i = 0; i < globs->count; i++)
		if (!fnmatch(globs->texts[i], text, 0))
			return true;
	return false;
}
