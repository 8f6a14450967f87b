// SPDX-License-Identifier: GPL-2.0-or-later
/* Send the files of a run from the guest through its data port. */
#include "sender.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { CHUNK_BYTES = 65536 };

int sender_open(struct sender *sender, const char *port)
{
	struct termios mode;
	char path[64];

	snprintf(path, sizeof(path), "/dev/%s", port);
	sender->fd = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (sender->fd < 0 || tcgetattr(sender->fd, &mode))
		return -errno;
	cfmakeraw(&mode);
	mode.c_cflag |= CLOCAL;
	return tcsetattr(sender->fd, TCSANOW, &mode) ? -errno : 0;
}

static int write_all(int fd, const char *bytes, size_t size)
{
	while (size) {
		ssize_t got = write(fd, bytes, size);

		if (got < 0 && errno != EINTR && errno != EAGAIN)
			return -errno;
		if (got > 0) {
			bytes += got;
			size -= (size_t)got;
		}
	}
	return 0;
}

static int send_chunk(struct sender *sender, enum protocol_name name, const char *bytes,
		      size_t size)
{
	char header[PROTOCOL_HEADER_MAX];
	int error = write_all(sender->fd, header, protocol_header(name, size, header));

	return error ? error : write_all(sender->fd, bytes, size);
}

static void send_file(struct sender *sender, enum protocol_name name)
{
	static char bytes[CHUNK_BYTES];
	int fd = open(sender->paths[name], O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t got;

	if (fd < 0)
		return;
	while ((got = pread(fd, bytes, sizeof(bytes), (off_t)sender->sent[name])) > 0) {
		send_chunk(sender, name, bytes, (size_t)got);
		sender->sent[name] += (uint64_t)got;
	}
	close(fd);
}

void sender_watch(struct sender *sender, enum protocol_name name, char *path)
{
	sender->paths[name] = path;
}

int sender_say(struct sender *sender, enum protocol_name name, const char *text)
{
	int error = send_chunk(sender, name, text, strlen(text));

	tcdrain(sender->fd);
	return error;
}

void sender_ship(struct sender *sender)
{
	for (int name = 0; name < PROTOCOL_FILES; name++)
		if (sender->paths[name])
			send_file(sender, (enum protocol_name)name);
	sender_say(sender, PROTOCOL_KEEP, "");
}
