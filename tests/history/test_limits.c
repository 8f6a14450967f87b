// SPDX-License-Identifier: GPL-2.0-or-later
/* Limits of docs/CSV.md: accepts the largest that fits, refuses one more. */
#include "fixture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "history/acknowledged.h"
#include "compare/kernel_config.h"
#include "compare/host_facts.h"
#include "sys/knobs.h"
#include "measure/csv_reader.h"

static char *repeat(char c, size_t count)
{
	char *text = calloc(count + 1, 1);

	assert_non_null(text);
	memset(text, c, count);
	return text;
}

/* Unknown columns, then ours. */
static char *header_of(unsigned int strange)
{
	char line[CSV_ROW_LINE_BYTES], *text = xstrdup(""), *header;

	for (unsigned int i = 0; i < strange; i++) {
		char *longer = xasprintf("%sx%u,", text, i);

		free(text);
		text = longer;
	}
	csv_row_header(line);
	header = xasprintf("%s%s", text, line);
	free(text);
	return header;
}

static unsigned int count_columns(void)
{
	unsigned int count = 1;
	char line[CSV_ROW_LINE_BYTES];

	csv_row_header(line);
	for (const char *at = line; (at = strchr(at, ',')); at++)
		count++;
	return count;
}

static void test_columns(void **state)
{
	struct csv_row_layout layout;
	struct reason reason;

	(void)state;
	for (unsigned int beyond = 0; beyond < 2; beyond++) {
		char *header = header_of(CSV_ROW_COLUMNS_MAX - count_columns() + beyond);

		assert_int_equal(csv_row_parse_header(header, &layout, &reason),
				 beyond ? -EINVAL : 0);
		free(header);
	}
	assert_non_null(strstr(reason.text, "column 49 is malformed or too many"));
}

/* Each text of a row, which is a name or a word: the places are those of csv_row_header(). */
static void test_texts_of_a_row(void **state)
{
	static const struct {
		const char *column;
		size_t most;
	} texts[] = {
		{ "run", 63 },	   { "point", 127 },   { "case", 63 },	       { "family", 31 },
		{ "backing", 15 }, { "mapping", 7 },   { "entries", 15 },      { "sharing", 15 },
		{ "reason", 255 }, { "scheduler", 7 }, { "construction", 15 },
	};
	char header[CSV_ROW_LINE_BYTES], value[CSV_ROW_LINE_BYTES];
	struct csv_row_layout layout;
	struct reason reason;
	struct csv_row row;

	(void)state;
	csv_row_header(header);
	assert_int_equal(csv_row_parse_header(header, &layout, &reason), 0);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		for (size_t beyond = 0; beyond < 2; beyond++) {
			char *name = repeat('n', texts[i].most + beyond), *line = xstrdup("");
			char *rest = xstrdup(header), *at = rest, *column;

			while ((column = strsep(&at, ","))) {
				char *longer = xasprintf("%s%s%s", line, *line ? "," : "",
							 !strcmp(column, texts[i].column) ? name
							 : !strcmp(column, "schema")	  ? "2"
							 : !strcmp(column, "status")	  ? "ok"
											  : "");

				free(line);
				line = longer;
			}
			assert_int_equal(csv_row_parse(line, &layout, &row, &reason),
					 beyond ? -EINVAL : 0);
			csv_row_value(&row, texts[i].column, value, sizeof(value));
			if (!beyond)
				assert_string_equal(value, name);
			else
				assert_non_null(strstr(reason.text, texts[i].column));
			free(line);
			free(rest);
			free(name);
		}
	}
}

static void test_numbers(void **state)
{
	static const char *const numbers[] = { "9223372036854775807", "9223372036854775808" };
	char header[CSV_ROW_LINE_BYTES], line[CSV_ROW_LINE_BYTES], text[CSV_ROW_LINE_BYTES + 32];
	struct csv_row row = { .status = "ok" };
	struct csv_row_layout layout;
	struct reason reason;

	(void)state;
	csv_row_header(header);
	assert_int_equal(csv_row_parse_header(header, &layout, &reason), 0);
	csv_row_format(&row, line);
	for (int beyond = 0; beyond < 2; beyond++) {
		snprintf(text, sizeof(text), "%s%s", numbers[beyond], line);
		assert_int_equal(csv_row_parse(text, &layout, &row, &reason), beyond ? -EINVAL : 0);
		assert_true(beyond || row.schema.value == CSV_ROW_COUNT_MAX);
	}
}

/* One cell of an unknown column, in the first of two rows. */
static int read_strange_cell(size_t length, struct csv_reader *ret_samples)
{
	char line[CSV_ROW_LINE_BYTES], *header = header_of(1), *cell = repeat('c', length), *text;
	struct csv_row row = { .process = opt_u64_of(1), .ops = opt_u64_of(1), .status = "ok" };
	struct reason reason;
	int error;

	csv_row_format(&row, line);
	text = xasprintf("%s\n%s,%s\n,%s\n", header, cell, line, line);
	fixture_write("/samples.csv", text);
	error = csv_reader_read(fixture_path("/samples.csv"), ret_samples, &reason);
	free(text);
	free(cell);
	free(header);
	return error;
}

static void test_cells_and_lines(void **state)
{
	char line[CSV_ROW_LINE_BYTES];
	struct csv_row row = { .process = opt_u64_of(1), .ops = opt_u64_of(1), .status = "ok" };
	struct csv_reader samples;

	(void)state;
	for (size_t beyond = 0; beyond < 2; beyond++) {
		assert_int_equal(read_strange_cell(CSV_ROW_LINE_BYTES - 1 + beyond, &samples), 0);
		assert_int_equal(samples.rows, 2);
		assert_int_equal(samples.bad_rows, beyond);
		csv_reader_free(&samples);
	}
	/* The cell is too long in both; the second line hides what follows as well. */
	csv_row_format(&row, line);
	for (size_t beyond = 0; beyond < 2; beyond++) {
		size_t rest = strlen(line) + 2; /* with a comma and a newline */

		assert_int_equal(read_strange_cell(CSV_READER_LINE_BYTES - rest + beyond, &samples),
				 0);
		assert_int_equal(samples.rows, beyond ? 1 : 2);
		assert_int_equal(samples.rows - samples.bad_rows, beyond ? 0 : 1);
		csv_reader_free(&samples);
	}
}

static int read_facts(const char *text, size_t *ret_count)
{
	struct reason reason;
	struct host_facts facts;
	int error;

	fixture_write("/host.csv", text);
	error = host_facts_read(fixture_path("/host.csv"), &facts, &reason);
	assert_true(!error || strstr(reason.text, "host.csv"));
	*ret_count = facts.count;
	host_facts_free(&facts);
	return error;
}

static void test_facts(void **state)
{
	size_t count;

	(void)state;
	for (size_t beyond = 0; beyond < 2; beyond++) {
		char *cell = repeat('v', CSV_ROW_LINE_BYTES - 1 + beyond);
		char *value = xasprintf("key,value\nhost,%s\n", cell);
		char *key = xasprintf("key,value\n%s,v\n", cell);
		char *keys = xstrdup("key,value\n");

		for (size_t i = 0; i < HOST_FACTS_MAX + beyond; i++) {
			char *longer = xasprintf("%sk%zu,v\n", keys, i);

			free(keys);
			keys = longer;
		}
		assert_int_equal(read_facts(value, &count), beyond ? -EBADMSG : 0);
		assert_int_equal(read_facts(key, &count), beyond ? -EBADMSG : 0);
		assert_int_equal(read_facts(keys, &count), beyond ? -EBADMSG : 0);
		assert_int_equal(count, HOST_FACTS_MAX);
		free(keys);
		free(key);
		free(value);
		free(cell);
	}
}

/* A file of exactly the limit is read up to the NULs at its end. */
static void test_length_of_facts(void **state)
{
	static const char head[] = "key,value\nsmt,off\nhost,v";
	size_t count;

	(void)state;
	fixture_write("/host.csv", head);
	for (size_t beyond = 0; beyond < 2; beyond++) {
		struct reason reason;
		struct host_facts facts;
		int error;

		assert_int_equal(truncate(fixture_path("/host.csv"),
					  HOST_FACTS_FILE_BYTES_MAX + (off_t)beyond),
				 0);
		error = host_facts_read(fixture_path("/host.csv"), &facts, &reason);
		assert_int_equal(error, beyond ? -EFBIG : -EBADMSG);
		count = facts.count;
		assert_int_equal(count, !beyond);
		host_facts_free(&facts);
	}
}

static void test_config(void **state)
{
	struct kernel_config config;

	(void)state;
	for (size_t beyond = 0; beyond < 2; beyond++) {
		char *value =
			repeat('v', KERNEL_CONFIG_LINE_BYTES - 2 - strlen("CONFIG_A=") + beyond);
		char *text = xasprintf("CONFIG_A=%s\n", value);

		fixture_write("/config", text);
		assert_int_equal(kernel_config_read(fixture_path("/config"), &config),
				 beyond ? -EBADMSG : 0);
		assert_int_equal(config.count, !beyond);
		kernel_config_free(&config);
		free(text);
		free(value);
	}
}

/* Text that gzip packs into few bytes; NULs, too, which end no line. */
static void test_length_of_config(void **state)
{
	static char block[65536];
	struct kernel_config config;

	(void)state;
	for (int filler = 0; filler < 2; filler++) {
		for (int beyond = 0; beyond < 2; beyond++) {
			gzFile packed = gzopen(fixture_path("/config"), "w1");

			memset(block, filler ? '\n' : '\0', sizeof(block));
			gzputs(packed, "CONFIG_A=y\n");
			for (size_t left = KERNEL_CONFIG_BYTES_MAX - 11 + (size_t)beyond; left;) {
				size_t part = left < sizeof(block) ? left : sizeof(block);

				assert_int_equal(gzwrite(packed, block, (unsigned int)part), part);
				left -= part;
			}
			gzclose(packed);
			assert_int_equal(kernel_config_read(fixture_path("/config"), &config),
					 beyond ? -EBADMSG : 0);
			kernel_config_free(&config);
		}
	}
}

static void test_acknowledged(void **state)
{
	struct acknowledged acknowledged;
	struct reason reason;

	(void)state;
	for (size_t beyond = 0; beyond < 2; beyond++) {
		char *path = xstrdup(fixture_path("/acknowledged.txt"));
		FILE *out = fopen(path, "w");

		assert_non_null(out);
		for (size_t i = 0; i < ACKNOWLEDGED_MAX + beyond; i++)
			fputs("a b c\n", out);
		fclose(out);
		assert_int_equal(acknowledged_read(path, &acknowledged, &reason),
				 beyond ? -EBADMSG : 0);
		assert_int_equal(acknowledged.count, ACKNOWLEDGED_MAX);
		acknowledged_free(&acknowledged);
		assert_int_equal(truncate(path, 0), 0);
		assert_int_equal(truncate(path, ACKNOWLEDGED_BYTES_MAX + (off_t)beyond), 0);
		assert_int_equal(acknowledged_read(path, &acknowledged, &reason),
				 beyond ? -EFBIG : -EBADMSG);
		acknowledged_free(&acknowledged);
		free(path);
	}
}

/* Files that never end, or block. */
static void test_what_is_no_regular_file(void **state)
{
	static const char *const leaves[] = { "/pipe", "/zeros", "/folder" };
	struct acknowledged acknowledged;
	struct kernel_config config;
	struct host_facts facts;
	struct reason reason;

	(void)state;
	assert_int_equal(mkfifo(fixture_path("/pipe"), 0600), 0);
	fixture_link("/zeros", "/dev/zero");
	assert_int_equal(mkdir(fixture_path("/folder"), 0700), 0);
	for (size_t i = 0; i < sizeof(leaves) / sizeof(leaves[0]); i++) {
		const char *path = fixture_path(leaves[i]);

		assert_int_equal(host_facts_read(path, &facts, &reason), -EINVAL);
		assert_non_null(strstr(reason.text, "not a regular file"));
		assert_int_equal(kernel_config_read(path, &config), -EINVAL);
		assert_int_equal(acknowledged_read(path, &acknowledged, &reason), -EINVAL);
		assert_non_null(strstr(reason.text, "not a regular file"));
	}
}

static void test_journal(void **state)
{
	char *lines = xcalloc(KNOBS_JOURNAL_BYTES_MAX, 1), *found;
	bool is_of_this_boot;

	(void)state;
	fixture_write("/proc/sys/kernel/random/boot_id", "1\n");
	fixture_write("/run/here", "");
	memset(lines, 'x', KNOBS_JOURNAL_BYTES_MAX - 1);
	lines[KNOBS_JOURNAL_BYTES_MAX - 2] = '\n';
	assert_int_equal(knobs_journal_write("x", "format", lines), -EFBIG);
	strcpy(lines + KNOBS_JOURNAL_BYTES_MAX - 40, "\n");
	assert_int_equal(knobs_journal_write("x", "format", lines), 0);
	assert_int_equal(knobs_journal_read("x", "format", &found, &is_of_this_boot), 0);
	assert_string_equal(found, lines);
	free(found);
	free(lines);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns),	     cmocka_unit_test(test_texts_of_a_row),
		cmocka_unit_test(test_numbers),	     cmocka_unit_test(test_cells_and_lines),
		cmocka_unit_test(test_facts),	     cmocka_unit_test(test_length_of_facts),
		cmocka_unit_test(test_config),	     cmocka_unit_test(test_length_of_config),
		cmocka_unit_test(test_acknowledged), cmocka_unit_test(test_what_is_no_regular_file),
		cmocka_unit_test(test_journal),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
