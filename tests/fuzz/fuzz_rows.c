// SPDX-License-Identifier: GPL-2.0-or-later
/* Does any samples.csv do harm to its reader, and is what it takes a row that can be written? */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "samples.h"

static struct row_layout own;

static void check_row(const struct row *row)
{
	char line[ROW_LINE_BYTES], again[ROW_LINE_BYTES];
	struct reason reason;
	struct row back;

	assert(strlen(row->run) < sizeof(row->run) && strlen(row->point) < sizeof(row->point));
	assert(strlen(row->case_name) < sizeof(row->case_name));
	assert(strlen(row->reason) < sizeof(row->reason));
	row_format(row, line);
	for (const char *at = line; *at; at++)
		assert((unsigned char)*at >= ' ' && *at != 127);
	assert(!row_parse(line, &own, &back, &reason));
	row_format(&back, again);
	assert(!strcmp(line, again));
	assert(!row_protocol_difference(&back, &back));
}

static void check_point(const struct samples *samples, const struct samples_point *point)
{
	size_t most = point->ok_rows;

	assert(samples_find(samples, point->row.point) == point);
	check_row(&point->row);
	for (int f = 0; f < SAMPLES_FIGURES; f++) {
		struct samples_series medians = samples_medians(point, (enum samples_figure)f);

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
	char *text = calloc(ROW_LINE_BYTES + 1 + size, 1);
	size_t length = 0;

	assert(text);
	if (size < 7 || memcmp(data, "schema,", 7) != 0) {
		row_header(text);
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
	char header[ROW_LINE_BYTES], *text;
	struct samples samples;
	struct reason reason;
	size_t length, rows = 0;
	int error;

	row_header(header);
	assert(!row_parse_header(header, &own, &reason));
	text = with_header(data, size, &length);
	error = samples_read(fuzz_file(0, text, length), &samples, &reason);
	free(text);
	assert(!error || *reason.text);
	assert(!samples.bad_rows || *reason.text);
	for (size_t i = 0; i < samples.count; i++) {
		if (!error)
			check_point(&samples, &samples.points[i]);
		rows += samples.points[i].ok_rows + samples.points[i].other_rows;
	}
	assert(rows + samples.bad_rows == samples.rows);
	samples_free(&samples);
	return 0;
}
