// SPDX-License-Identifier: GPL-2.0-or-later
/* Chunks cross the data port whole, in pieces of any size; everything else is refused. */
#include "fixture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/protocol.h"

/* What was taken: "NAME bytes|" of each whole chunk. */
struct taken {
	char text[4096];
	uint64_t bytes;
	bool is_in_chunk;
};

static void note(void *context, enum protocol_name name, const char *bytes, size_t size,
		 bool is_last)
{
	struct taken *taken = context;

	taken->bytes += size;
	if (strlen(taken->text) + size + 64 < sizeof(taken->text)) {
		if (!taken->is_in_chunk)
			strcat(strcat(taken->text, protocol_text(name)), " ");
		strncat(taken->text, bytes, size);
		if (is_last)
			strcat(taken->text, "|");
	}
	taken->is_in_chunk = !is_last;
}

/* Return: the first error, or 0. @piece: bytes a call. */
static int read_in_pieces(const char *stream, size_t size, size_t piece, struct taken *ret_taken)
{
	struct protocol_reader reader = { .take = note, .context = ret_taken };
	int error = 0;

	*ret_taken = (struct taken) { 0 };
	for (size_t at = 0; at < size && !error; at += piece)
		error = protocol_read(&reader, stream + at, size - at < piece ? size - at : piece);
	return error;
}

static int read_text(const char *stream, struct taken *ret_taken)
{
	return read_in_pieces(stream, strlen(stream), 4096, ret_taken);
}

static void test_header(void **state)
{
	char line[PROTOCOL_HEADER_MAX];

	(void)state;
	for (int name = 0; name < PROTOCOL_NAMES; name++) {
		size_t length = protocol_header((enum protocol_name)name, PROTOCOL_TOTAL_MAX, line);

		assert_int_equal(length, strlen(line));
		assert_in_range(length, 1, PROTOCOL_HEADER_MAX - 1);
	}
	assert_int_equal(protocol_header(PROTOCOL_SAMPLES, 17, line), 15);
	assert_string_equal(line, "samples.csv 17\n");
}

static void test_pieces_of_all_lengths(void **state)
{
	static const char stream[] = "hello 0\nplan.csv 9\n1,2\nkeep plan.csv 0\nkeep 0\n"
				     "samples.csv 12\nhello 0\n\x80\xff 1done 6\nexit 0";
	struct taken taken;

	(void)state;
	for (size_t piece = 1; piece <= sizeof(stream); piece++) {
		assert_int_equal(read_in_pieces(stream, sizeof(stream) - 1, piece, &taken), 0);
		assert_string_equal(taken.text,
				    "hello |plan.csv 1,2\nkeep |plan.csv |keep |samples.csv "
				    "hello 0\n\x80\xff 1|done exit 0|");
	}
}

static void test_what_is_no_chunk(void **state)
{
	static const char *const lies[] = {
		"../../etc/passwd 1\nx",
		"/etc/passwd 1\nx",
		"host.csv/../x 1\nx",
		"status 1\nx",
		"console.txt 1\nx",
		"host.cs 1\nx",
		" 1\nx",
		"\n",
		"hello\n",
		"hello \n",
		"hello 0 \n",
		"hello  0\n",
		"hello 0\r\n",
		"hello 0x0\n",
		"host.csv -1\nx",
		"host.csv +1\nx",
		"host.csv 1.0\nx",
		"host.csv 00000000001\nx",
		"host.csv 18446744073709551617\nx",
		"host.csv 99999999999999999999999999999\nx",
		"[   12.345678] BUG: unable to handle page fault\n",
		"a line that has no end, and is longer than any header",
	};
	struct taken taken;
	char stream[256];

	(void)state;
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++)
		for (size_t piece = 1; piece < 64; piece += 9) {
			snprintf(stream, sizeof(stream), "keep 0\n%s", lies[i]);
			assert_int_equal(read_in_pieces(stream, strlen(stream), piece, &taken),
					 -EBADMSG);
			assert_string_equal(taken.text, "keep |");
		}
	assert_int_equal(read_in_pieces("hello\0 0\n", 9, 9, &taken), -EBADMSG);
	assert_string_equal(taken.text, "");
}

static void test_too_much(void **state)
{
	static char bytes[1 << 20];
	struct taken taken = { 0 };
	struct protocol_reader reader = { .take = note, .context = &taken };
	char line[PROTOCOL_HEADER_MAX];
	size_t length = protocol_header(PROTOCOL_LOG, sizeof(bytes), line);
	int error = 0;

	(void)state;
	assert_int_equal(read_text("host.csv 1073741825\n", &taken), -EFBIG);
	assert_int_equal(read_text("host.csv 9999999999\n", &taken), -EFBIG);
	assert_int_equal(read_text("host.csv 1073741000\nx", &taken), 0);
	assert_int_equal(read_text("keep 0\nhost.csv 1073741824\n", &taken), -EFBIG);
	/* An endless stream of valid chunks, and of empty ones. */
	taken = (struct taken) { 0 };
	for (int i = 0; !error && i < 2000; i++) {
		error = protocol_read(&reader, line, length);
		if (!error)
			error = protocol_read(&reader, bytes, sizeof(bytes));
	}
	assert_int_equal(error, -EFBIG);
	assert_in_range(taken.bytes, PROTOCOL_TOTAL_MAX - 2 * sizeof(bytes), PROTOCOL_TOTAL_MAX);
	reader = (struct protocol_reader) { .take = note, .context = &taken };
	reader.total = PROTOCOL_TOTAL_MAX - 16;
	for (error = 0; !error;)
		error = protocol_read(&reader, "keep 0\n", 7);
	assert_int_equal(error, -EFBIG);
	assert_in_range(reader.total, PROTOCOL_TOTAL_MAX, PROTOCOL_TOTAL_MAX + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_pieces_of_all_lengths),
		cmocka_unit_test(test_what_is_no_chunk),
		cmocka_unit_test(test_too_much),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
