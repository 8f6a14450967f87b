// SPDX-License-Identifier: GPL-2.0-or-later
/* How do files cross a console that the kernel writes to as well? */
#include "protocol.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char magic[] = "@ptebench1 ";
static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static const char *const names[PROTOCOL_NAMES] = {
	[PROTOCOL_HOST] = "host.csv",	    [PROTOCOL_PLAN] = "plan.csv",
	[PROTOCOL_SAMPLES] = "samples.csv", [PROTOCOL_FIT] = "fit.csv",
	[PROTOCOL_LOG] = "log.txt",	    [PROTOCOL_CONFIG] = "kernel-config",
	[PROTOCOL_CHECK] = "check.txt",	    [PROTOCOL_HELLO] = "hello",
	[PROTOCOL_DONE] = "done",	    [PROTOCOL_SYNC] = "sync",
};

const char *protocol_text(enum protocol_name name)
{
	return names[name];
}

/* The polynomial 0x04c11db7, bits reversed: least significant bit first. */
uint32_t protocol_crc(const void *bytes, size_t size)
{
	const unsigned char *at = bytes;
	uint32_t crc = ~(uint32_t)0;

	for (size_t i = 0; i < size; i++) {
		crc ^= at[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
	}
	return ~crc;
}

/* Four digits hold three bytes; what is missing in the last four is "=". */
static char *put_base64(const unsigned char *bytes, size_t size, char *to)
{
	for (size_t i = 0; i < size; i += 3) {
		size_t left = size - i;
		uint32_t bits = (uint32_t)bytes[i] << 16;

		if (left > 1)
			bits |= (uint32_t)bytes[i + 1] << 8;
		if (left > 2)
			bits |= bytes[i + 2];
		*to++ = digits[bits >> 18];
		*to++ = digits[bits >> 12 & 63];
		*to++ = '=';
		*to++ = '=';
		if (left > 1)
			to[-2] = digits[bits >> 6 & 63];
		if (left > 2)
			to[-1] = digits[bits & 63];
	}
	return to;
}

static bool get_digit(char digit, uint32_t *bits)
{
	const char *found = digit ? strchr(digits, digit) : NULL;

	if (found)
		*bits = *bits << 6 | (uint32_t)(found - digits);
	return found;
}

/* Return: how many bytes came of @length digits, or -EBADMSG. */
static int get_base64(const char *text, size_t length, unsigned char *ret_bytes)
{
	int size = 0;

	if (length % 4 || length / 4 * 3 > PROTOCOL_PAYLOAD_MAX)
		return -EBADMSG;
	for (size_t i = 0; i < length; i += 4) {
		int filler = text[i + 3] != '=' ? 0 : text[i + 2] != '=' ? 1 : 2;
		uint32_t bits = 0;

		if (filler && i + 4 < length)
			return -EBADMSG;
		for (int k = 0; k < 4 - filler; k++)
			if (!get_digit(text[i + k], &bits))
				return -EBADMSG;
		bits <<= 6 * filler;
		for (int k = 0; k < 3 - filler; k++)
			ret_bytes[size++] = (unsigned char)(bits >> (16 - 8 * k));
	}
	return size;
}

size_t protocol_encode(const struct protocol_frame *frame, char *ret_line)
{
	char *at = ret_line;

	at += snprintf(at, PROTOCOL_LINE_MAX, "%s%" PRIu32 " %s %" PRIu64 " ", magic, frame->seq,
		       names[frame->name], frame->offset);
	at = put_base64(frame->payload, frame->size, at);
	at += snprintf(at, 16, " %08" PRIx32, protocol_crc(ret_line, (size_t)(at - ret_line)));
	return (size_t)(at - ret_line);
}

/* Decimal, with nothing but a blank behind it. */
static bool get_number(const char **at, uint64_t most, uint64_t *ret_number)
{
	char *end;
	unsigned long long number;

	if (**at < '0' || **at > '9')
		return false;
	errno = 0;
	number = strtoull(*at, &end, 10);
	if (errno || number > most || *end != ' ')
		return false;
	*at = end + 1;
	*ret_number = number;
	return true;
}

static bool get_name(const char **at, enum protocol_name *ret_name)
{
	size_t length = strcspn(*at, " ");

	for (int i = 0; i < PROTOCOL_NAMES; i++)
		if (strlen(names[i]) == length && !memcmp(*at, names[i], length)) {
			*ret_name = (enum protocol_name)i;
			*at += length;
			return *(*at)++ == ' ';
		}
	return false;
}

static bool has_crc(const char *from, const char *to)
{
	char text[16];

	snprintf(text, sizeof(text), " %08" PRIx32, protocol_crc(from, (size_t)(to - from)));
	return !strcmp(to, text);
}

static const char *find_last_magic(const char *line)
{
	const char *found = NULL;

	for (const char *at = line; (at = strstr(at, magic)); at++)
		found = at;
	return found;
}

int protocol_decode(const char *line, struct protocol_frame *ret_frame, size_t *ret_before)
{
	const char *start = find_last_magic(line), *at;
	struct protocol_frame frame;
	uint64_t seq;
	size_t length;
	int size;

	*ret_before = strlen(line);
	if (!start)
		return -ENOENT;
	at = start + strlen(magic);
	if (!get_number(&at, UINT32_MAX, &seq) || !get_name(&at, &frame.name) ||
	    !get_number(&at, INT64_MAX, &frame.offset))
		return -EBADMSG;
	length = strcspn(at, " ");
	size = has_crc(start, at + length) ? get_base64(at, length, frame.payload) : -EBADMSG;
	if (size < 0)
		return -EBADMSG;
	frame.seq = (uint32_t)seq;
	frame.size = (size_t)size;
	*ret_before = (size_t)(start - line);
	*ret_frame = frame;
	return 0;
}

enum protocol_fate protocol_take(struct protocol_inbox *inbox, const struct protocol_frame *frame)
{
	inbox->unanswered = true;
	if (frame->seq != inbox->next)
		return PROTOCOL_NOT_DUE;
	if (frame->name >= PROTOCOL_SYNC)
		return PROTOCOL_REFUSED;
	if (frame->name < PROTOCOL_FILES) {
		if (frame->offset != inbox->sizes[frame->name] ||
		    frame->size > PROTOCOL_TOTAL_MAX - inbox->total)
			return PROTOCOL_REFUSED;
		inbox->sizes[frame->name] += frame->size;
		inbox->total += frame->size;
	}
	inbox->next++;
	return PROTOCOL_TAKEN;
}
