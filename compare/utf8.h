/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text of any origin as UTF-8 that stays on its line and turns nothing around. */
#ifndef PTEBENCH_UTF8_H
#define PTEBENCH_UTF8_H

#include <stddef.h>

/**
 * utf8_clean() - a copy that is UTF-8 and can stand in XML, on one line.
 * @control: what a control character (C0, DEL, C1) becomes; a printable ASCII character.
 *
 * Bytes that are no UTF-8, and characters that are not seen or turn the direction of the text,
 * become '?'. No copy is longer than its text. The caller frees it.
 */
char *utf8_clean(const char *text, char control);

/**
 * utf8_cut() - a clean copy of at most @columns characters, at least 3; a longer one ends with
 * "...". Controls become blanks. The caller frees it.
 */
char *utf8_cut(const char *text, size_t columns);

/** utf8_length() - how many characters clean text has. */
size_t utf8_length(const char *text);

#endif
