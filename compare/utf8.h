/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cleans text of any origin: valid UTF-8, one line, no characters that change direction. */
#ifndef PTEBENCH_UTF8_H
#define PTEBENCH_UTF8_H

#include <stddef.h>

/**
 * utf8_clean() - copy that is valid UTF-8 and XML, on one line.
 * @control: printable ASCII character that replaces control characters (C0, DEL, C1).
 *
 * Invalid bytes, and characters that are invisible or change the direction of the text, become '?'.
 * The copy is not longer than the text. The caller frees it.
 */
char *utf8_clean(const char *text, char control);

/**
 * utf8_cut() - clean copy of at most @columns (at least 3) characters; a cut text ends with "...".
 * Control characters become blanks. The caller frees it.
 */
char *utf8_cut(const char *text, size_t columns);

/** utf8_length() - number of characters of clean text. */
size_t utf8_length(const char *text);

#endif
