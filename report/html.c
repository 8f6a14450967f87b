// SPDX-License-Identifier: GPL-2.0-or-later
/* Escapes all but plain ASCII letters, digits and punctuation. */
#include "html.h"

#include <stdbool.h>
#include <stdlib.h>

#include "compare/utf8.h"

/* Printable ASCII without a meaning in HTML. */
static bool is_plain(unsigned char c)
{
	return c >= ' ' && c <= '~' && c != '&' && c != '<' && c != '>' && c != '"' && c != '\'';
}

static void write_escaped(FILE *out, const char *text)
{
	char *clean = utf8_clean(text, '?');

	for (const char *at = clean; *at; at++) {
		switch (*at) {
		case '&': fputs("&amp;", out); break;
		case '<': fputs("&lt;", out); break;
		case '>': fputs("&gt;", out); break;
		case '"': fputs("&quot;", out); break;
		case '\'': fputs("&#39;", out); break;
		default: fputc(*at, out); break;
		}
	}
	free(clean);
}

void html_text(FILE *out, const char *text)
{
	size_t plain = 0;

	while (is_plain((unsigned char)text[plain]))
		plain++;
	fwrite(text, 1, plain, out);
	if (text[plain])
		write_escaped(out, text + plain);
}

void html_element(FILE *out, const char *tag, const char *class_name, const char *text)
{
	fprintf(out, "<%s", tag);
	if (class_name)
		fprintf(out, " class=\"%s\"", class_name);
	fputc('>', out);
	if (text)
		html_text(out, text);
	fprintf(out, "</%s>\n", tag);
}

void html_take(FILE *out, const char *tag, const char *class_name, char *text)
{
	html_element(out, tag, class_name, text);
	free(text);
}
