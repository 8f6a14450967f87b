/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options that choose points of one's own: a case, and the values of its sweeps. */
#ifndef PTEBENCH_POINT_OPTIONS_H
#define PTEBENCH_POINT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum point_options_index {
	POINT_OPTIONS_CASE,
	POINT_OPTIONS_SIZE,
	POINT_OPTIONS_FOLIO,
	POINT_OPTIONS_BATCH,
	POINT_OPTIONS_MIXED,
	POINT_OPTIONS_THREADS,
	POINT_OPTIONS_VMAS,
	POINT_OPTIONS_SAMPLES,
	POINT_OPTIONS
};

/** struct point_options - the values as they were given, "8K,2G"; NULL: not given. */
struct point_options {
	const char *texts[POINT_OPTIONS];
};

/** point_options_names - without the dashes, in the order of the enum. */
extern const char *const point_options_names[POINT_OPTIONS];

/* Rows of a table of options; benchmark programs have --samples of their own. */
#define POINT_OPTIONS_ROW(into, index, name, value, help, mask)                                    \
	{                                                                                          \
		name, value, help, .text = &(into)->texts[index], .verbs = (mask)                  \
	}
#define POINT_OPTIONS_ROWS(into, mask)                                                             \
	POINT_OPTIONS_ROW(into, POINT_OPTIONS_CASE, "case", "NAME,...",                            \
			  "the points of these cases, or of globs of them", mask),                 \
		POINT_OPTIONS_ROW(into, POINT_OPTIONS_SIZE, "size", "SIZE,...",                    \
				  "with --case: other sizes of its regions, as 8K,2G", mask),      \
		POINT_OPTIONS_ROW(into, POINT_OPTIONS_FOLIO, "folio", "SIZE,...",                  \
				  "with --case: folio sizes, as 4K,64K,2M-pte,2M", mask),          \
		POINT_OPTIONS_ROW(into, POINT_OPTIONS_BATCH, "batch", "N,...",                     \
				  "with --case: calls a sample, each on a region of its own",      \
				  mask),                                                           \
		POINT_OPTIONS_ROW(into, POINT_OPTIONS_MIXED, "mixed", "N,...",                     \
				  "with --case: one page in so many is exclusive", mask),          \
		POINT_OPTIONS_ROW(into, POINT_OPTIONS_THREADS, "threads", "N,...",                 \
				  "with --case: threads, of which all but one spin", mask),        \
		POINT_OPTIONS_ROW(into, POINT_OPTIONS_VMAS, "vmas", "N,...",                       \
				  "with --case: numbers of VMAs", mask)
#define POINT_OPTIONS_ROW_SAMPLES(into, mask)                                                      \
	POINT_OPTIONS_ROW(into, POINT_OPTIONS_SAMPLES, "samples", "N",                             \
			  "samples of each process; 1 to 1000 (default: as the case says, "        \
			  "else 20)",                                                              \
			  mask)

/**
 * point_options_check() - die with EXIT_USAGE if a value has other characters than names and lists
 * have, or if there are values without --case.
 */
void point_options_check(const struct point_options *options);

/** point_options_any() - is one of them given? */
bool point_options_any(const struct point_options *options);

/**
 * point_options_line() - the options as they are typed, "--case mprotect.ro --size 8K".
 * @separator: between two words.
 *
 * Return: a text that the caller frees; "" without any.
 */
char *point_options_line(const struct point_options *options, const char *separator);

/** point_options_recall() - read such a line, with blanks. @line: is changed, and must live on. */
void point_options_recall(char *line, struct point_options *ret_options);

#endif
