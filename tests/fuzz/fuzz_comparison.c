// SPDX-License-Identifier: GPL-2.0-or-later
/* Fuzzes compare and the JSON of export with values that no machine gives. */
#include <assert.h>
#include <gsl/gsl_errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "export/export_json.h"
#include "fuzz.h"
#include "compare/output_formats.h"
#include "compare/comparison.h"

/* A row is made of so many bytes of the input; a run of a few rows. */
enum { ROW_BYTES = 6, RUNS = 4, ROWS_MAX = 256, PATH_BYTES = 128 };

static const uint64_t values[] = { 0,	 0,	 1,	     2,
				   3,	 7,	 100,	     1000,
				   4096, 123456, UINT32_MAX, 1ull << 53,
				   1e18, 5e18,	 UINT64_MAX, UINT64_MAX - 1 };

static const char *const points[][2] = {
	{ "control.empty", "control" },
	{ "control.chase", "control" },
	{ "mprotect.ro/anon/folio=4K/size=4M", "mprotect" },
	{ "mprotect.ro/anon/folio=64K/size=4M", "mprotect" },
	{ "mprotect.ro/anon/folio=64K/size=64M", "mprotect" },
	{ "mprot_tw4m/zero-file/folio=4K/size=4M", "mprot_tw4m" },
	{ "<script>\"`$(id)`\\\n\x1b[2J,;{}=/../#", "fork" },
	{ "", "" },
};

static struct opt_u64 value_of(uint8_t byte)
{
	struct opt_u64 count = opt_u64_of(values[byte & 15]);

	count.known = byte & 15;
	return count;
}

static struct csv_row row_of(const uint8_t *bytes, uint64_t *process, unsigned int run)
{
	unsigned int point = bytes[0] & 7;
	struct csv_row row = {
		.schema = opt_u64_of(CSV_ROW_SCHEMA),
		.round = opt_u64_of(1 + (bytes[1] & 3)),
		.ops = value_of(bytes[2]),
		.pages = value_of(bytes[2] >> 4),
		.elapsed_ns = value_of(bytes[3]),
		.instructions_kernel = value_of(bytes[3] >> 4),
		.cycles_kernel = value_of(bytes[4]),
		.size_bytes = value_of(bytes[4] >> 4),
		.folio_bytes = value_of(bytes[5]),
		.pages_matching = value_of(bytes[5] >> 4),
	};

	*process += bytes[0] >> 3 & 3;
	row.process = opt_u64_of(*process);
	snprintf(row.run, sizeof(row.run), "run%u", run);
	snprintf(row.point, sizeof(row.point), "%s", points[point][0]);
	snprintf(row.case_name, sizeof(row.case_name), "%.*s", (int)strcspn(points[point][0], "/"),
		 points[point][0]);
	snprintf(row.family, sizeof(row.family), "%s", points[point][1]);
	snprintf(row.reason, sizeof(row.reason), "<b>\"why\", %c", bytes[1]);
	strcpy(row.status,
	       csv_row_status_name(bytes[1] < 240 ? CSV_ROW_OK : CSV_ROW_ORACLE_FAILED));
	return row;
}

/* @shape: which of its facts differ from those of the others. */
static void write_host(const char *folder, uint8_t shape, unsigned int run)
{
	char path[2 * PATH_BYTES];
	FILE *out;

	snprintf(path, sizeof(path), "%s/host.csv", folder);
	out = fopen(path, "we");
	assert(out);
	fprintf(out, "key,value\nrun,\"run%u\"\nboot_id,%u\nkernel_release,%s\nhost,\"%s\"\n", run,
		shape & 1 ? 1 : run, shape & 2 ? "6.<b>" : "6.18",
		shape & 4 ? "a \"\"b\"\",<i>" : "altra");
	fprintf(out, "clock_domain,%s\nmemory_total,%d\n", shape & 8 ? "icount" : "x", shape);
	fclose(out);
}

static void write_run(const char *folder, const uint8_t *data, size_t size, unsigned int run)
{
	char path[2 * PATH_BYTES], line[CSV_ROW_LINE_BYTES];
	uint64_t process = 1;
	FILE *out;

	assert(!mkdir(folder, 0700));
	write_host(folder, size ? data[0] : 0, run);
	snprintf(path, sizeof(path), "%s/samples.csv", folder);
	out = fopen(path, "we");
	assert(out);
	csv_row_header(line);
	fprintf(out, "%s\n", line);
	for (size_t i = 1; i + ROW_BYTES <= size; i += ROW_BYTES) {
		struct csv_row row = row_of(data + i, &process, run);

		csv_row_format(&row, line);
		fprintf(out, "%s\n", line);
	}
	fclose(out);
}

/* Runs 0 and 1 are A's, 2 and 3 are B's. */
static void make_set(const char *folder, unsigned int side, const uint8_t *data, size_t size,
		     struct load_set *ret_set)
{
	*ret_set = (struct load_set) {
		.path = xstrdup(folder),
		.name = xstrdup(side ? "b <&>" : "a"),
		.count = RUNS / 2,
		.runs = xcalloc(RUNS / 2, sizeof(struct load_run)),
	};
	for (unsigned int i = 0; i < RUNS / 2; i++) {
		unsigned int run = side * (RUNS / 2) + i;
		size_t from = size * run / RUNS, to = size * (run + 1) / RUNS;
		char path[PATH_BYTES];

		snprintf(path, sizeof(path), "%s/run%u", folder, run);
		write_run(path, data + from, to - from, run);
		load_run(path, &ret_set->runs[i]);
	}
}

static void write_formats(const struct comparison *comparison)
{
	for (int i = FORMATS_COMPARE_TEXT; i <= FORMATS_COMPARE_LKP; i++) {
		unsigned int figures = (1U << CSV_READER_METRICS) - 1;
		size_t length = 0;
		char *text = NULL;
		FILE *out = open_memstream(&text, &length);

		assert(out);
		output_formats_write((enum formats_id)i, comparison, i % 2 ? figures : 1, out);
		fclose(out);
		assert(length || !comparison->count); /* lkp: no machine is in both */
		for (const char *at = text; *at; at++)
			assert(*at == '\n' || ((unsigned char)*at >= ' ' && *at != 127));
		free(text);
	}
}

/* What jq is given: any other text could end a line of a format, or a string. */
static void check_texts(json_t *value)
{
	const char *text = json_string_value(value);

	for (; text && *text; text++)
		assert(*text >= ' ' && *text <= '~');
	for (size_t i = 0; i < json_array_size(value); i++)
		check_texts(json_array_get(value, i));
	for (void *at = json_object_iter(value); at; at = json_object_iter_next(value, at))
		check_texts(json_object_iter_value(at));
}

static void judge(const struct load_set *sets)
{
	const struct comparison_options options = { .margin = 0.01 };
	struct comparison comparison;
	enum die_code code;

	comparison_make(&sets[0], &sets[1], &options, &comparison);
	write_formats(&comparison);
	code = comparison_status(&comparison, 1);
	assert(code == EXIT_DONE || code == EXIT_FAILED || code == EXIT_UNDECIDED);
	comparison_free(&comparison);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *folder = fuzz_folder();
	const struct globlist all = { 0 };
	struct export_data bundle;
	struct load_set sets[2];
	json_t *json;

	if (size > (size_t)ROWS_MAX * ROW_BYTES)
		return 0;
	gsl_set_error_handler_off();
	for (unsigned int side = 0; side < 2; side++)
		make_set(folder, side, data, size, &sets[side]);
	judge(sets);
	export_data_make(sets, 2, &all, (1U << CSV_READER_METRICS) - 1, "fuzz", &bundle);
	json = export_json_make(&bundle);
	check_texts(json);
	json_decref(json);
	export_data_free(&bundle);
	load_free(&sets[0]);
	load_free(&sets[1]);
	return 0;
}
