// SPDX-License-Identifier: GPL-2.0-or-later
/* Parses the date in a run's name, and formats it. */
#include "timestamp.h"

#include <stdio.h>
#include <string.h>

static bool has_shape(const char *name)
{
	static const char shape[] = "00000000T000000Z";

	for (size_t i = 0; i < sizeof(shape) - 1; i++)
		if (shape[i] == '0' ? name[i] < '0' || name[i] > '9' : name[i] != shape[i])
			return false;
	return true;
}

static int number_at(const char *digits, int count)
{
	int number = 0;

	for (int i = 0; i < count; i++)
		number = 10 * number + digits[i] - '0';
	return number;
}

/* timegm(3) turns 32 February into 4 March: reject a date that comes back changed. */
bool timestamp_of_run(const struct load_run *run, time_t *ret_start)
{
	const char *name = run->name;
	struct tm given = { 0 }, back;
	time_t start;

	if (!has_shape(name))
		return false;
	given.tm_year = number_at(name, 4) - 1900;
	given.tm_mon = number_at(name + 4, 2) - 1;
	given.tm_mday = number_at(name + 6, 2);
	given.tm_hour = number_at(name + 9, 2);
	given.tm_min = number_at(name + 11, 2);
	given.tm_sec = number_at(name + 13, 2);
	back = given;
	start = timegm(&back);
	if (back.tm_mon != given.tm_mon || back.tm_mday != number_at(name + 6, 2) ||
	    back.tm_hour != number_at(name + 9, 2) || back.tm_min != number_at(name + 11, 2))
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
