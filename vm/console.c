// SPDX-License-Identifier: GPL-2.0-or-later
/* Log the text of a guest's console, keep its last lines, and notice a panic. */
#include "console.h"

#include <string.h>

enum { LOG_BYTES_MAX = 16 << 20 };

/* What comes from a guest reaches no terminal as it is. */
static void clean(const char *text, char *ret_text)
{
	size_t i = 0;

	for (; i < CONSOLE_TAIL_COLUMNS - 1 && text[i]; i++)
		ret_text[i] = (char)(text[i] < ' ' || text[i] > '~' ? '?' : text[i]);
	ret_text[i] = '\0';
}

static void take_line(struct console *console)
{
	const char *text = console->line, *panic;

	console->line[console->length] = '\0';
	console->length = 0;
	if (!*text)
		return;
	clean(text, console->tail[console->tail_next++ % CONSOLE_TAIL_LINES]);
	panic = strstr(text, "Kernel panic - not syncing");
	if (panic && !*console->panic)
		clean(panic, console->panic);
	console->logged += strlen(text) + 1;
	if (console->log && console->logged <= LOG_BYTES_MAX)
		fprintf(console->log, "%s\n", text);
}

void console_feed(struct console *console, const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (bytes[i] == '\n')
			take_line(console);
		else if (bytes[i] && bytes[i] != '\r')
			console->line[console->length++] = bytes[i];
		if (console->length == CONSOLE_LINE_MAX - 1)
			take_line(console);
	}
}

void console_end(struct console *console)
{
	if (console->length)
		take_line(console);
}

void console_print_tail(const struct console *console, unsigned int most, FILE *out)
{
	unsigned int count = console->tail_next;

	most = most < CONSOLE_TAIL_LINES ? most : CONSOLE_TAIL_LINES;
	for (unsigned int i = count > most ? count - most : 0; i < count; i++)
		fprintf(out, "    %s\n", console->tail[i % CONSOLE_TAIL_LINES]);
}
