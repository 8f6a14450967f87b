// SPDX-License-Identifier: GPL-2.0-or-later
/* Formats and parses sizes. */
#include "size.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *size_format(size_t bytes, char *ret_text)
{
	const char *letter = "GMK";

	for (size_t unit = GIB; bytes && unit >= KIB; unit /= 1024, letter++) {
		if (bytes % unit == 0) {
			snprintf(ret_text, SIZE_TEXT_BYTES, "%zu%c", bytes / unit, *letter);
			return ret_text;
		}
	}
	snprintf(ret_text, SIZE_TEXT_BYTES, "%zu", bytes);
	return ret_text;
}

bool size_parse(const char *text, size_t *ret_bytes)
{
	static const char letters[] = "KMGT";
	char *end;
	unsigned long long value = strtoull(text, &end, 10);
	const char *letter = *end ? strchr(letters, *end) : NULL;
	unsigned int shift = letter ? 10 * (unsigned int)(letter - letters + 1) : 0;

	if (*text < '0' || *text > '9' || (*end && (!letter || end[1])) ||
	    value > SIZE_MAX >> shift)
		return false;
	*ret_bytes = (size_t)value << shift;
	return true;
}

size_t size_page(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}
