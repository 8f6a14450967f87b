// SPDX-License-Identifier: GPL-2.0-or-later
/* How do numbers and texts of others become a file that gnuplot reads as nothing but data? */
#include "sheet.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"

/*
 * U+2216: gnuplot 5.4 reads \x of data once or twice, as it goes to a variable or to a label, so
 * that no writing of a backslash is a backslash everywhere.
 */
#define BACKSLASH "\xe2\x88\x96"

void sheet_open(const char *path, struct sheet *ret_sheet)
{
	struct sheet sheet = { .out = fopen(path, "we"), .path = xstrdup(path) };

	if (!sheet.out)
		die(EXIT_FAILED, "open %s: %s", path, strerror(errno));
	*ret_sheet = sheet;
}

void sheet_close(struct sheet *sheet)
{
	bool failed = ferror(sheet->out);

	if (fclose(sheet->out) || failed)
		die(EXIT_FAILED, "write %s: %s", sheet->path, strerror(errno));
	free(sheet->path);
}

void sheet_block(struct sheet *sheet, const char *columns)
{
	fprintf(sheet->out, "%s# %s\n", sheet->blocks++ ? "\n\n" : "", columns);
}

void sheet_gap(struct sheet *sheet)
{
	fputc('\n', sheet->out);
}

static void begin_cell(struct sheet *sheet)
{
	if (sheet->is_within)
		fputc('\t', sheet->out);
	sheet->is_within = true;
}

void sheet_number(struct sheet *sheet, double value)
{
	begin_cell(sheet);
	if (isfinite(value))
		fprintf(sheet->out, "%.9g", value);
	else
		fputs("NaN", sheet->out);
}

void sheet_count(struct sheet *sheet, size_t value)
{
	begin_cell(sheet);
	fprintf(sheet->out, "%zu", value);
}

void sheet_text(struct sheet *sheet, const char *text)
{
	char *clean = sheet_clean(text);

	begin_cell(sheet);
	/* gnuplot would take the text of the line before for an empty one. */
	if (!*clean)
		fputs("\\040", sheet->out);
	for (const char *p = clean; *p; p++) {
		if (*p == '"')
			fputs("\\042", sheet->out);
		else if (*p == '\\')
			fputs(BACKSLASH, sheet->out);
		else
			fputc(*p, sheet->out);
	}
	free(clean);
}

void sheet_end(struct sheet *sheet)
{
	fputc('\n', sheet->out);
	sheet->is_within = false;
}

/* The length of the UTF-8 character at @text, and which it is; 0 where there is none. */
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

/* Not characters, or no XML, or they turn or break lines. */
static bool is_unfit(uint32_t character)
{
	static const uint32_t ranges[][2] = { { 0xd800, 0xdfff }, { 0xfdd0, 0xfdef },
					      { 0xfffe, 0xffff }, { 0x200b, 0x200f },
					      { 0x2028, 0x202e }, { 0x2060, 0x206f },
					      { 0xfeff, 0xfeff } };

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (character >= ranges[i][0] && character <= ranges[i][1])
			return true;
	return (character & 0xfffe) == 0xfffe;
}

char *sheet_clean(const char *text)
{
	char *clean = xcalloc(strlen(text) + 1, 1), *to = clean;
	const unsigned char *from = (const unsigned char *)text;

	while (*from) {
		uint32_t character;
		size_t length = decode(from, &character);

		if (!length || is_unfit(character)) {
			*to++ = '?';
		} else if (is_control(character)) {
			*to++ = ' ';
		} else {
			memcpy(to, from, length);
			to += length;
		}
		from += length ? length : 1;
	}
	return clean;
}

char *sheet_cut(const char *text, size_t columns)
{
	char *clean = sheet_clean(text), *keep = clean;
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
