/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest's end of the wire: sends what files have grown by, until the host has taken it. */
#ifndef PTEBENCH_SENDER_H
#define PTEBENCH_SENDER_H

#include "protocol.h"

/** struct sender_frame - what a frame was of, to send it again. @text: of a word that is no file.
 */
struct sender_frame {
	enum protocol_name name;
	uint64_t offset;
	size_t size;
	char text[48];
};

/**
 * struct sender - begins with @fd, the console, in raw mode; @garble: number of a frame that is
 * broken once, for tests, or UINT32_MAX.
 * @sent: frames so far, all in @frames. @sizes: bytes of each file that were sent.
 */
struct sender {
	int fd;
	uint32_t garble;
	char *paths[PROTOCOL_FILES];
	uint64_t sizes[PROTOCOL_FILES];
	struct sender_frame *frames;
	uint32_t sent, room;
};

/** sender_watch() - from now on this file is sent as @name. @path: freed by nobody. */
void sender_watch(struct sender *sender, enum protocol_name name, char *path);

/** sender_say() - send a word of the guest's own. */
void sender_say(struct sender *sender, enum protocol_name name, const char *text);

/** sender_ship() - send what all files have grown by. */
void sender_ship(struct sender *sender);

/** sender_settle() - wait until the host has all. Does not return as long as it does not answer. */
void sender_settle(struct sender *sender);

#endif
