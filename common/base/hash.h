/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 64-bit FNV-1a hash, to see whether two files or texts are the same. */
#ifndef PTEBENCH_HASH_H
#define PTEBENCH_HASH_H

#include <stddef.h>
#include <stdint.h>

/* 16 hexadecimal digits and the end. */
enum { HASH_BYTES = 17 };

/* What hash_add() begins with. */
#define HASH_START 14695981039346656037ull

/**
 * hash_add() - FNV-1a of 64 bits (RFC 9923), one piece more. No proof against forgery.
 * @hash: HASH_START, or what the pieces before gave.
 * @bytes: @size of them, 0 or more.
 */
uint64_t hash_add(uint64_t hash, const void *bytes, size_t size);

/** hash_text() - a hash as text. @ret_text: HASH_BYTES. */
void hash_text(uint64_t hash, char *ret_text);

/**
 * hash_fnv1a64() - the same of all bytes at once, as text.
 * @bytes: @size of them, 0 or more. @ret_text: HASH_BYTES.
 */
void hash_fnv1a64(const void *bytes, size_t size, char *ret_text);

#endif
