// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes slugs, and adds -2, -3, ... to names in use. */
#include "names.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

static const struct names_entry *find(const struct names *names, const char *key)
{
	for (size_t i = 0; i < names->count; i++)
		if (!strcmp(names->entries[i].key, key))
			return &names->entries[i];
	return NULL;
}

static bool is_taken(const struct names *names, const char *shown)
{
	for (size_t i = 0; i < names->count; i++)
		if (!strcmp(names->entries[i].shown, shown))
			return true;
	return false;
}

const char *names_show(struct names *names, const char *key, const char *wanted)
{
	const struct names_entry *entry = find(names, key);
	char *shown;

	if (entry)
		return entry->shown;
	shown = xstrdup(wanted);
	for (unsigned int number = 2; is_taken(names, shown); number++) {
		free(shown);
		shown = xasprintf("%s-%u", wanted, number);
	}
	names->entries = xrealloc(names->entries, names->count + 1, sizeof(*names->entries));
	names->entries[names->count++] = (struct names_entry) { xstrdup(key), shown };
	return shown;
}

void names_free(struct names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		free(names->entries[i].key);
		free(names->entries[i].shown);
	}
	free(names->entries);
	*names = (struct names) { 0 };
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
