/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unique, harmless names for untrusted texts. */
#ifndef PTEBENCH_NAMES_H
#define PTEBENCH_NAMES_H

#include <jansson.h>

enum { NAMES_SLUG_BYTES = 120 };

/**
 * names_show() - name of a key.
 * @names: a JSON object: the names in use, by their keys.
 * @key: the same key always gets the same name.
 * @wanted: its name, ASCII; if another key has that, "-2", "-3", ... is appended.
 *
 * Return: the name, valid as long as @names.
 */
const char *names_show(json_t *names, const char *key, const char *wanted);

/**
 * names_slug() - text of letters, digits, '_', '-' and single dots between them.
 *
 * '/' becomes '.', '=' becomes '-', any other byte '_'. Has at least one byte, at most
 * NAMES_SLUG_BYTES, and no dot at either end or next to another: valid as a component of a path,
 * never "..", and as a path of KCIDB. The caller frees it.
 */
char *names_slug(const char *text);

#endif
