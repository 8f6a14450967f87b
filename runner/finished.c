// SPDX-License-Identifier: GPL-2.0-or-later
/* Collects the processes whose lines in a file are whole. */
#include "finished.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"

static const unsigned long process_max = 100000000;

unsigned long finished_process(const char *line, int column)
{
	for (int i = 1; i < column; i++) {
		line = strchr(line, ',');
		if (!line)
			return 0;
		line++;
	}
	return strtoul(line, NULL, 10);
}

static void add(struct finished *set, unsigned long process)
{
	if (set->count <= process) {
		size_t count = 2 * process + 1024;

		set->has = xrealloc(set->has, count, sizeof(*set->has));
		memset(set->has + set->count, 0, (count - set->count) * sizeof(*set->has));
		set->count = count;
	}
	set->has[process] = true;
}

void finished_add(struct finished *set, const char *text, int column)
{
	for (const char *line = strchr(text, '\n'); line && line[1];
	     line = strchr(line + 1, '\n')) {
		unsigned long process = finished_process(line + 1, column);

		if (process && process <= process_max && strchr(line + 1, '\n'))
			add(set, process);
	}
}

bool finished_has(const struct finished *set, unsigned long process)
{
	return process < set->count && set->has[process];
}

void finished_free(struct finished *set)
{
	free(set->has);
	*set = (struct finished) { 0 };
}
