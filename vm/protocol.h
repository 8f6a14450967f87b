/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What host and guest agree on: paths, kernel parameters, and the chunks that a guest sends through
 * its data port. A chunk is a line "NAME LENGTH\n" and LENGTH bytes. The port carries nothing else
 * and loses nothing, so a chunk has no checksum and no answer.
 */
#ifndef PTEBENCH_PROTOCOL_H
#define PTEBENCH_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Lines: arguments of the runner, its own path first; variables NAME=VALUE. */
#define GUEST_ARGV "bin/argv"
#define GUEST_ENVIRONMENT "bin/environment"

/* Holds the path of the run's folder; not there for checks. */
#define GUEST_RUN "bin/run"

/* Holds the name in /dev of the serial port that the host reads chunks from. */
#define GUEST_PORT "bin/port"

#define GUEST_RUNNER "bin/runner"
#define GUEST_BENCH "bench"
#define GUEST_RESULTS "results"

/* Kernel parameter: say hello, and power off. */
#define GUEST_PROBE "ptebench.probe"
/*
 * For tests: after so many processes, or seconds of checks, the kernel panics, init hangs, or init
 * sends something that is no chunk.
 */
#define GUEST_CRASH "ptebench.crash="
#define GUEST_HANG "ptebench.hang="
#define GUEST_GARBLE "ptebench.garble="

enum { PROTOCOL_HEADER_MAX = 32 }; /* with its line break */

/* The most bytes that the host takes from one boot. A full run is far smaller. */
#define PROTOCOL_TOTAL_MAX ((uint64_t)1 << 30)

/* Names of chunks. Others are refused, so a guest cannot choose a path. */
enum protocol_name {
	PROTOCOL_HOST,
	PROTOCOL_PLAN,
	PROTOCOL_SAMPLES,
	PROTOCOL_FIT,
	PROTOCOL_LOG,
	PROTOCOL_CONFIG,
	PROTOCOL_CHECK,
	PROTOCOL_FILES,			 /* those above continue a file; those below are words */
	PROTOCOL_HELLO = PROTOCOL_FILES, /* init runs */
	PROTOCOL_KEEP,			 /* keep what came so far: its processes are whole */
	PROTOCOL_DONE,			 /* how the runner ended: "exit 0", "signal 9" */
	PROTOCOL_NAMES,
};

/**
 * struct protocol_reader - parses a stream of chunks. Starts as zeros, with @take and @context.
 * @take: gets the bytes of a chunk in order, in pieces of any size; @is_last with the last piece,
 * which may be empty.
 * @header, @header_length: the incomplete line.
 * @name, @left: the chunk that @is_open.
 * @total: bytes that were read.
 */
struct protocol_reader {
	void (*take)(void *context, enum protocol_name name, const char *bytes, size_t size,
		     bool is_last);
	void *context;
	char header[PROTOCOL_HEADER_MAX];
	size_t header_length;
	enum protocol_name name;
	uint64_t left, total;
	bool is_open;
};

/** protocol_text() - "host.csv", "samples.csv", ..., "done". */
const char *protocol_text(enum protocol_name name);

/** protocol_header() - the first line of a chunk. @ret_line: PROTOCOL_HEADER_MAX. Return: length.
 */
size_t protocol_header(enum protocol_name name, size_t length, char *ret_line);

/**
 * protocol_read() - parse the next bytes of the stream.
 *
 * Return: 0; -EBADMSG: a line is no header; -EFBIG: the stream exceeds PROTOCOL_TOTAL_MAX, or a
 * header announces a chunk that would. Do not call it again after an error.
 */
int protocol_read(struct protocol_reader *reader, const char *bytes, size_t size);

#endif
