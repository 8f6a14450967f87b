// SPDX-License-Identifier: GPL-2.0-or-later
/* Fuzzes the reader of samples.csv: each row that it takes can be written again. */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "measure/csv_reader.h"

static struct csv_row_layout own;

static void check_row(const struct csv_row *row)
{
	char line[CSV_ROW_LINE_BYTES], again[CSV_ROW_LINE_BYTES];
	struct reason reason;
	struct csv_row back;

	assert(strlen(row->run) < sizeof(row->run) && strlen(row->point) < sizeof(row->point));
	assert(strlen(row->case_name) < sizeof(row->case_name));
	assert(strlen(row->reason) < sizeof(row->reason));
	csv_row_format(row, line);
	for (const char *at = line; *at; at++)
		assert((unsigned char)*at >= ' ' && *at != 127);
	assert(!csv_row_parse(line, &own, &back, &reason));
	csv_row_format(&back, again);
	assert(!strcmp(line, again));
	assert(!csv_row_protocol_difference(&back, &back));
}

static void check_point(const struct csv_reader *samples, const struct csv_reader_point *point)
{
	size_t most = point->ok_rows;

	assert(csv_reader_find(samples, point->row.point) == point);
	check_row(&point->row);
	for (int f = 0; f < CSV_READER_METRICS; f++) {
		struct csv_reader_series medians =
			csv_reader_medians(point, (enum csv_reader_metric)f);

		assert(point->series[f].count <= most);
		assert(medians.count <= point->process_count);
		for (size_t i = 0; i < medians.count; i++)
			assert(isfinite(medians.values[i]) && medians.values[i] >= 0);
		free(medians.values);
	}
	for (size_t i = 0; i < point->process_count; i++)
		assert(!i || point->processes[i - 1].process < point->processes[i].process);
}

/* Rows without a header get ours, so that more of them are rows. */
static char *with_header(const uint8_t *data, size_t size, size_t *ret_size)
{
	char *text = calloc(CSV_ROW_LINE_BYTES + 1 + size, 1);
	size_t length = 0;

	assert(text);
	if (size < 7 || memcmp(data, "schema,", 7) != 0) {
		csv_row_header(text);
		strcat(text, "\n");
		length = strlen(text);
	}
	if (size)
		memcpy(text + length, data, size);
	*ret_size = length + size;
	return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char header[CSV_ROW_LINE_BYTES], *text;
	struct csv_reader samples;
	struct reason reason;
	size_t length, rows = 0;
	int error;

	csv_row_header(header);
	assert(!csv_row_parse_header(header, &own, &reason));
	text = with_header(data, size, &length);
	error = csv_reader_read(fuzz_file(0, text, length), &samples, &reason);
	free(text);
	assert(!error || *reason.text);
	assert(!samples.bad_rows || *reason.text);
	for (size_t i = 0; i < samples.count; i++) {
		if (!error)
			check_point(&samples, &samples.points[i]);
		rows += samples.points[i].ok_rows + samples.points[i].other_rows;
	}
	assert(rows + samples.bad_rows == samples.rows);
	csv_reader_free(&samples);
	return 0;
}
