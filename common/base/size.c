// SPDX-License-Identifier: GPL-2.0-or-later
/* Formats sizes. */
#include "size.h"

#include <stdio.h>
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

size_t size_page(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}
