// SPDX-License-Identifier: GPL-2.0-or-later
/* Parses and formats lists of CPUs. */
#include "cpulist.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "kfile.h"

void cpulist_parse(const char *text, cpu_set_t *ret_cpus)
{
	CPU_ZERO(ret_cpus);
	while (isdigit((unsigned char)*text)) {
		char *end;
		long first = strtol(text, &end, 10);
		long last = *end == '-' ? strtol(end + 1, &end, 10) : first;

		for (long cpu = first; cpu <= last && cpu < CPU_SETSIZE; cpu++)
			CPU_SET((size_t)cpu, ret_cpus);
		text = *end == ',' ? end + 1 : end;
	}
}

int cpulist_read(const char *path, cpu_set_t *ret_cpus)
{
	char text[4096];
	int error = kfile_read(path, text, sizeof(text));

	CPU_ZERO(ret_cpus);
	if (!error)
		cpulist_parse(text, ret_cpus);
	return error;
}

int cpulist_format(const cpu_set_t *cpus, char *ret_text, size_t size)
{
	size_t used = 0;

	if (size)
		*ret_text = '\0';
	for (int first = 0, last; first < CPU_SETSIZE; first = last + 1) {
		last = first;
		if (!CPU_ISSET(first, cpus))
			continue;
		while (last + 1 < CPU_SETSIZE && CPU_ISSET(last + 1, cpus))
			last++;
		used += (size_t)snprintf(ret_text + used, size - used, "%s%d", used ? "," : "",
					 first);
		if (used < size && last > first)
			used += (size_t)snprintf(ret_text + used, size - used, "-%d", last);
		if (used >= size)
			return -EFBIG;
	}
	return 0;
}
