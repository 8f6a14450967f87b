// SPDX-License-Identifier: GPL-2.0-or-later
/* Formats sizes. */
#include "size.h"

#include <stdio.h>
#include <unistd.h>

const char *size_format(size_t bytes, char *ret_text)
{
	static const struct {
		size_t bytes;
		char letter;
	} units[] = { { GIB, 'G' }, { MIB, 'M' }, { KIB, 'K' } };

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (bytes && bytes % units[i].bytes == 0) {
			snprintf(ret_text, SIZE_TEXT_BYTES, "%zu%c", bytes / units[i].bytes,
				 units[i].letter);
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
