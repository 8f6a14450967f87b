// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes slugs, and adds -2, -3, ... to names in use. */
#include "names.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

static bool is_taken(json_t *names, const char *shown)
{
	for (void *at = json_object_iter(names); at; at = json_object_iter_next(names, at))
		if (!strcmp(json_string_value(json_object_iter_value(at)), shown))
			return true;
	return false;
}

const char *names_show(json_t *names, const char *key, const char *wanted)
{
	char *shown;

	if (json_object_get(names, key))
		return json_string_value(json_object_get(names, key));
	shown = xstrdup(wanted);
	for (unsigned int number = 2; is_taken(names, shown); number++) {
		free(shown);
		shown = xasprintf("%s-%u", wanted, number);
	}
	json_object_set_new_nocheck(names, key, json_string(shown));
	free(shown);
	return json_string_value(json_object_get(names, key));
}

static char harmless(char c)
{
	static const char kept[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789_-.";

	if (c == '/')
		return '.';
	if (c == '=')
		return '-';
	return strchr(kept, c) ? c : '_';
}

char *names_slug(const char *text)
{
	size_t length = strnlen(text, NAMES_SLUG_BYTES);
	char *slug = xcalloc(length + 2, 1);

	for (size_t i = 0; i < length; i++) {
		slug[i] = harmless(text[i]);
		if (slug[i] == '.' && (!i || slug[i - 1] == '.' || i + 1 == length))
			slug[i] = '_';
	}
	if (!length)
		*slug = '_';
	return slug;
}
