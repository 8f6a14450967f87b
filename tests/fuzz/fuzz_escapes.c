// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzzes the escapes: text of any origin stays text in a page, a cell, a data file, a terminal,
 * a path.
 */
#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "fuzz.h"
#include "report/html.h"
#include "export/export_data.h"
#include "measure/csv_row.h"
#include "plot/datafile.h"
#include "history/site/slug.h"
#include "compare/format.h"
#include "compare/utf8.h"

#define WORD "abcdefghijklmnopqrstuvwxyz0123456789"

static void check_html(const char *text)
{
	static const char *const entities[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;" };
	size_t length = 0;
	char *page = NULL;
	FILE *out = open_memstream(&page, &length);

	assert(out);
	html_print(out, "%s", text);
	fclose(out);
	for (const char *at = page; *at; at++) {
		bool is_known = *at != '&';

		assert((unsigned char)*at >= ' ' && *at != 127 && !strchr("<>\"'", *at));
		for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
			is_known |= !strncmp(at, entities[i], strlen(entities[i]));
		assert(is_known);
	}
	free(page);
}

static void check_sheet(const char *text)
{
	static char *cell;
	static size_t length;
	struct datafile sheet = { .path = xstrdup("memory") };

	sheet.out = open_memstream(&cell, &length);
	assert(sheet.out);
	datafile_text(&sheet, text);
	datafile_close(&sheet);
	assert(length);
	for (const char *at = cell; *at; at++) {
		assert((unsigned char)*at >= ' ' && *at != 127 && *at != '"');
		assert(*at != '\\' || !strncmp(at, "\\042", 4) || !strncmp(at, "\\040", 4));
	}
	free(cell);
}

static void check_utf8(const char *text)
{
	char *clean = utf8_clean(text, '?'), *twice = utf8_clean(clean, '?');
	char *cut = utf8_cut(text, 8);

	assert(!strcmp(clean, twice) && strlen(clean) <= strlen(text));
	assert(utf8_length(cut) <= 8);
	free(cut);
	free(twice);
	free(clean);
}

static void check_names(const char *text)
{
	char *slug = export_data_slug(text), *page = slug_make(text, text),
	     *clean = format_clean(text);
	size_t length = strlen(slug);

	assert(length && length <= EXPORT_DATA_SLUG_BYTES && !strstr(slug, ".."));
	assert(!slug[strspn(slug, WORD "ABCDEFGHIJKLMNOPQRSTUVWXYZ_-.")]);
	assert(*slug != '.' && slug[length - 1] != '.');
	assert(slug_is_name(page) && !page[strspn(page, WORD "-.")]);
	assert(strlen(clean) == strlen(text));
	for (const char *at = clean; *at; at++)
		assert(*at >= ' ' && *at <= '~');
	free(clean);
	free(page);
	free(slug);
}

static void check_point(const char *text)
{
	char *group, *label;
	FILE *out = fopen("/dev/null", "we");

	assert(out);
	format_point(text, &group, &label);
	format_wrap(out, text, 4);
	assert(group && label);
	fclose(out);
	free(label);
	free(group);
}

static void check_cell(const char *text)
{
	char *cell = xcalloc(2 * strlen(text) + 3, 1), back[CSV_ROW_LINE_BYTES];
	const char *cursor = cell;

	csv_row_quote(text, cell);
	assert(!strpbrk(cell, "\n\r\x1b"));
	if (strlen(text) < sizeof(back) / 2) {
		assert(csv_row_next_cell(&cursor, back) == (int)strlen(text));
		assert(!cursor);
	}
	free(cell);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);

	check_html(text);
	check_sheet(text);
	check_utf8(text);
	check_names(text);
	check_point(text);
	check_cell(text);
	free(text);
	return 0;
}
