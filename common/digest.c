// SPDX-License-Identifier: GPL-2.0-or-later
/* Are two files the same? */
#include "digest.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

void digest_fnv1a64(const void *bytes, size_t size, char *ret_text)
{
	const unsigned char *at = bytes;
	uint64_t hash = 14695981039346656037ull;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ at[i]) * 1099511628211ull;
	snprintf(ret_text, DIGEST_BYTES, "%016" PRIx64, hash);
}
