/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest's end of the data port: send what files have grown by. */
#ifndef PTEBENCH_SENDER_H
#define PTEBENCH_SENDER_H

#include "protocol.h"

/**
 * struct sender - begins as zeros.
 * @fd: the port. @sent: bytes of each file that were sent.
 */
struct sender {
	int fd;
	char *paths[PROTOCOL_FILES];
	uint64_t sent[PROTOCOL_FILES];
};

/** sender_open() - open a serial port in raw mode. @port: "ttyS1". Return: 0 or -errno. */
int sender_open(struct sender *sender, const char *port);

/** sender_watch() - from now on this file is sent as @name. @path: freed by nobody. */
void sender_watch(struct sender *sender, enum protocol_name name, char *path);

/**
 * sender_say() - send a word, and wait until it is out.
 * @text: its bytes, or "".
 *
 * Return: 0; -EIO: the port has a name and no device; or another -errno.
 */
int sender_say(struct sender *sender, enum protocol_name name, const char *text);

/** sender_ship() - send what all files have grown by and PROTOCOL_KEEP; wait until all is out. */
void sender_ship(struct sender *sender);

#endif
