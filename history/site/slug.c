// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes file names of plain letters and a hash. */
#include "slug.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/die.h"

/* Folds a hash into the 48 bits that a name has room for. */
static uint64_t hash_of(const char *text)
{
	uint64_t hash = hash_add(HASH_START, text, strlen(text));

	return (hash ^ hash >> 48) & 0xffffffffffffU;
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

char *slug_make(const char *text, const char *exact)
{
	char word[SLUG_WORD_BYTES + 1];
	size_t length = 0;

	for (size_t i = 0; i < SLUG_WORD_BYTES && text[i]; i++) {
		char c = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];

		if (is_word(c))
			word[length++] = c;
		else if (length && is_word(word[length - 1]))
			word[length++] = c == '.' ? '.' : '-';
	}
	while (length && !is_word(word[length - 1]))
		length--;
	word[length] = '\0';
	return xasprintf("%s-%012" PRIx64, length ? word : "x", hash_of(exact));
}

static int compare_places(const void *a, const void *b)
{
	char *const *x = *(char *const *const *)a, *const *y = *(char *const *const *)b;
	int order = strcmp(*x, *y);

	return order ? order : (x > y) - (x < y);
}

/* A slug ends with 12 digits of its hash, so that no other ends with "-2". */
void slug_tell_apart(char **slugs, size_t count)
{
	char ***places = xcalloc(count + 1, sizeof(*places));

	for (size_t i = 0; i < count; i++)
		places[i] = &slugs[i];
	qsort(places, count, sizeof(*places), compare_places);
	for (size_t i = 0, same; i < count; i += same) {
		for (same = 1; i + same < count && !strcmp(*places[i], *places[i + same]); same++)
			;
		for (size_t j = 1; j < same; j++) {
			char *longer = xasprintf("%s-%zu", *places[i], j + 1);

			free(*places[i + j]);
			*places[i + j] = longer;
		}
	}
	free(places);
}

bool slug_is_name(const char *name)
{
	size_t length = strlen(name);

	if (!length || length > SLUG_NAME_BYTES || !is_word(name[0]) || !is_word(name[length - 1]))
		return false;
	for (size_t i = 0; i < length; i++)
		if (!is_word(name[i]) && name[i] != '-' && (name[i] != '.' || name[i + 1] == '.'))
			return false;
	return true;
}
