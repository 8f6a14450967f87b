/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Exits with one line on stderr and one exit code. The x-wrappers are for calls that fail only
 * when memory is exhausted.
 */
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

/**
 * die_name() - the name that opens every message.
 * @argv0: argv[0] of the program; what follows the last slash is used. Kept by reference.
 */
void die_name(const char *argv0);

/**
 * die() - print "program: message" as one line on stderr and leave.
 * @code: exit code.
 * @format: printf(3) format without a newline: what was tried, on what, why, what to do.
 *
 * What a terminal would obey becomes '?': texts of any origin may stand in it.
 *
 * Leaves by exit(3): call it only in a program's main process, never in a forked worker.
 */
_Noreturn void die(enum die_code code, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * warn() - print "program: message" as one line on stderr, as die() does, and go on.
 * @format: printf(3) format without a newline.
 */
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/**
 * xcalloc() - zeroed memory, or die.
 * @count: number of elements, 0 or more.
 * @size: bytes of one.
 */
void *xcalloc(size_t count, size_t size);

/**
 * xrealloc() - resize to @count elements of @size bytes, or die (also when the product overflows).
 */
void *xrealloc(void *old, size_t count, size_t size);

/** xstrdup() - a copy of @text, or die. */
char *xstrdup(const char *text);

/** xasprintf() - a formatted string that the caller frees, or die. */
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/**
 * xappend() - put a formatted string behind a text, or die.
 * @text: allocated; it may move.
 * @between: comes before the string unless the text is empty.
 *
 * Return: @text as it is now.
 */
const char *xappend(char **text, const char *between, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * struct reason - why something was not reached, in one line without a newline; "" when it was.
 */
struct reason {
	char text[240];
};

/**
 * reason_set() - fill in a reason, cut at its size.
 */
void reason_set(struct reason *ret_reason, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
