/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Log the text of a guest's console, keep its last lines, and notice a panic. */
#ifndef PTEBENCH_CONSOLE_H
#define PTEBENCH_CONSOLE_H

#include <stdio.h>

enum { CONSOLE_LINE_MAX = 4096, CONSOLE_TAIL_LINES = 24, CONSOLE_TAIL_COLUMNS = 160 };

/**
 * struct console - begins as zeros, with @log, which gets the text, or NULL.
 * @logged: bytes that came for it.
 * @tail: the last lines of text, a ring; @tail_next: where the next goes.
 * @panic: the line that says why the kernel died, or "".
 */
struct console {
	FILE *log;
	char line[CONSOLE_LINE_MAX];
	size_t length, logged;
	char tail[CONSOLE_TAIL_LINES][CONSOLE_TAIL_COLUMNS];
	unsigned int tail_next;
	char panic[CONSOLE_TAIL_COLUMNS];
};

/** console_feed() - bytes as they come. */
void console_feed(struct console *console, const char *bytes, size_t size);

/** console_end() - the line that was not ended. */
void console_end(struct console *console);

/** console_print_tail() - the last @most lines of text, in printable ASCII, indented. */
void console_print_tail(const struct console *console, unsigned int most, FILE *out);

#endif
