/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One row of samples.csv. One table of columns makes the header, the writer, the reader and
 * docs/CSV.md. CSV as in RFC 4180, but a field never holds a line break.
 */
#ifndef PTEBENCH_CSV_ROW_H
#define PTEBENCH_CSV_ROW_H

#include <stddef.h>
#include <stdio.h>

#include "base/opt_u64.h"
#include "base/die.h"

/* The largest number of a cell: SQLite and JSON's readers have no larger ones. */
#define CSV_ROW_COUNT_MAX ((uint64_t)INT64_MAX)

enum { CSV_ROW_SCHEMA = 2, CSV_ROW_LINE_BYTES = 4096, CSV_ROW_COLUMNS_MAX = 48 };

/* What became of a point; the words are in csv_row_status_name(). */
enum csv_row_status {
	CSV_ROW_OK,
	CSV_ROW_UNSUPPORTED,	   /* this machine or kernel can never do it */
	CSV_ROW_STATE_NOT_REACHED, /* the page state was not obtained, or was lost on the way */
	CSV_ROW_STATE_UNVERIFIED,  /* it may be right, but could not be proved */
	CSV_ROW_OP_FAILED,	   /* the op returned an error, the worker died or took too long */
	CSV_ROW_ORACLE_FAILED,	   /* the kernel did something wrong */
	CSV_ROW_DISTURBED,	   /* measured, but something else ran or happened in between */
	CSV_ROW_STATUSES,
};

/** csv_row_status_name() - "ok", "state-not-reached", ... */
const char *csv_row_status_name(enum csv_row_status status);

/**
 * struct csv_row - the cells; unknown counts and empty texts become empty cells.
 *
 * The meaning and the unit of each are in the column table of row.c, from which docs/CSV.md is
 * made.
 */
struct csv_row {
	struct opt_u64 schema, round, process, seq;
	struct opt_u64 folio_bytes, folio_order, size_bytes, threads, sample, ops, pages;
	struct opt_u64 elapsed_ns, instructions_kernel, cycles_kernel, dtlb_misses_kernel;
	struct opt_u64 minor_faults, involuntary_switches, cpu, tlb_interrupts, call_interrupts;
	struct opt_u64 clock_overhead_ns;
	struct opt_u64 pages_matching, pages_known, pages_total, vmas;
	char run[64];
	char point[128];
	char case_name[64];
	char family[32];
	char backing[16];
	char mapping[8];
	char pages_hold[16];
	char sharing[16];
	char construction[16];
	char scheduler[8];
	char status[24];
	char reason[256];
};

/**
 * struct csv_row_layout - which column of a file is which column of the table.
 * @count: columns in the file.
 * @columns: for each, the index in the table, or -1 for one that is not known here.
 */
struct csv_row_layout {
	size_t count;
	int columns[CSV_ROW_COLUMNS_MAX];
};

/** csv_row_header() - the first line of the file, without its newline. @ret_line:
 * CSV_ROW_LINE_BYTES. */
void csv_row_header(char *ret_line);

/**
 * csv_row_quote() - a text as a cell: quoted when it must be; control characters become blanks.
 * @ret_cell: room for twice the text and 3 bytes more.
 *
 * Return: the length of the cell.
 */
size_t csv_row_quote(const char *text, char *ret_cell);

/**
 * csv_row_next_cell() - cut one cell off a line.
 * @cursor: where it begins; receives where the next one begins, NULL after the last.
 * @ret_cell: CSV_ROW_LINE_BYTES.
 *
 * Return: its length; -1 when it is malformed or too long.
 */
int csv_row_next_cell(const char **cursor, char *ret_cell);

/**
 * csv_row_format() - one line, without its newline.
 * @ret_line: CSV_ROW_LINE_BYTES bytes. Control characters in texts become blanks.
 */
void csv_row_format(const struct csv_row *row, char *ret_line);

/**
 * csv_row_parse_header() - learn the order of a file's columns.
 * @line: the first line, without its newline.
 *
 * Return: 0; or -EINVAL when a column of the table is missing or stands twice.
 */
int csv_row_parse_header(const char *line, struct csv_row_layout *ret_layout,
			 struct reason *ret_reason);

/**
 * csv_row_parse() - read one line.
 * @line: without its newline.
 * @ret_row: every cell is set; worth nothing on error.
 *
 * Return: 0; or -EINVAL: wrong number of cells, a quote that does not end, a number that is none, a
 * text or a number that is too long, or an unknown status; @ret_reason names the column.
 */
int csv_row_parse(const char *line, const struct csv_row_layout *layout, struct csv_row *ret_row,
		  struct reason *ret_reason);

/** csv_row_protocol() - a number that is the same for rows that were measured alike, see below. */
uint64_t csv_row_protocol(const struct csv_row *row);

/**
 * csv_row_protocol_difference() - were two rows measured alike?
 *
 * Return: NULL; or the first column that differs of those that say what was measured and how: case,
 * state, size, calls and pages of a sample, scheduler.
 */
const char *csv_row_protocol_difference(const struct csv_row *a, const struct csv_row *b);

/** csv_row_is_control() - is it of the controls, which no change to memory management should move?
 */
bool csv_row_is_control(const struct csv_row *row);

/** csv_row_value() - the text of one cell, unquoted; "none" when it is empty or there is no such.
 */
void csv_row_value(const struct csv_row *row, const char *column, char *ret_text, size_t size);

/** csv_row_describe() - the table as Markdown, for docs/CSV.md. */
void csv_row_describe(FILE *out);

#endif
