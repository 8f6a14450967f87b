// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads /proc/vmstat. */
#include "disturbance.h"

#include <stdlib.h>
#include <string.h>

#include "sys/kfile.h"

enum { OOM_KILL };

static const char *const names[DISTURBANCE_COUNTERS] = {
	[OOM_KILL] = "oom_kill", "compact_isolated", "pgmigrate_success",  "pgmigrate_fail",
	"pgscan_kswapd",	 "pgscan_direct",    "thp_collapse_alloc", "numa_pte_updates",
};

void disturbance_take(struct disturbance *ret_now)
{
	struct disturbance now = { 0 };
	char *text, *rest, *line;

	if (!kfile_read_all("/proc/vmstat", &text, NULL)) {
		now.is_known = true;
		for (rest = text; (line = strsep(&rest, "\n"));) {
			const char *name = strsep(&line, " ");

			for (int i = 0; i < DISTURBANCE_COUNTERS && line; i++)
				if (!strcmp(name, names[i]))
					now.counts[i] = strtoull(line, NULL, 10);
		}
		free(text);
	}
	*ret_now = now;
}

bool disturbance_has_killed(const struct disturbance *before)
{
	struct disturbance now;

	disturbance_take(&now);
	return before->is_known && now.counts[OOM_KILL] > before->counts[OOM_KILL];
}

bool disturbance_since(const struct disturbance *before, struct reason *ret_reason)
{
	struct disturbance now;

	disturbance_take(&now);
	if (!before->is_known || !now.is_known)
		return false;
	for (int i = 0; i < DISTURBANCE_COUNTERS; i++) {
		if (now.counts[i] <= before->counts[i])
			continue;
		reason_set(ret_reason, "%s grew by %llu", names[i],
			   (unsigned long long)(now.counts[i] - before->counts[i]));
		return true;
	}
	return false;
}
