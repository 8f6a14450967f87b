/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How do names of strangers become names that a format can hold, still one for each? */
#ifndef PTEBENCH_NAMES_H
#define PTEBENCH_NAMES_H

#include <stddef.h>

enum { NAMES_SLUG_BYTES = 120 };

/** struct names - @count names that were given, each for one key. */
struct names {
	size_t count;
	struct names_entry {
		char *key, *shown;
	} * entries;
};

/**
 * names_show() - the name of a key.
 * @key: what is named; the same key has the same name.
 * @wanted: its name, unless another key has that: then with "-2", "-3", ... behind it.
 *
 * Return: the name, which lives as long as @names.
 */
const char *names_show(struct names *names, const char *key, const char *wanted);

/** names_free() - free them. */
void names_free(struct names *names);

/**
 * names_slug() - a text of letters, digits, '_', '-' and single dots between them.
 *
 * '/' becomes a dot, '=' a '-', any other byte a '_'. It has at least one byte, at most
 * NAMES_SLUG_BYTES, no dot at either end and no two together: it is a component of a path, never
 * "..", and a path of KCIDB. The caller frees it.
 */
char *names_slug(const char *text);

#endif
