/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What comes out of a guest's console: frames, and text of the kernel that stands between them. */
#ifndef PTEBENCH_CONSOLE_H
#define PTEBENCH_CONSOLE_H

#include <stdio.h>

#include "protocol.h"

enum { CONSOLE_LINE_MAX = 4096, CONSOLE_TAIL_LINES = 24, CONSOLE_TAIL_COLUMNS = 160 };

/**
 * struct console - begins as zeros, with @log, which gets the text (NULL: nobody does), @take,
 * which gets each whole frame, and @context for it.
 * @tail: the last lines of text, a ring; @tail_next: where the next goes.
 * @broken: frames that were not whole.
 * @panic: the line that says why the kernel died, or "".
 */
struct console {
	FILE *log;
	void (*take)(void *context, const struct protocol_frame *frame);
	void (*take_broken)(void *context);
	void *context;
	char line[CONSOLE_LINE_MAX];
	size_t length, logged;
	char tail[CONSOLE_TAIL_LINES][CONSOLE_TAIL_COLUMNS];
	unsigned int tail_next;
	unsigned long broken;
	char panic[CONSOLE_TAIL_COLUMNS];
};

/** console_feed() - bytes as they come. */
void console_feed(struct console *console, const char *bytes, size_t size);

/** console_end() - the line that was not ended. */
void console_end(struct console *console);

/** console_print_tail() - the last @most lines of text, in printable ASCII, indented. */
void console_print_tail(const struct console *console, unsigned int most, FILE *out);

#endif
