/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes HTML with escaped text: all text from files goes through here. */
#ifndef PTEBENCH_HTML_H
#define PTEBENCH_HTML_H

#include <stdio.h>

/**
 * html_print() - fprintf(3) of HTML that escapes strings.
 * @format: trusted; its ' are written as ". May have %s, %c, %d, %u, %zu, %.Nf, %.Ng and %%.
 *
 * Writes a string as clean UTF-8 on one line (see utf8.h), with & < > " ' as entities, for text and
 * for quoted values. Control characters become '?'.
 */
void html_print(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/**
 * html_begin() - write a page up to and including its body tag.
 * @css: style of a page of one file; NULL: link site.css and site.js, which are beside the page.
 * @body: class of the body; may be empty.
 */
void html_begin(FILE *out, const char *title, const char *css, const char *body);

#endif
