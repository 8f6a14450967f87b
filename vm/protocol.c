// SPDX-License-Identifier: GPL-2.0-or-later
/* Formats headers of chunks, and parses a stream of chunks. */
#include "protocol.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[PROTOCOL_NAMES] = {
	[PROTOCOL_HOST] = "host.csv",	    [PROTOCOL_PLAN] = "plan.csv",
	[PROTOCOL_SAMPLES] = "samples.csv", [PROTOCOL_FIT] = "fit.csv",
	[PROTOCOL_LOG] = "log.txt",	    [PROTOCOL_CONFIG] = "kernel-config",
	[PROTOCOL_CHECK] = "check.txt",	    [PROTOCOL_HELLO] = "hello",
	[PROTOCOL_KEEP] = "keep",	    [PROTOCOL_DONE] = "done",
};

const char *protocol_text(enum protocol_name name)
{
	return names[name];
}

size_t protocol_header(enum protocol_name name, size_t length, char *ret_line)
{
	return (size_t)snprintf(ret_line, PROTOCOL_HEADER_MAX, "%s %zu\n", names[name], length);
}

/* A length is 1 to 10 digits, as many as PROTOCOL_TOTAL_MAX has. */
static bool parse_length(const char *digits, uint64_t *ret_length)
{
	size_t count = strspn(digits, "0123456789");

	*ret_length = strtoull(digits, NULL, 10);
	return count && count <= 10 && !digits[count];
}

static int open_chunk(struct protocol_reader *reader)
{
	char *blank;

	reader->header[reader->header_length] = '\0';
	blank = strchr(reader->header, ' ');
	if (!blank || strlen(reader->header) != reader->header_length ||
	    !parse_length(blank + 1, &reader->left))
		return -EBADMSG;
	*blank = '\0';
	for (int i = 0; i < PROTOCOL_NAMES; i++)
		if (!strcmp(reader->header, names[i])) {
			reader->name = (enum protocol_name)i;
			reader->is_open = true;
			reader->header_length = 0;
			return reader->left > PROTOCOL_TOTAL_MAX - reader->total ? -EFBIG : 0;
		}
	return -EBADMSG;
}

static int take_header_byte(struct protocol_reader *reader, char byte)
{
	if (byte == '\n')
		return open_chunk(reader);
	if (reader->header_length == PROTOCOL_HEADER_MAX - 1)
		return -EBADMSG;
	reader->header[reader->header_length++] = byte;
	return 0;
}

static size_t take_piece(struct protocol_reader *reader, const char *bytes, size_t size)
{
	size_t piece = size < reader->left ? size : (size_t)reader->left;

	reader->left -= piece;
	reader->is_open = reader->left > 0;
	reader->take(reader->context, reader->name, bytes, piece, !reader->is_open);
	return piece;
}

int protocol_read(struct protocol_reader *reader, const char *bytes, size_t size)
{
	int error = 0;

	while (size && !error) {
		size_t used = 1;

		if (reader->total >= PROTOCOL_TOTAL_MAX)
			return -EFBIG;
		if (reader->is_open)
			used = take_piece(reader, bytes, size);
		else
			error = take_header_byte(reader, *bytes);
		reader->total += used;
		bytes += used;
		size -= used;
		if (!error && reader->is_open && !reader->left)
			take_piece(reader, bytes, 0);
	}
	return error;
}
