// SPDX-License-Identifier: GPL-2.0-or-later
/* Which knob should hold what? */
#include "setting.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"

void settings_add(struct settings *settings, const char *path, const char *wanted,
		  const char *tolerated)
{
	struct setting *entry;

	if (strlen(path) >= sizeof(entry->path) || strlen(wanted) >= sizeof(entry->wanted) ||
	    strlen(tolerated) >= sizeof(entry->tolerated))
		die(EXIT_FAILED, "settings: no room for %s=%s", path, wanted);
	settings->entries = xrealloc(settings->entries, settings->count + 1, sizeof(*entry));
	entry = &settings->entries[settings->count];
	strcpy(entry->path, path);
	strcpy(entry->wanted, wanted);
	strcpy(entry->tolerated, tolerated);
	settings->count++;
}

void settings_free(struct settings *settings)
{
	free(settings->entries);
	*settings = (struct settings) { 0 };
}
