/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Are two things the same? A short name for their bytes. */
#ifndef PTEBENCH_DIGEST_H
#define PTEBENCH_DIGEST_H

#include <stddef.h>
#include <stdint.h>

/* 16 hexadecimal digits and the end. */
enum { DIGEST_BYTES = 17 };

/* What digest_add() begins with. */
#define DIGEST_START 14695981039346656037ull

/**
 * digest_add() - FNV-1a of 64 bits (RFC 9923), one piece more. No proof against forgery.
 * @hash: DIGEST_START, or what the pieces before gave.
 * @bytes: @size of them, 0 or more.
 */
uint64_t digest_add(uint64_t hash, const void *bytes, size_t size);

/**
 * digest_fnv1a64() - the same of all bytes at once, as text.
 * @bytes: @size of them, 0 or more. @ret_text: DIGEST_BYTES.
 */
void digest_fnv1a64(const void *bytes, size_t size, char *ret_text);

#endif
