// SPDX-License-Identifier: GPL-2.0-or-later
/* Does what crosses the console arrive whole, in order, or not at all? */
#include "fixture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/console.h"
#include "vm/protocol.h"

static struct protocol_frame frame_of(uint32_t seq, enum protocol_name name, uint64_t offset,
				      const char *text)
{
	struct protocol_frame frame = {
		.seq = seq,
		.name = name,
		.offset = offset,
		.size = strlen(text),
	};

	memcpy(frame.payload, text, frame.size);
	return frame;
}

static int decode(const char *line, struct protocol_frame *ret_frame)
{
	size_t before;

	return protocol_decode(line, ret_frame, &before);
}

/* A line as a guest makes it that knows how to make sums, whatever it says. */
static char *forge(const char *text)
{
	static char line[4 * PROTOCOL_LINE_MAX];

	snprintf(line, sizeof(line), "%s %08x", text, protocol_crc(text, strlen(text)));
	return line;
}

/* The check value of CRC-32 in the catalogues of such sums, and that of nothing. */
static void test_crc(void **state)
{
	(void)state;
	assert_int_equal(protocol_crc("123456789", 9), 0xcbf43926);
	assert_int_equal(protocol_crc("", 0), 0);
}

static void test_round_trip_of_all_lengths(void **state)
{
	struct protocol_frame frame = { .seq = UINT32_MAX, .name = PROTOCOL_SAMPLES }, back;
	char line[PROTOCOL_LINE_MAX];
	size_t length;

	(void)state;
	for (size_t size = 0; size <= PROTOCOL_PAYLOAD_MAX; size++) {
		frame.size = size;
		frame.offset = INT64_MAX - size;
		for (size_t i = 0; i < size; i++)
			frame.payload[i] = (unsigned char)(i * 37 + size);
		length = protocol_encode(&frame, line);
		assert_int_equal(length, strlen(line));
		assert_in_range(length, 1, PROTOCOL_LINE_MAX - 1);
		assert_int_equal(decode(line, &back), 0);
		assert_int_equal(back.seq, frame.seq);
		assert_int_equal(back.name, frame.name);
		assert_int_equal(back.offset, frame.offset);
		assert_int_equal(back.size, size);
		assert_memory_equal(back.payload, frame.payload, size);
	}
}

/* Each single byte of a line, changed or lost. */
static void test_no_broken_line_passes(void **state)
{
	struct protocol_frame frame = frame_of(17, PROTOCOL_PLAN, 4, "1,2,3,control,ok\n"), back;
	char line[PROTOCOL_LINE_MAX], lie[PROTOCOL_LINE_MAX];
	size_t length = protocol_encode(&frame, line);

	(void)state;
	for (size_t i = 0; i < length; i++) {
		for (int bit = 0; bit < 7; bit++) {
			strcpy(lie, line);
			lie[i] = (char)(lie[i] ^ 1 << bit);
			assert_int_not_equal(decode(lie, &back), 0);
		}
		strcpy(lie, line);
		memmove(lie + i, line + i + 1, length - i);
		assert_int_not_equal(decode(lie, &back), 0);
		strcpy(lie, line);
		lie[i] = '\0';
		assert_int_not_equal(decode(lie, &back), 0);
	}
}

static void test_text_of_the_kernel(void **state)
{
	struct protocol_frame frame = frame_of(0, PROTOCOL_LOG, 0, "a line of the log\n"), back;
	char line[PROTOCOL_LINE_MAX], mixed[2 * PROTOCOL_LINE_MAX];
	const char *oops = "[   12.345678] BUG: unable to handle page fault ";
	size_t before;

	(void)state;
	assert_int_equal(protocol_decode(oops, &back, &before), -ENOENT);
	assert_int_equal(before, strlen(oops));
	protocol_encode(&frame, line);
	snprintf(mixed, sizeof(mixed), "%s%s", oops, line);
	assert_int_equal(protocol_decode(mixed, &back, &before), 0);
	assert_int_equal(before, strlen(oops));
	assert_memory_equal(back.payload, frame.payload, frame.size);
	/* In the middle of a frame, behind it, and a frame that another cut off. */
	snprintf(mixed, sizeof(mixed), "%.20s%s%s", line, oops, line + 20);
	assert_int_equal(protocol_decode(mixed, &back, &before), -EBADMSG);
	snprintf(mixed, sizeof(mixed), "%s%s", line, oops);
	assert_int_equal(protocol_decode(mixed, &back, &before), -EBADMSG);
	snprintf(mixed, sizeof(mixed), "%.30s%s", line, line);
	assert_int_equal(protocol_decode(mixed, &back, &before), 0);
	assert_int_equal(before, 30);
}

static void test_hostile_lines(void **state)
{
	static const char *const lies[] = {
		"@ptebench1 0 ../../etc/passwd 0 YQ==",
		"@ptebench1 0 /etc/passwd 0 YQ==",
		"@ptebench1 0 host.csv/../x 0 YQ==",
		"@ptebench1 0 status 0 YQ==",
		"@ptebench1 0 console.txt 0 YQ==",
		"@ptebench1 0  0 YQ==",
		"@ptebench1 0 host.cs 0 YQ==",
		"@ptebench1 4294967296 host.csv 0 YQ==",
		"@ptebench1 -1 host.csv 0 YQ==",
		"@ptebench1 0 host.csv -1 YQ==",
		"@ptebench1 0 host.csv 18446744073709551615 YQ==",
		"@ptebench1 0 host.csv 99999999999999999999999 YQ==",
		"@ptebench1 0 host.csv 0 Y",
		"@ptebench1 0 host.csv 0 YQ=",
		"@ptebench1 0 host.csv 0 YQ==YQ==",
		"@ptebench1 0 host.csv 0 Y===",
		"@ptebench1 0 host.csv 0 ====",
		"@ptebench1 0 host.csv 0 Y*==",
		"@ptebench1 0 host.csv 0 YQ== YQ==",
		"@ptebench1 0 host.csv",
		"@ptebench1 0",
		"@ptebench1 ",
	};
	char huge[3 * PROTOCOL_LINE_MAX] = "@ptebench1 0 host.csv 0 ";
	struct protocol_frame back;

	(void)state;
	assert_int_equal(decode(forge("@ptebench1 0 host.csv 0 YQ=="), &back), 0);
	assert_int_equal(decode(forge("@ptebench1 0 host.csv 0 "), &back), 0);
	assert_int_equal(back.size, 0);
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++)
		assert_int_equal(decode(forge(lies[i]), &back), -EBADMSG);
	memset(huge + strlen(huge), 'A', (size_t)4 * (PROTOCOL_PAYLOAD_MAX / 3 + 1));
	assert_int_equal(decode(forge(huge), &back), -EBADMSG);
}

static void test_frames_in_order_alone(void **state)
{
	struct protocol_inbox inbox = { 0 };
	struct protocol_frame first = frame_of(0, PROTOCOL_HELLO, 0, "");
	struct protocol_frame second = frame_of(1, PROTOCOL_PLAN, 0, "abc");
	struct protocol_frame third = frame_of(2, PROTOCOL_PLAN, 3, "d");

	(void)state;
	assert_false(inbox.unanswered);
	assert_int_equal(protocol_take(&inbox, &second), PROTOCOL_NOT_DUE);
	assert_true(inbox.unanswered);
	assert_int_equal(protocol_take(&inbox, &first), PROTOCOL_TAKEN);
	assert_int_equal(protocol_take(&inbox, &first), PROTOCOL_NOT_DUE);
	assert_int_equal(protocol_take(&inbox, &third), PROTOCOL_NOT_DUE);
	assert_int_equal(protocol_take(&inbox, &second), PROTOCOL_TAKEN);
	assert_int_equal(protocol_take(&inbox, &second), PROTOCOL_NOT_DUE);
	assert_int_equal(protocol_take(&inbox, &third), PROTOCOL_TAKEN);
	assert_int_equal(inbox.next, 3);
	assert_int_equal(inbox.sizes[PROTOCOL_PLAN], 4);
}

static void test_offsets_and_limits(void **state)
{
	static const uint64_t lies[] = { 0, 2, 4, 1000, INT64_MAX };
	struct protocol_frame good = frame_of(0, PROTOCOL_PLAN, 0, "abc");
	struct protocol_inbox inbox = { 0 }, before;

	(void)state;
	assert_int_equal(protocol_take(&inbox, &good), PROTOCOL_TAKEN);
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		struct protocol_frame lie = frame_of(1, PROTOCOL_PLAN, lies[i], "x");

		before = inbox;
		assert_int_equal(protocol_take(&inbox, &lie), PROTOCOL_REFUSED);
		assert_memory_equal(&inbox, &before, sizeof(inbox));
	}
	inbox.total = PROTOCOL_TOTAL_MAX - 2;
	good = frame_of(1, PROTOCOL_SAMPLES, 0, "abc");
	assert_int_equal(protocol_take(&inbox, &good), PROTOCOL_REFUSED);
	good = frame_of(1, PROTOCOL_SAMPLES, 0, "ab");
	assert_int_equal(protocol_take(&inbox, &good), PROTOCOL_TAKEN);
	good = frame_of(2, PROTOCOL_SYNC, 0, "");
	assert_int_equal(protocol_take(&inbox, &good), PROTOCOL_REFUSED);
}

/* What a console has taken apart. */
struct parts {
	char payloads[256];
	unsigned int broken;
};

static void note_frame(void *context, const struct protocol_frame *frame)
{
	struct parts *parts = context;

	strncat(parts->payloads, (const char *)frame->payload, frame->size);
	strcat(parts->payloads, "|");
}

static void note_broken(void *context)
{
	((struct parts *)context)->broken++;
}

/* One line after the other, in pieces of all lengths. */
static void test_console_takes_apart(void **state)
{
	struct protocol_frame one = frame_of(0, PROTOCOL_LOG, 0, "one");
	struct protocol_frame two = frame_of(1, PROTOCOL_LOG, 3, "two");
	char line[PROTOCOL_LINE_MAX], stream[4096] = "Linux version 6\r\n[ 1.0] half", *log;
	size_t size;

	(void)state;
	protocol_encode(&one, line);
	strcat(strcat(strcat(stream, line), "\r\n\n"), "\x1b[31mred\n");
	protocol_encode(&two, line);
	strcat(strcat(stream, line), "\n");
	line[24] ^= 1;
	strcat(strcat(stream, line), "\nKernel panic - not syncing: \x1b why\nno end");
	for (size_t piece = 1; piece < 90; piece++) {
		struct parts parts = { 0 };
		struct console *console = calloc(1, sizeof(*console));
		char tail[4096] = "";
		FILE *out = fmemopen(tail, sizeof(tail), "w");

		assert_non_null(console);
		console->log = open_memstream(&log, &size);
		console->take = note_frame;
		console->take_broken = note_broken;
		console->context = &parts;
		for (size_t at = 0; at < strlen(stream); at += piece)
			console_feed(console, stream + at,
				     strlen(stream) - at < piece ? strlen(stream) - at : piece);
		console_end(console);
		console_print_tail(console, 2, out);
		fclose(console->log);
		fclose(out);
		assert_string_equal(parts.payloads, "one|two|");
		assert_int_equal(parts.broken, 1);
		assert_string_equal(console->panic, "Kernel panic - not syncing: ? why");
		assert_string_equal(tail, "    Kernel panic - not syncing: ? why\n    no end\n");
		assert_ptr_equal(strstr(log, "Linux version 6\n[ 1.0] half\n\x1b[31mred\n"), log);
		assert_null(strstr(log, "two"));
		free(log);
		free(console);
	}
}

static void test_console_without_line_breaks(void **state)
{
	struct console *console = calloc(1, sizeof(*console));
	struct parts parts = { 0 };
	char bytes[8192];

	(void)state;
	assert_non_null(console);
	console->take = note_frame;
	console->take_broken = note_broken;
	console->context = &parts;
	for (int i = 0; i < 4; i++) {
		memset(bytes, i ? 'x' : 0, sizeof(bytes));
		console_feed(console, bytes, sizeof(bytes));
	}
	console_end(console);
	assert_string_equal(parts.payloads, "");
	assert_in_range(console->tail_next, 6, 7);
	free(console);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_crc),
		cmocka_unit_test(test_round_trip_of_all_lengths),
		cmocka_unit_test(test_no_broken_line_passes),
		cmocka_unit_test(test_text_of_the_kernel),
		cmocka_unit_test(test_hostile_lines),
		cmocka_unit_test(test_frames_in_order_alone),
		cmocka_unit_test(test_offsets_and_limits),
		cmocka_unit_test(test_console_takes_apart),
		cmocka_unit_test(test_console_without_line_breaks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
