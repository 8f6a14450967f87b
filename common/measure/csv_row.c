// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of columns of samples.csv, its writer and its parser. */
#include "csv_row.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* One column: a count if @text_bytes is 0, else a text of at most that many bytes. */
struct column {
	const char *name;
	size_t offset;
	size_t text_bytes;
	const char *about;
	bool is_protocol; /* says how it was measured: rows are compared only if it is the same */
};

#define COUNT(column, help)                                                                        \
	.name = #column, .offset = offsetof(struct csv_row, column), .about = help
#define TEXT(title, field, help)                                                                   \
	.name = title, .offset = offsetof(struct csv_row, field), .about = help,                   \
	.text_bytes = sizeof(((struct csv_row *)0)->field)
#define PROTOCOL .is_protocol = true

static const struct column columns[] = {
	{ COUNT(schema, "version of this table: 4; before, /proc/interrupts was read around each "
			"sample (2, "
			"3), and a sample of mprot_tw4m was one of libMicro's (2)"),
	  PROTOCOL },
	{ TEXT("run", run, "name of the run, as its folder is called") },
	{ COUNT(round, "round of the run, from 1; a round holds each point once") },
	{ COUNT(process, "process of the run, from 1; each point of a round has its own") },
	{ COUNT(seq, "place of the point in the shuffled order of its round, from 1") },
	{ TEXT("point", point,
	       "case and parameters; the same on all machines; rows are joined on it") },
	{ TEXT("case", case_name, "name of the case; docs/CASES.md says what it times"), PROTOCOL },
	{ TEXT("family", family, "program that measured it"), PROTOCOL },
	{ COUNT(folio_bytes, "size of the folios in bytes"), PROTOCOL },
	{ COUNT(folio_order, "log2 of base pages in a folio"), PROTOCOL },
	{ COUNT(size_bytes, "size of one region in bytes"), PROTOCOL },
	{ TEXT("backing", backing,
	       "`anon`, `zero-file` (a private mapping of /dev/zero), `shmem` (shared "
	       "anonymous), `file` (shared mapping of a file on a disk), `private-file`, "
	       "`hugetlb`"),
	  PROTOCOL },
	{ TEXT("mapping", mapping,
	       "`pte` or `pmd`: the level of the page table that maps the folios"),
	  PROTOCOL },
	{ TEXT("entries", pages_hold,
	       "what page table entries hold: `none`, `written` pages, `read` ones (the zero "
	       "page, or the file's), `swapped`, `guard`, `uffd-wp`, `uffd-marker`, "
	       "`half-freed` (MADV_FREE, each second page written again), `pinned`"),
	  PROTOCOL },
	{ TEXT("sharing", sharing,
	       "`exclusive`; `parent` (the parent process maps the pages too); `forked` (a "
	       "child that has ended did); `mixed` (of these, each k-th is exclusive); `half` "
	       "(the first half of each folio is exclusive)"),
	  PROTOCOL },
	{ TEXT("construction", construction,
	       "`native`: the kernel made folios of that size; `emulated`: parts of PMD-sized "
	       "folios"),
	  PROTOCOL },
	{ COUNT(threads, "threads of the process that is measured"), PROTOCOL },
	{ COUNT(sample,
		"number of the sample in its process, from 1; empty where nothing was measured") },
	{ COUNT(ops, "calls in the sample; divides the counts and times below"), PROTOCOL },
	{ COUNT(pages, "base pages that the calls worked on; empty where the cost is one of calls"),
	  PROTOCOL },
	{ COUNT(elapsed_ns,
		"CLOCK_MONOTONIC_RAW for all ops together, in ns, less clock_overhead_ns") },
	{ COUNT(instructions_kernel, "instructions retired in the kernel; empty without a PMU") },
	{ COUNT(cycles_kernel, "cycles in the kernel; empty without a PMU") },
	{ COUNT(dtlb_misses_kernel, "data-TLB load misses in the kernel; empty without a PMU") },
	{ COUNT(minor_faults, "minor page faults of the thread (getrusage)") },
	{ COUNT(involuntary_switches, "times that the thread lost the CPU (getrusage)") },
	{ COUNT(cpu, "CPU that it ran on") },
	{ COUNT(tlb_interrupts,
		"TLB-shootdown interrupts on all CPUs; empty but where threads spin (`*.threads`), "
		"and where the architecture counts none") },
	{ COUNT(call_interrupts,
		"function-call interrupts on all CPUs, which carry shootdowns; empty as those") },
	{ TEXT("scheduler", scheduler, "`fifo`, or `other` where SCHED_FIFO is not permitted"),
	  PROTOCOL },
	{ COUNT(clock_overhead_ns, "ns between two clock readings with nothing between them") },
	{ COUNT(pages_matching, "base pages that were proved to be as claimed, before and after") },
	{ COUNT(pages_known, "base pages of which it could be told") },
	{ COUNT(pages_total, "base pages of all regions") },
	{ COUNT(vmas, "VMAs of the process") },
	{ TEXT("status", status, "what became of the point; only `ok` is ever compared") },
	{ TEXT("reason", reason, "why the status is not `ok`") },
};

enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

_Static_assert(COLUMNS <= (int)CSV_ROW_COLUMNS_MAX, "raise CSV_ROW_COLUMNS_MAX");

const char *csv_row_status_name(enum csv_row_status status)
{
	static const char *const names[CSV_ROW_STATUSES] = {
		"ok",	     "unsupported",   "state-not-reached", "state-unverified",
		"op-failed", "oracle-failed", "disturbed",
	};

	return names[status];
}

void csv_row_header(char *ret_line)
{
	size_t used = 0;

	for (int i = 0; i < COLUMNS; i++)
		used += (size_t)snprintf(ret_line + used, CSV_ROW_LINE_BYTES - used, "%s%s",
					 i ? "," : "", columns[i].name);
}

/* The longest row fits CSV_ROW_LINE_BYTES even if every character is a quote. */
size_t csv_row_quote(const char *text, char *ret_cell)
{
	bool quoted = strpbrk(text, ",\"") != NULL;
	char *out = ret_cell;

	if (quoted)
		*out++ = '"';
	for (; *text; text++) {
		if (*text == '"')
			*out++ = '"';
		*out++ = (unsigned char)*text < ' ' || *text == 127 ? ' ' : *text;
	}
	if (quoted)
		*out++ = '"';
	*out = '\0';
	return (size_t)(out - ret_cell);
}

void csv_row_format(const struct csv_row *row, char *ret_line)
{
	char *out = ret_line;

	for (int i = 0; i < COLUMNS; i++) {
		const char *field = (const char *)row + columns[i].offset;
		const struct opt_u64 *count = (const struct opt_u64 *)(const void *)field;

		if (i)
			*out++ = ',';
		*out = '\0';
		if (columns[i].text_bytes)
			out += csv_row_quote(field, out);
		else if (count->known)
			out += sprintf(out, "%llu", (unsigned long long)count->value);
	}
}

static int find_column(const char *name)
{
	for (int i = 0; i < COLUMNS; i++)
		if (!strcmp(columns[i].name, name))
			return i;
	return -1;
}

/* Return: the end of the cell, or NULL: it is no number. */
static const char *parse_count(const char *cell, struct opt_u64 *ret_count)
{
	uint64_t value = 0;
	const char *at = cell;

	for (; *at >= '0' && *at <= '9'; at++) {
		uint64_t digit = (uint64_t)(*at - '0');

		if (value > (CSV_ROW_COUNT_MAX - digit) / 10)
			return NULL;
		value = value * 10 + digit;
	}
	ret_count->known = at > cell;
	ret_count->value = value;
	return *at && *at != ',' ? NULL : at;
}

/* Parses a quoted cell, where "" is a quote. Return: its end, or NULL: malformed or too long. */
static const char *parse_quoted(const char *cell, char *ret_text, size_t room)
{
	const char *in = cell + 1;
	size_t used = 0;

	for (;; in++) {
		if (!*in)
			return NULL;
		if (*in == '"' && *++in != '"')
			break;
		if (used + 1 >= room)
			return NULL;
		ret_text[used++] = *in;
	}
	ret_text[used] = '\0';
	return *in && *in != ',' ? NULL : in;
}

/* Return: the end of the cell, or NULL: malformed or too long. */
static const char *parse_text(const char *cell, char *ret_text, size_t room)
{
	size_t used = 0;

	if (*cell == '"')
		return parse_quoted(cell, ret_text, room);
	for (; cell[used] && cell[used] != ','; used++) {
		if (used + 1 >= room)
			return NULL;
		ret_text[used] = cell[used];
	}
	ret_text[used] = '\0';
	return cell + used;
}

int csv_row_next_cell(const char **cursor, char *ret_cell)
{
	const char *end = parse_text(*cursor, ret_cell, CSV_ROW_LINE_BYTES);

	if (!end)
		return -1;
	*cursor = *end ? end + 1 : NULL;
	return (int)strlen(ret_cell);
}

int csv_row_parse_header(const char *line, struct csv_row_layout *ret_layout,
			 struct reason *ret_reason)
{
	struct csv_row_layout layout = { 0 };
	bool seen[COLUMNS] = { false };
	char cell[CSV_ROW_LINE_BYTES];

	while (line) {
		int found;

		if (csv_row_next_cell(&line, cell) < 0 || layout.count == CSV_ROW_COLUMNS_MAX) {
			reason_set(ret_reason, "header: column %zu is malformed or too many",
				   layout.count + 1);
			return -EINVAL;
		}
		found = find_column(cell);
		if (found >= 0 && seen[found]) {
			reason_set(ret_reason, "header: column %s is there twice", cell);
			return -EINVAL;
		}
		if (found >= 0)
			seen[found] = true;
		layout.columns[layout.count++] = found;
	}
	for (int i = 0; i < COLUMNS; i++) {
		if (!seen[i]) {
			reason_set(ret_reason, "header: column %s is missing", columns[i].name);
			return -EINVAL;
		}
	}
	*ret_layout = layout;
	return 0;
}

static bool is_status(const char *text)
{
	for (int i = 0; i < CSV_ROW_STATUSES; i++)
		if (!strcmp(text, csv_row_status_name((enum csv_row_status)i)))
			return true;
	return false;
}

/* @column: -1 for an unknown column. */
static const char *parse_cell(int column, const char *cell, struct csv_row *row)
{
	char ignored[CSV_ROW_LINE_BYTES], *field = (char *)row;

	if (column < 0)
		return parse_text(cell, ignored, sizeof(ignored));
	field += columns[column].offset;
	return columns[column].text_bytes ? parse_text(cell, field, columns[column].text_bytes)
					  : parse_count(cell, (struct opt_u64 *)(void *)field);
}

int csv_row_parse(const char *line, const struct csv_row_layout *layout, struct csv_row *ret_row,
		  struct reason *ret_reason)
{
	size_t at = 0;

	for (; line && at < layout->count; at++) {
		int column = layout->columns[at];

		line = parse_cell(column, line, ret_row);
		if (!line) {
			reason_set(ret_reason, "cell %zu (%s): malformed", at + 1,
				   column < 0 ? "not known here" : columns[column].name);
			return -EINVAL;
		}
		line = *line ? line + 1 : NULL;
	}
	if (line || at < layout->count) {
		reason_set(ret_reason, "%s cells than the header has columns",
			   line ? "more" : "fewer");
		return -EINVAL;
	}
	if (!is_status(ret_row->status)) {
		reason_set(ret_reason, "cell status: no such status");
		return -EINVAL;
	}
	return 0;
}

uint64_t csv_row_protocol(const struct csv_row *row)
{
	uint64_t hash = HASH_START;

	for (int i = 0; i < COLUMNS; i++) {
		char text[256];

		if (!columns[i].is_protocol)
			continue;
		csv_row_value(row, columns[i].name, text, sizeof(text));
		hash = hash_add(hash, text, strlen(text) + 1); /* with its NUL */
	}
	return hash;
}

const char *csv_row_protocol_difference(const struct csv_row *a, const struct csv_row *b)
{
	for (int i = 0; i < COLUMNS; i++) {
		const char *x = (const char *)a + columns[i].offset;
		const char *y = (const char *)b + columns[i].offset;
		const struct opt_u64 *m = (const struct opt_u64 *)(const void *)x;
		const struct opt_u64 *n = (const struct opt_u64 *)(const void *)y;

		if (!columns[i].is_protocol)
			continue;
		if (columns[i].text_bytes
			    ? strcmp(x, y) != 0
			    : m->known != n->known || (m->known && m->value != n->value))
			return columns[i].name;
	}
	return NULL;
}

bool csv_row_is_control(const struct csv_row *row)
{
	return !strcmp(row->family, "control");
}

void csv_row_value(const struct csv_row *row, const char *column, char *ret_text, size_t size)
{
	int found = find_column(column);
	const char *field = (const char *)row + (found < 0 ? 0 : columns[found].offset);
	const struct opt_u64 *count = (const struct opt_u64 *)(const void *)field;

	if (found >= 0 && columns[found].text_bytes)
		snprintf(ret_text, size, "%s", field);
	else if (found >= 0 && count->known)
		snprintf(ret_text, size, "%llu", (unsigned long long)count->value);
	else
		snprintf(ret_text, size, "none");
}

void csv_row_describe(FILE *out)
{
	fputs("| column | holds | meaning |\n|---|---|---|\n", out);
	for (int i = 0; i < COLUMNS; i++) /* %.0zu of 0 is nothing */
		fprintf(out, "| %s | %s%.0zu | %s |\n", columns[i].name,
			columns[i].text_bytes ? "text, " : "whole number",
			columns[i].text_bytes ? columns[i].text_bytes - 1 : 0, columns[i].about);
	fputs("\nThe statuses: ", out);
	for (int i = 0; i < CSV_ROW_STATUSES; i++)
		fprintf(out, "%s`%s`", i ? ", " : "", csv_row_status_name((enum csv_row_status)i));
	fputs(".\n", out);
}
