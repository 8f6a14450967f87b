/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Formats numbers and names as short ASCII texts. */
#ifndef PTEBENCH_FORMAT_H
#define PTEBENCH_FORMAT_H

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

#include "comparison.h"

enum { FORMAT_BYTES = 32, FORMAT_COLUMNS = 75 };

/* Means itself to a shell and in Markdown. */
#define FORMAT_PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./=:,+@%-"

/**
 * format_clean() - copy with '?' for each byte that is not printable ASCII.
 *
 * For text from files that others wrote, before it goes to a terminal or page. The caller frees it.
 */
char *format_clean(const char *text);

/** format_json() - the same as JSON. format_real(): null for NAN and infinity. */
json_t *format_json(const char *text);
json_t *format_real(double value);

/*
 * Numbers; @ret_text has FORMAT_BYTES. The result may be another text.
 *
 * format_value(), of ns or a count: "12.4ns", "2.10ms", "3.2min"; "312", "45.6k"; 8 columns.
 * format_percent(), B/A - 1 of a ln ratio: "+0.3%", "+1949%"; 8 columns.
 * format_interval(), of such: "[-55.2,-54.4]", in percent; 15 columns.
 * format_cv(), coefficient of variation: "0.6", "12.3", "456"; 5 columns.
 * format_q(): ".000" to "1.00"; 4 columns.
 * All: "-" for NAN.
 */
const char *format_value(double value, enum csv_reader_metric metric, char *ret_text);
const char *format_percent(double ln_ratio, char *ret_text);
const char *format_interval(double low, double high, char *ret_text);
const char *format_cv(double percent, char *ret_text);
const char *format_q(double q, char *ret_text);

/** format_flags() - first letters of the flags. */
const char *format_flags(const struct verdict *on, char *ret_text);

/**
 * format_point() - split a point's name into its group and its folio size.
 * @ret_group: "mprotect.ro anon 64M". @ret_label: "64K", "2M-pte"; the last parameter if it has no
 *             folio size. The caller frees both.
 */
void format_point(const char *point, char **ret_group, char **ret_label);

/** format_wrap() - print words in lines of 75 columns, all indented; cuts longer words. */
void format_wrap(FILE *out, const char *text, int indent);

/** format_put() - the same of a format of printf(3). */
void format_put(FILE *out, int indent, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/** format_label() - print a cell of @columns behind two blanks; longer text gets its own line. */
void format_label(FILE *out, const char *text, int columns);

/**
 * format_metric_name() - "time", "instructions:k", "cycles:k".
 *
 * "instructions" in place of "time" if the clock counts them (clock domain icount), in user and
 * kernel mode together.
 */
const char *format_metric_name(const struct comparison_machine *machine,
			       enum csv_reader_metric metric);

/** format_unit() - metric for format_value(): @metric, or a count if the clock does not show ns. */
enum csv_reader_metric format_unit(const struct host_facts *facts, enum csv_reader_metric metric);

/* The columns of all tables: what stands above them, and what that means. */
enum columns_id {
	COLUMNS_CASE,
	COLUMNS_PER,
	COLUMNS_A,
	COLUMNS_B,
	COLUMNS_CV,
	COLUMNS_DELTA,
	COLUMNS_INTERVAL,
	COLUMNS_Q,
	COLUMNS_MDE,
	COLUMNS_VERDICT,
	COLUMNS_INSTRUCTIONS,
	COLUMNS_CYCLES,
	COLUMNS_FLAGS,
	COLUMNS_CASES,
	COLUMNS_SEE,
	COLUMNS_CALL_SAME,
	COLUMNS_N,
	COLUMNS_LEAST,
	COLUMNS_MEDIAN,
	COLUMNS_MOST,
	COLUMNS_COUNT,
};

/** columns_heading() - as "delta". @unit: of A and B, see format_unit(): "A", "A insn", "A cyc". */
const char *columns_heading(enum columns_id column, enum csv_reader_metric unit);

/**
 * columns_legend() - "delta: B/A-1; q: ..." of @shown, @count of them.
 *
 * Return: the caller frees it.
 */
char *columns_legend(const enum columns_id *shown, size_t count, enum csv_reader_metric unit);

/* The caller frees the texts of the following. */

/** format_host() - "altra: ARM Neoverse-N1, aarch64, 4K pages, THP=madvise, ..., bare metal". */
char *format_host(const char *name, const struct host_facts *facts);

/** format_units() - "6 boots a side", "5 in A and 6 in B: boots", "5 to 6 boots a side". */
char *format_units(const struct comparison_machine *machine, enum csv_reader_metric metric);

/** format_kernels() - "6.16.0-rc1, 6.17.0": a set's kernels but @except. */
char *format_kernels(const struct load_set *set, const char *except);

/** format_set() - "base (6.16.0-rc1)": the set and its kernels. */
char *format_set(const struct load_set *set);

/** format_command() - command of the set's first run, without --set. */
char *format_command(const struct load_set *set);

#endif
