/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exits with one line on stderr. x-functions die when memory is exhausted. */
#ifndef PTEBENCH_DIE_H
#define PTEBENCH_DIE_H

#include <stddef.h>

/* The exit codes of every ptebench program. */
enum die_code {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_CANNOT_RUN = 77,
	EXIT_UNDECIDED = 125,
};

/** die_name() - open messages with what follows the last slash of @argv0, which must stay. */
void die_name(const char *argv0);

/**
 * die() - print "program: message" as one line on stderr and exit(3).
 * @format: without a newline: what was tried, on what, why it failed, what to do.
 *
 * Control characters become '?', so a message may quote any text. Call it only in a program's main
 * process, never in a forked worker.
 */
_Noreturn void die(enum die_code code, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/** warn() - print a message as die() does, and go on. */
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* calloc(3), also of 0 elements; reallocarray(3); strdup(3); asprintf(3). */
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t count, size_t size);
char *xstrdup(const char *text);
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** xgrow() - double the room if it is full, which is when @count is a power of two, or 0. */
void *xgrow(void *old, size_t count, size_t size);

/**
 * xappend() - append a formatted string to the allocated *@text, which may move.
 * @between: comes before the string unless *@text is empty.
 *
 * Return: the new *@text.
 */
const char *xappend(char **text, const char *between, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/** struct reason - why something failed, in one line without a newline; "" if it did not. */
struct reason {
	char text[240];
};

/** reason_set() - fill in a reason; what does not fit is cut off. */
void reason_set(struct reason *ret_reason, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
