/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest's end of the wire: sends what files have grown by, until the host has taken it. */
#ifndef PTEBENCH_OUTBOX_H
#define PTEBENCH_OUTBOX_H

#include "wire.h"

/** struct outbox_frame - what a frame was of, to send it again. @text: of a word that is no file.
 */
struct outbox_frame {
	enum wire_name name;
	uint64_t offset;
	size_t size;
	char text[48];
};

/**
 * struct outbox - begins with @fd, the console, in raw mode; @garble: number of a frame that is
 * broken once, for tests, or UINT32_MAX.
 * @sent: frames so far, all in @frames. @sizes: bytes of each file that were sent.
 */
struct outbox {
	int fd;
	uint32_t garble;
	char *paths[WIRE_FILES];
	uint64_t sizes[WIRE_FILES];
	struct outbox_frame *frames;
	uint32_t sent, room;
};

/** outbox_watch() - from now on this file is sent as @name. @path: freed by nobody. */
void outbox_watch(struct outbox *outbox, enum wire_name name, char *path);

/** outbox_say() - send a word of the guest's own. */
void outbox_say(struct outbox *outbox, enum wire_name name, const char *text);

/** outbox_ship() - send what all files have grown by. */
void outbox_ship(struct outbox *outbox);

/** outbox_settle() - wait until the host has all. Does not return as long as it does not answer. */
void outbox_settle(struct outbox *outbox);

#endif
