/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 64-bit FNV-1a hash, to see whether two files or texts are the same. */
#ifndef PTEBENCH_HASH_H
#define PTEBENCH_HASH_H

#include <stddef.h>
#include <stdint.h>

/* 16 hexadecimal digits and a NUL. */
enum { HASH_BYTES = 17 };

#define HASH_START 14695981039346656037ull

/**
 * hash_add() - hash one piece more (RFC 9923). Not safe against forgery.
 * @hash: HASH_START, or the hash of the pieces before.
 */
uint64_t hash_add(uint64_t hash, const void *bytes, size_t size);

/** hash_text() - a hash as HASH_BYTES of text. */
void hash_text(uint64_t hash, char *ret_text);

/** hash_fnv1a64() - the hash of @size bytes as HASH_BYTES of text. */
void hash_fnv1a64(const void *bytes, size_t size, char *ret_text);

#endif
