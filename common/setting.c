// SPDX-License-Identifier: GPL-2.0-or-later
/* Which knob should hold what? */
#include "setting.h"

#include <string.h>

#include "fail.h"

void settings_add(struct settings *settings, const char *path, const char *wanted,
		  const char *tolerated)
{
	struct setting *entry = &settings->entries[settings->count];

	if (settings->count == SETTINGS_MAX || strlen(path) >= sizeof(entry->path) ||
	    strlen(wanted) >= sizeof(entry->wanted) ||
	    strlen(tolerated) >= sizeof(entry->tolerated))
		die(EXIT_FAILED, "settings: no room for %s=%s", path, wanted);
	strcpy(entry->path, path);
	strcpy(entry->wanted, wanted);
	strcpy(entry->tolerated, tolerated);
	settings->count++;
}
