// SPDX-License-Identifier: GPL-2.0-or-later
/* Packed samples read as plain ones, and a damaged file is no run. */
#include "compare/samples_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/die.h"
#include "fixture.h"

enum { ROWS = 500 };

/* Makes two runs of the same rows: /plain and /packed. */
static void make(void)
{
	static struct csv_row rows[ROWS];
	char line[4096];
	gzFile packed;
	FILE *in;

	for (int i = 0; i < ROWS; i++) {
		rows[i] = (struct csv_row) {
			.process = opt_u64_of((uint64_t)i / 10 + 1),
			.ops = opt_u64_of(1),
			.elapsed_ns = opt_u64_of(1000 + (uint64_t)i * 7919 % 1009),
			.status = "ok",
		};
		snprintf(rows[i].point, sizeof(rows[i].point), "point-%d", i / 10 % 5);
	}
	fixture_rows("/plain/samples.csv", rows, ROWS);
	in = fopen(fixture_path("/plain/samples.csv"), "re");
	assert_non_null(in);
	fixture_write("/packed/host.csv", "");
	packed = gzopen(fixture_path("/packed/samples.csv.gz"), "w");
	while (fgets(line, sizeof(line), in))
		gzputs(packed, line);
	gzclose(packed);
	fclose(in);
}

static int read_run(const char *path, struct csv_reader *ret_samples, struct reason *ret_reason)
{
	char *run = xstrdup(fixture_path(path));
	int error = samples_file_read(run, ret_samples, ret_reason);

	free(run);
	return error;
}

static void expect_damaged(const char *words)
{
	struct csv_reader samples;
	struct reason reason;

	assert_int_equal(read_run("/packed", &samples, &reason), -EBADMSG);
	assert_non_null(strstr(reason.text, "/packed/samples.csv.gz"));
	assert_non_null(strstr(reason.text, words));
	csv_reader_free(&samples);
}

static void test_packed_is_as_plain(void **state)
{
	struct csv_reader plain, packed;
	struct reason reason;

	(void)state;
	make();
	assert_true(samples_file_exists(fixture_path("/plain")));
	assert_true(samples_file_exists(fixture_path("/packed")));
	assert_false(samples_file_exists(fixture_path("/")));
	assert_int_equal(read_run("/plain", &plain, &reason), 0);
	assert_int_equal(read_run("/packed", &packed, &reason), 0);
	assert_string_equal(reason.text, "");
	assert_int_equal(packed.rows, ROWS);
	assert_int_equal(packed.bad_rows, 0);
	assert_int_equal(packed.count, plain.count);
	for (size_t i = 0; i < plain.count; i++) {
		const struct csv_reader_series *a = &plain.points[i].series[CSV_READER_NS];
		const struct csv_reader_series *b = &packed.points[i].series[CSV_READER_NS];

		assert_string_equal(packed.points[i].row.point, plain.points[i].row.point);
		assert_int_equal(b->count, a->count);
		assert_memory_equal(b->values, a->values, a->count * sizeof(*a->values));
	}
	csv_reader_free(&packed);
	csv_reader_free(&plain);
}

/* Half of a file is no small run: a cut or a flipped bit leaves the run out. */
static void test_damaged_gzip_is_no_run(void **state)
{
	struct stat status;
	FILE *file;
	int crc;

	(void)state;
	make();
	assert_int_equal(stat(fixture_path("/packed/samples.csv.gz"), &status), 0);
	file = fopen(fixture_path("/packed/samples.csv.gz"), "r+e");
	assert_non_null(file);
	fseek(file, -8, SEEK_END);
	crc = fgetc(file);
	fseek(file, -8, SEEK_END);
	fputc(crc ^ 1, file);
	fclose(file);
	expect_damaged("cut off");
	make();
	assert_int_equal(truncate(fixture_path("/packed/samples.csv.gz"), status.st_size / 2), 0);
	expect_damaged("cut off");
	assert_int_equal(truncate(fixture_path("/packed/samples.csv.gz"), 0), 0);
	expect_damaged("no header");
	assert_int_equal(unlink(fixture_path("/packed/samples.csv.gz")), 0);
	assert_int_equal(mkfifo(fixture_path("/packed/samples.csv.gz"), 0600), 0);
	expect_damaged("not a regular file");
}

static void test_plain_wins(void **state)
{
	struct csv_reader samples;
	struct reason reason;

	(void)state;
	make();
	fixture_write("/packed/samples.csv", "no,header\n");
	assert_int_equal(read_run("/packed", &samples, &reason), -EBADMSG);
	assert_non_null(strstr(reason.text, "/packed/samples.csv:1"));
	csv_reader_free(&samples);
	assert_int_equal(read_run("/none", &samples, &reason), -ENOENT);
	csv_reader_free(&samples);
}

/* One byte more than the limit, in few bytes of gzip: the members of a file follow each other. */
static void test_length_of_text(void **state)
{
	static char block[128 << 10];
	char member[4096];
	gzFile packed;
	size_t size;
	FILE *file;

	(void)state;
	make();
	memset(block, 'x', sizeof(block));
	block[sizeof(block) - 1] = '\n';
	file = fopen(fixture_path("/block.gz"), "w+e");
	assert_non_null(file);
	packed = gzdopen(dup(fileno(file)), "w");
	assert_int_equal(gzwrite(packed, block, sizeof(block)), sizeof(block));
	gzclose(packed);
	rewind(file);
	size = fread(member, 1, sizeof(member), file);
	assert_in_range(size, 1, sizeof(member) - 1);
	fclose(file);
	file = fopen(fixture_path("/packed/samples.csv.gz"), "ae");
	assert_non_null(file);
	for (long long left = SAMPLES_FILE_BYTES_MAX; left > 0; left -= sizeof(block))
		fwrite(member, 1, size, file);
	fclose(file);
	expect_damaged("cut off");
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_packed_is_as_plain),
		cmocka_unit_test(test_damaged_gzip_is_no_run),
		cmocka_unit_test(test_plain_wins),
		cmocka_unit_test(test_length_of_text),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
