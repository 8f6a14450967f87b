// SPDX-License-Identifier: GPL-2.0-or-later
/* Derives commits, good set, case and margin of a bisection from an alert. */
#include "bisect_hint.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

enum { COMMIT_LEAST = 7, COMMIT_MOST = 40 };

/* Users paste the commands: allow no characters that a shell interprets. */
static bool is_plain(const char *text)
{
	size_t plain = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_./:=@%+,-");

	return *text && *text != '-' && !text[plain];
}

static char *described_commit(const char *release)
{
	const char *last = NULL;
	size_t length;

	for (const char *at = strstr(release, "-g"); at; at = strstr(at + 1, "-g"))
		last = at + 2;
	if (!last)
		return NULL;
	length = strspn(last, "0123456789abcdef");
	if (length < COMMIT_LEAST || length > COMMIT_MOST ||
	    (last[length] && last[length] != '-' && last[length] != '+'))
		return NULL;
	return strndup(last, length);
}

/* "6.15.0-rc3", "6.15.0" and "6.15.2" have the tags v6.15-rc3, v6.15, v6.15.2. */
char *bisect_hint_commit(const char *release)
{
	unsigned int major, minor, patch, rc;
	char *commit = described_commit(release);
	int end = 0;

	if (commit || strlen(release) > 32)
		return commit;
	if (sscanf(release, "%3u.%3u.%3u-rc%2u%n", &major, &minor, &patch, &rc, &end) == 4 &&
	    !release[end] && !patch)
		return xasprintf("v%u.%u-rc%u", major, minor, rc);
	end = 0;
	if (sscanf(release, "%3u.%3u.%3u%n", &major, &minor, &patch, &end) != 3 || release[end])
		return NULL;
	return patch ? xasprintf("v%u.%u.%u", major, minor, patch)
		     : xasprintf("v%u.%u", major, minor);
}

char *bisect_hint_start(const struct dataset *dataset, const struct alerts_group *group)
{
	char *bad = bisect_hint_commit(dataset->kernels[group->bad].release);
	char *good = bisect_hint_commit(dataset->kernels[group->good].release);
	bool is_known = group->counts[ALERTS_OPEN] && bad && good && group->bad != group->good;
	char *line = is_known ? xasprintf("git bisect start %s %s", bad, good) : NULL;

	free(good);
	free(bad);
	return line;
}

/* The set is the parent folder of the last good run. */
static char *good_set(const struct dataset *dataset, const struct alerts_alert *alert)
{
	const struct dataset_series *series = &dataset->series[alert->series];
	const char *path = dataset_run_at(dataset, series, alert->at - 1)->path;
	const char *slash = strrchr(path, '/');

	return slash ? xasprintf("%s/%.*s", dataset->root, (int)(slash - path), path)
		     : xasprintf("%s/%s", dataset->root, path);
}

char *bisect_hint_run(const struct dataset *dataset, const struct alerts *alerts,
		      const struct alerts_group *group)
{
	for (size_t i = 0; i < group->count; i++) {
		const struct alerts_alert *alert = &alerts->alerts[group->members[i]];
		const char *point = dataset->points[dataset->series[alert->series].point].name;
		double effect = expm1(alerts_change(dataset, alert)->d) * 100;
		char *set, *line = NULL;

		if (alert->state != ALERTS_OPEN)
			continue;
		set = good_set(dataset, alert);
		if (is_plain(set) && is_plain(point))
			line = xasprintf("./run.sh bisect --good-set %s --case %s --margin %.1f%%",
					 set, point, effect / 2);
		free(set);
		return line;
	}
	return NULL;
}
