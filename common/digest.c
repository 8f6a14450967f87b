// SPDX-License-Identifier: GPL-2.0-or-later
/* Are two things the same? */
#include "digest.h"

#include <inttypes.h>
#include <stdio.h>

uint64_t digest_add(uint64_t hash, const void *bytes, size_t size)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ at[i]) * 1099511628211ull;
	return hash;
}

void digest_fnv1a64(const void *bytes, size_t size, char *ret_text)
{
	snprintf(ret_text, DIGEST_BYTES, "%016" PRIx64, digest_add(DIGEST_START, bytes, size));
}
