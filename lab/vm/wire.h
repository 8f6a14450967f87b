/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How files cross a console that the kernel writes to as well. A frame is one line of text:
 * magic, sequence number, name, offset, bytes in base64, CRC-32 of all of it. The guest sends
 * frames in order and then asks for an answer; the host takes each in its turn or not at all, and
 * answers from which on it wants them again. So what lies in its files is whole from the start.
 */
#ifndef PTEBENCH_WIRE_H
#define PTEBENCH_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	WIRE_PAYLOAD_MAX = 720,
	WIRE_LINE_MAX = 1100, /* with its NUL */
};

/* Bytes that the host takes of one boot, at most: rows of a full run are far fewer. */
#define WIRE_TOTAL_MAX ((uint64_t)1 << 30)

/* What a frame is of. No other name passes, so a guest cannot choose a path. */
enum wire_name {
	WIRE_HOST,
	WIRE_PLAN,
	WIRE_SAMPLES,
	WIRE_FIT,
	WIRE_LOG,
	WIRE_CONFIG,
	WIRE_CHECK,
	WIRE_FILES,		 /* those above are files, those below words of the guest */
	WIRE_HELLO = WIRE_FILES, /* init runs */
	WIRE_DONE,		 /* the payload is how the runner ended: "exit 0", "signal 9" */
	WIRE_SYNC,		 /* @seq: how many frames were sent; takes no number itself */
	WIRE_NAMES,
};

/** struct wire_frame - a frame; @payload holds @size bytes, which belong at @offset. */
struct wire_frame {
	uint32_t seq;
	enum wire_name name;
	uint64_t offset;
	size_t size;
	unsigned char payload[WIRE_PAYLOAD_MAX];
};

/** wire_text() - "host.csv", "samples.csv", ..., "sync". */
const char *wire_text(enum wire_name name);

/** wire_crc() - CRC-32 as of zlib, Ethernet and ITU-T V.42. */
uint32_t wire_crc(const void *bytes, size_t size);

/**
 * wire_encode() - a frame as a line, without a line break.
 * @ret_line: WIRE_LINE_MAX bytes.
 *
 * Return: its length.
 */
size_t wire_encode(const struct wire_frame *frame, char *ret_line);

/**
 * wire_decode() - the frame at the end of a line.
 * @line: what came between two line breaks, NUL-terminated.
 * @ret_before: receives how many bytes before the frame are not of it (text of the kernel that had
 * no line break); all of them where there is no whole frame.
 *
 * Return: 0; -ENOENT: the line has no frame; -EBADMSG: it has a broken one.
 */
int wire_decode(const char *line, struct wire_frame *ret_frame, size_t *ret_before);

/**
 * struct wire_inbox - what was taken so far. Begins as zeros.
 * @next: number of the frame that is due.
 * @sizes: bytes of each file. @total: of all.
 * @unanswered: frames came since the guest last asked, whole or broken.
 */
struct wire_inbox {
	uint32_t next;
	uint64_t sizes[WIRE_FILES], total;
	bool unanswered;
};

enum wire_fate {
	WIRE_TAKEN,
	WIRE_NOT_DUE, /* it came before, or one before it is missing */
	WIRE_REFUSED, /* it is due, but does not continue its file, or the guest sends too much */
};

/** wire_take() - may this frame be used? Notes it when so. For all names but WIRE_SYNC. */
enum wire_fate wire_take(struct wire_inbox *inbox, const struct wire_frame *frame);

#endif
