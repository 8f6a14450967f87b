// SPDX-License-Identifier: GPL-2.0-or-later
/* Parses the date in a run's name, and formats it. */
#include "timestamp.h"

#include <string.h>

static const char in_names[] = "%Y%m%dT%H%M%SZ";

/* strptime(3) accepts fewer digits, and timegm(3) 32 February: a date must come back as it was. */
bool timestamp_of_run(const struct load_run *run, time_t *ret_start)
{
	char back[TIMESTAMP_BYTES];
	struct tm tm = { 0 };
	time_t start;

	if (!strptime(run->name, in_names, &tm))
		return false;
	start = timegm(&tm);
	gmtime_r(&start, &tm);
	if (!strftime(back, sizeof(back), in_names, &tm) ||
	    strncmp(run->name, back, strlen(back)) != 0)
		return false;
	*ret_start = start;
	return true;
}

const char *timestamp_text(time_t start, char *ret_text)
{
	struct tm tm;

	gmtime_r(&start, &tm);
	if (!strftime(ret_text, TIMESTAMP_BYTES, "%Y-%m-%dT%H:%M:%S+00:00", &tm))
		*ret_text = '\0';
	return ret_text;
}
