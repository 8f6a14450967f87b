// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads OOM kills and sets oom_score_adj. */
#include "oom.h"

#include <stdlib.h>
#include <string.h>

#include "kfile.h"

/* Raising one's own score takes no privilege (proc(5), oom_score_adj). */
void oom_volunteer(void)
{
	kfile_write("/proc/self/oom_score_adj", "1000");
}

struct opt_u64 oom_kills(void)
{
	static const char key[] = "\noom_kill ";
	struct opt_u64 kills = { 0 };
	char *text, *found;

	if (kfile_read_all("/proc/vmstat", &text, NULL))
		return kills;
	found = strstr(text, key);
	if (found)
		kills = opt_u64_of(strtoull(found + strlen(key), NULL, 10));
	free(text);
	return kills;
}
