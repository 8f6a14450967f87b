/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Touches memory page by page, for the builder and for ops that time it. */
#ifndef PTEBENCH_TOUCH_H
#define PTEBENCH_TOUCH_H

#include <stddef.h>

/** touch_read() - load a byte of each base page of @bytes at @start. */
void touch_read(const char *start, size_t bytes);

/**
 * touch_write() - store each @every-th base page's own address into its first word, for oracles.
 * @start: page-aligned.
 */
void touch_write(char *start, size_t bytes, size_t every);

#endif
