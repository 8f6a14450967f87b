/* SPDX-License-Identifier: GPL-2.0-or-later */
/* File names for things with untrusted names. */
#ifndef PTEBENCH_SLUG_H
#define PTEBENCH_SLUG_H

#include <stdbool.h>
#include <stddef.h>

enum { SLUG_WORD_BYTES = 48, SLUG_NAME_BYTES = 200 };

/**
 * slug_make() - "altra-80c-0f1e2d3c4b5a": only [a-z0-9.-], no dot at either end, no "..".
 * @text: the readable part; its first SLUG_WORD_BYTES bytes are used.
 * @exact: unique text; its hash is the last part, so that the same thing always has the same name.
 *
 * The caller frees it.
 */
char *slug_make(const char *text, const char *exact);

/**
 * slug_tell_apart() - append "-2", "-3", ... to names that are equal, in their order.
 * @slugs: @count of slug_make(), or several of them joined; replaced where needed.
 */
void slug_tell_apart(char **slugs, size_t count);

/** slug_is_name() - true for a valid file name of the site: [a-z0-9.-], as above, not too long. */
bool slug_is_name(const char *name);

#endif
