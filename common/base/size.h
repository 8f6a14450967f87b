/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sizes in bytes as people write them: 4K, 64M, 1G (powers of 1024). */
#ifndef PTEBENCH_SIZE_H
#define PTEBENCH_SIZE_H

#include <stdbool.h>
#include <stddef.h>

/* Holds any size as text, with its NUL. */
#define SIZE_TEXT_BYTES 24

#define KIB ((size_t)1024)
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)

/**
 * size_format() - 65536 becomes "64K"; a size that is no whole number of KiB is given in bytes.
 *
 * Return: @ret_text, which has SIZE_TEXT_BYTES.
 */
const char *size_format(size_t bytes, char *ret_text);

/** size_parse() - "64K" becomes 65536. Return: false for anything but digits and K, M, G or T. */
bool size_parse(const char *text, size_t *ret_bytes);

/** size_page() - the base page size of the running kernel, in bytes. */
size_t size_page(void);

#endif
