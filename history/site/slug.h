/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of files for things whose names anybody may have chosen. */
#ifndef PTEBENCH_SLUG_H
#define PTEBENCH_SLUG_H

#include <stdbool.h>
#include <stddef.h>

enum { SLUG_WORD_BYTES = 48, SLUG_NAME_BYTES = 200 };

/**
 * slug_make() - "altra-80c-0f1e2d3c4b5a": of [a-z0-9.-] alone, no dot at either end, no "..".
 * @text: what people should recognise; its first SLUG_WORD_BYTES bytes count.
 * @exact: what tells it from all others; its hash is the last part, so that the same thing has the
 *         same name on all machines and at all times.
 *
 * The caller frees it.
 */
char *slug_make(const char *text, const char *exact);

/**
 * slug_tell_apart() - names that are equal all the same get "-2", "-3", ... in their order.
 * @slugs: @count of slug_make(), or several of them joined; replaced where needed.
 */
void slug_tell_apart(char **slugs, size_t count);

/** slug_is_name() - may a file of the site be called so: [a-z0-9.-], as above, not too long? */
bool slug_is_name(const char *name);

#endif
