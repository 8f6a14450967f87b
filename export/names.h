/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unique, harmless names for untrusted texts. */
#ifndef PTEBENCH_NAMES_H
#define PTEBENCH_NAMES_H

#include <stddef.h>

enum { NAMES_SLUG_BYTES = 120 };

/** struct names - @count names in use, one per key. */
struct names {
	size_t count;
	struct names_entry {
		char *key, *shown;
	} * entries;
};

/**
 * names_show() - name of a key.
 * @key: the same key always gets the same name.
 * @wanted: its name; if another key has that, "-2", "-3", ... is appended.
 *
 * Return: the name, valid as long as @names.
 */
const char *names_show(struct names *names, const char *key, const char *wanted);

/** names_free() - free all names. */
void names_free(struct names *names);

/**
 * names_slug() - text of letters, digits, '_', '-' and single dots between them.
 *
 * '/' becomes '.', '=' becomes '-', any other byte '_'. Has at least one byte, at most
 * NAMES_SLUG_BYTES, and no dot at either end or next to another: valid as a component of a path,
 * never "..", and as a path of KCIDB. The caller frees it.
 */
char *names_slug(const char *text);

#endif
