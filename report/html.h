/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTML elements with escaped text: all text from files goes through here. */
#ifndef PTEBENCH_HTML_H
#define PTEBENCH_HTML_H

#include <stdio.h>

/**
 * html_text() - write clean UTF-8 on one line (see utf8.h), with & < > " ' as entities; for text
 * and for quoted values. Control characters become '?'.
 */
void html_text(FILE *out, const char *text);

/**
 * html_element() - write <tag class="...">text</tag>.
 * @tag, @class_name: trusted; @class_name may be NULL.
 * @text: untrusted; NULL: none.
 */
void html_element(FILE *out, const char *tag, const char *class_name, const char *text);

/** html_take() - the same, and frees the text. */
void html_take(FILE *out, const char *tag, const char *class_name, char *text);

#endif
