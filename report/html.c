// SPDX-License-Identifier: GPL-2.0-or-later
/* Escapes texts, and writes the head of a page. */
#include "html.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
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

static void write_text(FILE *out, const char *text)
{
	size_t plain = 0;

	while (is_plain((unsigned char)text[plain]))
		plain++;
	fwrite(text, 1, plain, out);
	if (text[plain])
		write_escaped(out, text + plain);
}

/* Writes one conversion. Return: what follows it in the format. */
static const char *convert(FILE *out, const char *at, va_list *list)
{
	int precision = 6;

	if (at[1] == '.') {
		precision = at[2] - '0';
		at += 2;
	}
	switch (at[1]) {
	case 's': write_text(out, va_arg(*list, const char *)); break;
	case 'c': fputc(va_arg(*list, int), out); break;
	case 'd': fprintf(out, "%d", va_arg(*list, int)); break;
	case 'u': fprintf(out, "%u", va_arg(*list, unsigned int)); break;
	case 'z': fprintf(out, "%zu", va_arg(*list, size_t)); return at + 3;
	case 'f': fprintf(out, "%.*f", precision, va_arg(*list, double)); break;
	case 'g': fprintf(out, "%.*g", precision, va_arg(*list, double)); break;
	case '%': fputc('%', out); break;
	default: die(EXIT_FAILED, "html_print() has no conversion %%%c", at[1]);
	}
	return at + 2;
}

void html_print(FILE *out, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	while (*format) {
		size_t plain = strcspn(format, "%'");

		fwrite(format, 1, plain, out);
		format += plain;
		if (*format == '%') {
			format = convert(out, format, &list);
		} else if (*format) {
			fputc('"', out);
			format++;
		}
	}
	va_end(list);
}

/*
 * A page of one file loads nothing, and runs only its own script. In file:// addresses, Chromium's
 * 'self' is any file: foreign scripts stay out of a site because all text is escaped, and because
 * inline scripts do not run.
 */
void html_begin(FILE *out, const char *title, const char *css, const char *body)
{
	fprintf(out,
		"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		"%s; base-uri 'none'; form-action 'none'\">\n%s",
		css ? "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
		    : "style-src 'self'; script-src 'self'",
		css ? "" : "<meta name=\"referrer\" content=\"no-referrer\">\n");
	html_print(out, "<title>ptebench: %s</title>\n", title);
	if (css)
		fprintf(out, "<style>\n%s</style>\n", css);
	else
		html_print(out, "<link rel='stylesheet' href='site.css'>\n"
				"<script src='site.js' defer></script>\n");
	fputs("</head>\n<body", out);
	if (*body)
		html_print(out, " class='%s'", body);
	fputs(">\n", out);
}
