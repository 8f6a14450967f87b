/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How files cross a console that the kernel writes to as well. A frame is one line of text:
 * magic, sequence number, name, offset, bytes in base64, CRC-32 of all of it. The guest sends
 * frames in order and then asks for an answer; the host takes each in its turn or not at all, and
 * answers from which on it wants them again. So what lies in its files is whole from the start.
 */
#ifndef PTEBENCH_PROTOCOL_H
#define PTEBENCH_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	PROTOCOL_PAYLOAD_MAX = 720,
	PROTOCOL_LINE_MAX = 1100, /* with its NUL */
};

/* Bytes that the host takes of one boot, at most: rows of a full run are far fewer. */
#define PROTOCOL_TOTAL_MAX ((uint64_t)1 << 30)

/* What a frame is of. No other name passes, so a guest cannot choose a path. */
enum protocol_name {
	PROTOCOL_HOST,
	PROTOCOL_PLAN,
	PROTOCOL_SAMPLES,
	PROTOCOL_FIT,
	PROTOCOL_LOG,
	PROTOCOL_CONFIG,
	PROTOCOL_CHECK,
	PROTOCOL_FILES,			 /* those above are files, those below words of the guest */
	PROTOCOL_HELLO = PROTOCOL_FILES, /* init runs */
	PROTOCOL_DONE, /* the payload is how the runner ended: "exit 0", "signal 9" */
	PROTOCOL_SYNC, /* @seq: how many frames were sent; takes no number itself */
	PROTOCOL_NAMES,
};

/** struct protocol_frame - a frame; @payload holds @size bytes, which belong at @offset. */
struct protocol_frame {
	uint32_t seq;
	enum protocol_name name;
	uint64_t offset;
	size_t size;
	unsigned char payload[PROTOCOL_PAYLOAD_MAX];
};

/** protocol_text() - "host.csv", "samples.csv", ..., "sync". */
const char *protocol_text(enum protocol_name name);

/** protocol_crc() - CRC-32 as of zlib, Ethernet and ITU-T V.42. */
uint32_t protocol_crc(const void *bytes, size_t size);

/**
 * protocol_encode() - a frame as a line, without a line break.
 * @ret_line: PROTOCOL_LINE_MAX bytes.
 *
 * Return: its length.
 */
size_t protocol_encode(const struct protocol_frame *frame, char *ret_line);

/**
 * protocol_decode() - the frame at the end of a line.
 * @line: what came between two line breaks, NUL-terminated.
 * @ret_before: receives how many bytes before the frame are not of it (text of the kernel that had
 * no line break); all of them where there is no whole frame.
 *
 * Return: 0; -ENOENT: the line has no frame; -EBADMSG: it has a broken one.
 */
int protocol_decode(const char *line, struct protocol_frame *ret_frame, size_t *ret_before);

/**
 * struct protocol_inbox - what was taken so far. Begins as zeros.
 * @next: number of the frame that is due.
 * @sizes: bytes of each file. @total: of all.
 * @unanswered: frames came since the guest last asked, whole or broken.
 */
struct protocol_inbox {
	uint32_t next;
	uint64_t sizes[PROTOCOL_FILES], total;
	bool unanswered;
};

enum protocol_fate {
	PROTOCOL_TAKEN,
	PROTOCOL_NOT_DUE, /* it came before, or one before it is missing */
	PROTOCOL_REFUSED, /* it is due, but does not continue its file, or the guest sends too much
			   */
};

/** protocol_take() - may this frame be used? Notes it when so. For all names but PROTOCOL_SYNC. */
enum protocol_fate protocol_take(struct protocol_inbox *inbox, const struct protocol_frame *frame);

#endif
