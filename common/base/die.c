// SPDX-License-Identifier: GPL-2.0-or-later
/* Exits with a message. */
#include "die.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *program = "ptebench";

void die_name(const char *argv0)
{
	const char *slash = strrchr(argv0, '/');

	program = slash ? slash + 1 : argv0;
}

/* Replaces what a terminal obeys: C0, DEL, and C1 in UTF-8. A message may quote foreign text. */
static void make_plain(char *line)
{
	for (unsigned char *at = (unsigned char *)line; *at; at++) {
		if (*at < ' ' || *at == 127)
			*at = '?';
		if (at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0)
			at[0] = at[1] = '?';
	}
}

/* One write per line, so that lines of several processes do not mix. */
static void __attribute__((format(printf, 1, 0))) print_line(const char *format, va_list args)
{
	char line[2048];
	int head = snprintf(line, sizeof(line), "%s: ", program);
	size_t used = head < 0 ? 0 : (size_t)head;

	vsnprintf(line + used, sizeof(line) - used - 1, format, args);
	make_plain(line);
	fflush(stdout);
	fprintf(stderr, "%s\n", line);
}

void die(enum die_code code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_line(format, args);
	va_end(args);
	exit(code);
}

void warn(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_line(format, args);
	va_end(args);
}

static void *or_die(void *memory, size_t count, size_t size)
{
	if (!memory)
		die(EXIT_FAILED, "out of memory: %zu x %zu bytes", count, size);
	return memory;
}

void *xcalloc(size_t count, size_t size)
{
	return or_die(calloc(count ? count : 1, size), count, size);
}

void *xrealloc(void *old, size_t count, size_t size)
{
	return or_die(reallocarray(old, count, size), count, size);
}

void *xgrow(void *old, size_t count, size_t size)
{
	return count & (count - 1) ? old : xrealloc(old, count ? 2 * count : 1, size);
}

char *xstrdup(const char *text)
{
	return or_die(strdup(text), strlen(text) + 1, 1);
}

static char *__attribute__((format(printf, 1, 0))) format_args(const char *format, va_list args)
{
	char *text;

	if (vasprintf(&text, format, args) < 0)
		die(EXIT_FAILED, "out of memory: formatted string");
	return text;
}

char *xasprintf(const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = format_args(format, args);
	va_end(args);
	return text;
}

const char *xappend(char **text, const char *between, const char *format, ...)
{
	va_list args;
	char *more, *longer;

	va_start(args, format);
	more = format_args(format, args);
	va_end(args);
	longer = xasprintf("%s%s%s", *text, **text ? between : "", more);
	free(more);
	free(*text);
	*text = longer;
	return longer;
}

void reason_set(struct reason *ret_reason, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(ret_reason->text, sizeof(ret_reason->text), format, args);
	va_end(args);
}
