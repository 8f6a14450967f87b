/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Are two files the same? A short name for their bytes. */
#ifndef PTEBENCH_DIGEST_H
#define PTEBENCH_DIGEST_H

#include <stddef.h>

/* 16 hexadecimal digits and the end. */
enum { DIGEST_BYTES = 17 };

/**
 * digest_fnv1a64() - FNV-1a of 64 bits (RFC 9923), as text. No proof against forgery.
 * @bytes: @size of them, 0 or more. @ret_text: DIGEST_BYTES.
 */
void digest_fnv1a64(const void *bytes, size_t size, char *ret_text);

#endif
