// SPDX-License-Identifier: GPL-2.0-or-later
/* 64-bit FNV-1a hash. */
#include "hash.h"

#include <inttypes.h>
#include <stdio.h>

uint64_t hash_add(uint64_t hash, const void *bytes, size_t size)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ at[i]) * 1099511628211ull;
	return hash;
}

void hash_text(uint64_t hash, char *ret_text)
{
	snprintf(ret_text, HASH_BYTES, "%016" PRIx64, hash);
}

void hash_fnv1a64(const void *bytes, size_t size, char *ret_text)
{
	hash_text(hash_add(HASH_START, bytes, size), ret_text);
}
