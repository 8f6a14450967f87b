// SPDX-License-Identifier: GPL-2.0-or-later
/* Parses whole numbers of options. */
#include "parse_number.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "die.h"

uint64_t parse_number(const char *option, const char *text, uint64_t least, uint64_t most)
{
	char *end;
	unsigned long long value;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (errno || *text < '0' || *text > '9' || *end || value < least || value > most)
		die(EXIT_USAGE, "--%s %s: give a whole number from %" PRIu64 " to %" PRIu64, option,
		    text, least, most);
	return value;
}
