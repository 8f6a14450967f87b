/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One row of samples.csv. Header, writer, reader and docs/CSV.md follow from one table of columns.
 * CSV as in RFC 4180, but a field never holds a line break.
 */
#ifndef PTEBENCH_CSV_ROW_H
#define PTEBENCH_CSV_ROW_H

#include <stddef.h>
#include <stdio.h>

#include "base/opt_u64.h"
#include "base/die.h"

/* The largest number of a cell, as in SQLite and in readers of JSON. */
#define CSV_ROW_COUNT_MAX ((uint64_t)INT64_MAX)

enum { CSV_ROW_SCHEMA = 4, CSV_ROW_LINE_BYTES = 4096, CSV_ROW_COLUMNS_MAX = 48 };

/* The result of a point. */
enum csv_row_status {
	CSV_ROW_OK,
	CSV_ROW_UNSUPPORTED,	   /* this machine or kernel can never do it */
	CSV_ROW_STATE_NOT_REACHED, /* the page state was not obtained, or was lost */
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
 * The column table of csv_row.c has the meaning and the unit of each.
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
 * struct csv_row_layout - the @count columns of a file.
 * @columns: for each, its index in the table, or -1 if unknown.
 */
struct csv_row_layout {
	size_t count;
	int columns[CSV_ROW_COLUMNS_MAX];
};

/** csv_row_header() - the first line of the file, without its newline, in CSV_ROW_LINE_BYTES. */
void csv_row_header(char *ret_line);

/**
 * csv_row_quote() - a text as a cell, quoted if needed; control characters become blanks.
 * @ret_cell: has twice the bytes of the text, and 3.
 *
 * Return: the length of the cell.
 */
size_t csv_row_quote(const char *text, char *ret_cell);

/**
 * csv_row_next_cell() - parse one cell of a line.
 * @cursor: the start of the cell; receives the start of the next one, NULL after the last.
 * @ret_cell: CSV_ROW_LINE_BYTES.
 *
 * Return: its length; -1 if it is malformed or too long.
 */
int csv_row_next_cell(const char **cursor, char *ret_cell);

/** csv_row_format() - one line, without its newline, in CSV_ROW_LINE_BYTES. */
void csv_row_format(const struct csv_row *row, char *ret_line);

/**
 * csv_row_parse_header() - parse the first line of a file, without its newline.
 *
 * Return: 0; or -EINVAL: a column of the table is missing or is there twice.
 */
int csv_row_parse_header(const char *line, struct csv_row_layout *ret_layout,
			 struct reason *ret_reason);

/**
 * csv_row_parse() - parse one line, without its newline.
 * @ret_row: every cell is set; invalid on error.
 *
 * Return: 0; or -EINVAL: wrong number of cells, a malformed or too long cell, or an unknown status;
 * @ret_reason names the column.
 */
int csv_row_parse(const char *line, const struct csv_row_layout *layout, struct csv_row *ret_row,
		  struct reason *ret_reason);

/** csv_row_protocol() - a hash of the columns that csv_row_protocol_difference() compares. */
uint64_t csv_row_protocol(const struct csv_row *row);

/**
 * csv_row_protocol_difference() - the first column that differs, of those that say what was
 * measured and how: case, state, size, calls and pages of a sample, scheduler. NULL: none.
 */
const char *csv_row_protocol_difference(const struct csv_row *a, const struct csv_row *b);

/** csv_row_is_control() - of a case that no change to memory management should affect? */
bool csv_row_is_control(const struct csv_row *row);

/** csv_row_value() - the text of one cell, unquoted; "none" if the count or column is unknown. */
void csv_row_value(const struct csv_row *row, const char *column, char *ret_text, size_t size);

/** csv_row_describe() - the table as Markdown, for docs/CSV.md. */
void csv_row_describe(FILE *out);

#endif
