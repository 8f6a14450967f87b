// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the name that a misspelt word stands for. */
#include "nearest.h"

#include <stdint.h>
#include <string.h>
#include <sys/param.h>

enum { NAME_MOST = 32 };

/* Optimal string alignment: letters left out, added, replaced, or swapped with their neighbour. */
static int edit_distance(const char *a, const char *b)
{
	int d[NAME_MOST + 1][NAME_MOST + 1];
	int m = (int)strlen(a), n = (int)strlen(b);

	if (m > NAME_MOST || n > NAME_MOST)
		return INT32_MAX;
	for (int i = 0; i <= m; i++) {
		for (int j = 0; j <= n; j++) {
			if (!i || !j) {
				d[i][j] = i + j;
				continue;
			}
			d[i][j] = MIN(d[i - 1][j], d[i][j - 1]) + 1;
			d[i][j] = MIN(d[i][j], d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				d[i][j] = MIN(d[i][j], d[i - 2][j - 2] + 1);
		}
	}
	return d[m][n];
}

void nearest_consider(const char *name, const char *text, const char **best)
{
	int distance = edit_distance(name, text);
	int most = *best ? edit_distance(*best, text) - 1 : 1 + (int)strlen(name) / 5;

	if (distance <= most)
		*best = name;
}
