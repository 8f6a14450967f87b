/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of a page. What comes from files of others goes through here, and ends as text. */
#ifndef PTEBENCH_HTML_H
#define PTEBENCH_HTML_H

#include <stdio.h>

/**
 * html_text() - clean UTF-8 on one line (see utf8.h), with & < > " ' as entities; fit for text and
 * for a value between quotes. Controls become '?'.
 */
void html_text(FILE *out, const char *text);

/**
 * html_element() - <tag class="...">text</tag>
 * @tag, @class_name: ours, not of files; @class_name may be NULL.
 * @text: of files; NULL: none.
 */
void html_element(FILE *out, const char *tag, const char *class_name, const char *text);

/** html_take() - the same, and frees the text. */
void html_take(FILE *out, const char *tag, const char *class_name, char *text);

#endif
