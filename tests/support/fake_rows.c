// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes made-up rows, many of them fast. */
#include "fake_rows.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/die.h"
#include "base/size.h"

enum { DIGITS_MAX = 20, LINE_MAX_BYTES = CSV_ROW_LINE_BYTES + 4 * DIGITS_MAX + 600 };

struct csv_row fake_rows_point(unsigned int point, unsigned int points)
{
	static const char *const folios[] = { "4K", "16K", "64K", "2M-pte", "2M" };
	static const unsigned int kib[] = { 4, 16, 64, 2048, 2048 };
	unsigned int number = point / FAKE_ROWS_FOLIOS, folio = point % FAKE_ROWS_FOLIOS;
	bool is_control = point == points;
	struct csv_row row = { .schema = opt_u64_of(CSV_ROW_SCHEMA) };

	if (is_control) {
		strcpy(row.point, "control.fake");
		strcpy(row.case_name, "control.fake");
	} else {
		snprintf(row.point, sizeof(row.point), "mprotect.case-%u/anon/folio=%s/size=64M",
			 number, folios[folio]);
		snprintf(row.case_name, sizeof(row.case_name), "mprotect.case-%u", number);
		row.folio_bytes = opt_u64_of(kib[folio] * KIB);
		row.size_bytes = opt_u64_of(64 * MIB);
	}
	strcpy(row.family, is_control ? "control" : "mprotect");
	strcpy(row.backing, "anon");
	strcpy(row.mapping, folio == 4 ? "pmd" : "pte");
	strcpy(row.pages_hold, "written");
	strcpy(row.sharing, "exclusive");
	strcpy(row.construction, "native");
	strcpy(row.scheduler, "fifo");
	strcpy(row.status, "ok");
	row.threads = row.ops = row.cpu = opt_u64_of(1);
	row.pages = row.pages_matching = row.pages_known = row.pages_total =
		opt_u64_of(FAKE_ROWS_PAGES);
	row.minor_faults = row.involuntary_switches = row.tlb_interrupts = opt_u64_of(0);
	row.call_interrupts = opt_u64_of(0);
	row.clock_overhead_ns = opt_u64_of(18);
	row.vmas = opt_u64_of(34);
	return row;
}

double fake_rows_true_ns(unsigned int point)
{
	return 0.4 * pow(1.25, point % 25);
}

static size_t column_of(const char *name)
{
	char header[CSV_ROW_LINE_BYTES], *rest = header, *cell;
	size_t column = 0;

	csv_row_header(header);
	while ((cell = strsep(&rest, ",")) && strcmp(cell, name) != 0)
		column++;
	return column;
}

/* Where a cell begins. */
static const char *cell_at(const char *line, size_t column)
{
	while (column--)
		line = strchr(line, ',') + 1;
	return line;
}

static size_t copy_part(const char *from, const char *end, char *ret_text)
{
	size_t bytes = (size_t)(end - from);

	memcpy(ret_text, from, bytes);
	return bytes;
}

void fake_rows_cut(const struct csv_row *row, struct fake_rows_form *ret_form)
{
	struct csv_row open = *row;
	char line[CSV_ROW_LINE_BYTES];
	const char *sample, *elapsed, *after;

	open.sample = open.elapsed_ns = open.instructions_kernel = open.cycles_kernel =
		(struct opt_u64) { 0 };
	csv_row_format(&open, line);
	sample = cell_at(line, column_of("sample"));
	elapsed = cell_at(line, column_of("elapsed_ns"));
	after = cell_at(line, column_of("cycles_kernel")) - 2; /* two cells, now empty */
	if (after != elapsed)
		die(EXIT_FAILED, "time, instructions and cycles are no neighbours any more");
	after += 2;
	ret_form->head_bytes = copy_part(line, sample, ret_form->head);
	ret_form->middle_bytes = copy_part(sample, elapsed, ret_form->middle);
	ret_form->tail_bytes = copy_part(after, after + strlen(after), ret_form->tail);
	ret_form->tail[ret_form->tail_bytes++] = '\n';
}

static char *put_text(char *out, const char *text, size_t bytes)
{
	memcpy(out, text, bytes);
	return out + bytes;
}

static char *put_count(char *out, struct opt_u64 count)
{
	char digits[DIGITS_MAX];
	size_t used = 0;
	uint64_t value = count.value;

	if (!count.known)
		return out;
	do {
		digits[used++] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	while (used)
		*out++ = digits[--used];
	return out;
}

void fake_rows_put(FILE *out, const struct fake_rows_form *form, unsigned int sample,
		   struct opt_u64 elapsed_ns, struct opt_u64 instructions, struct opt_u64 cycles)
{
	char line[LINE_MAX_BYTES], *end = line;

	end = put_text(end, form->head, form->head_bytes);
	end = put_count(end, opt_u64_of(sample));
	end = put_text(end, form->middle, form->middle_bytes);
	end = put_count(end, elapsed_ns);
	*end++ = ',';
	end = put_count(end, instructions);
	*end++ = ',';
	end = put_count(end, cycles);
	end = put_text(end, form->tail, form->tail_bytes);
	fwrite(line, 1, (size_t)(end - line), out);
}

FILE *fake_rows_create(const char *folder, const char *leaf)
{
	char *path = xasprintf("%s/%s", folder, leaf);
	FILE *out = fopen(path, "we");

	if (!out)
		die(EXIT_FAILED, "open %s: %s", path, strerror(errno));
	free(path);
	return out;
}

uint64_t fake_rows_close(FILE *out, const char *folder, const char *leaf)
{
	long bytes = ftell(out);

	if (ferror(out) || fclose(out))
		die(EXIT_FAILED, "write %s/%s: %s", folder, leaf, strerror(errno));
	return bytes < 0 ? 0 : (uint64_t)bytes;
}

void fake_rows_folder(const char *path)
{
	if (mkdir(path, 0755) && errno != EEXIST)
		die(EXIT_FAILED, "make %s: %s", path, strerror(errno));
}
