// SPDX-License-Identifier: GPL-2.0-or-later
/* Decodes UTF-8, and replaces invalid bytes and invisible or direction-changing characters. */
#include "utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/die.h"

/* Length of the UTF-8 character at @text, and the character; 0 if invalid. */
static size_t decode(const unsigned char *text, uint32_t *ret_character)
{
	static const struct {
		unsigned char mask, lead;
		uint32_t least;
	} forms[] = {
		{ 0x80, 0, 0 }, { 0xe0, 0xc0, 0x80 }, { 0xf0, 0xe0, 0x800 }, { 0xf8, 0xf0, 0x10000 }
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		uint32_t character = text[0] & (unsigned char)~forms[i].mask;

		if ((text[0] & forms[i].mask) != forms[i].lead)
			continue;
		for (size_t j = 1; j <= i; j++) {
			if ((text[j] & 0xc0) != 0x80)
				return 0;
			character = character << 6 | (text[j] & 0x3f);
		}
		*ret_character = character;
		return character >= forms[i].least && character <= 0x10ffff ? i + 1 : 0;
	}
	return 0;
}

static bool is_control(uint32_t character)
{
	return character < 0x20 || (character >= 0x7f && character < 0xa0);
}

/* Noncharacters, not allowed in XML, change direction, break lines, or are invisible. */
static bool is_unfit(uint32_t character)
{
	static const uint32_t ranges[][2] = {
		{ 0xad, 0xad },	    { 0x61c, 0x61c },	{ 0x180e, 0x180e },   { 0x200b, 0x200f },
		{ 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0xd800, 0xdfff },   { 0xfdd0, 0xfdef },
		{ 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe0fff },
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (character >= ranges[i][0] && character <= ranges[i][1])
			return true;
	return (character & 0xfffe) == 0xfffe;
}

char *utf8_clean(const char *text, char control)
{
	char *clean = xcalloc(strlen(text) + 1, 1), *to = clean;
	const unsigned char *from = (const unsigned char *)text;

	while (*from) {
		uint32_t character;
		size_t length = decode(from, &character);

		if (!length || is_unfit(character)) {
			*to++ = '?';
		} else if (is_control(character)) {
			*to++ = control;
		} else {
			memcpy(to, from, length);
			to += length;
		}
		from += length ? length : 1;
	}
	return clean;
}

char *utf8_cut(const char *text, size_t columns)
{
	char *clean = utf8_clean(text, ' '), *keep = clean;
	size_t count = 0;

	for (char *p = clean; *p; p++) {
		if (((unsigned char)*p & 0xc0) == 0x80)
			continue;
		if (count + 3 == columns)
			keep = p;
		if (++count > columns) {
			memcpy(keep, "...", 4);
			break;
		}
	}
	return clean;
}

size_t utf8_length(const char *text)
{
	size_t length = 0;

	for (; *text; text++)
		length += ((unsigned char)*text & 0xc0) != 0x80;
	return length;
}
