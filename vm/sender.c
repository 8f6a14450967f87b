// SPDX-License-Identifier: GPL-2.0-or-later
/* How does the guest bring its files out, and know that they arrived? */
#include "sender.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "guest.h"

static void write_all(int fd, const char *text, size_t length)
{
	while (length) {
		ssize_t got = write(fd, text, length);

		if (got < 0 && errno != EINTR && errno != EAGAIN)
			return;
		if (got > 0) {
			text += got;
			length -= (size_t)got;
		}
	}
}

static size_t read_part(const char *path, uint64_t offset, unsigned char *ret_bytes, size_t size)
{
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
	ssize_t got;

	if (fd < 0)
		return 0;
	got = pread(fd, ret_bytes, size, (off_t)offset);
	close(fd);
	return got > 0 ? (size_t)got : 0;
}

/* A frame begins on a line of its own, whatever the kernel has written before it. */
static void send(struct sender *sender, const struct protocol_frame *frame)
{
	char line[PROTOCOL_LINE_MAX + 2] = "\n";
	size_t length = 1 + protocol_encode(frame, line + 1);

	if (frame->seq == sender->garble && frame->name != PROTOCOL_SYNC) {
		line[length / 2] ^= 1;
		sender->garble = UINT32_MAX;
	}
	line[length++] = '\n';
	write_all(sender->fd, line, length);
}

static void send_number(struct sender *sender, uint32_t seq)
{
	const struct sender_frame *of = &sender->frames[seq];
	struct protocol_frame frame = { .seq = seq, .name = of->name, .offset = of->offset };

	if (of->name < PROTOCOL_FILES) {
		frame.size =
			read_part(sender->paths[of->name], of->offset, frame.payload, of->size);
	} else {
		frame.size = strlen(of->text);
		memcpy(frame.payload, of->text, frame.size);
	}
	send(sender, &frame);
}

static struct sender_frame *add(struct sender *sender)
{
	if (sender->sent == sender->room) {
		size_t room = sender->room * 2 + 1024;
		void *frames = realloc(sender->frames, room * sizeof(*sender->frames));

		if (!frames)
			return NULL;
		sender->frames = frames;
		sender->room = (uint32_t)room;
	}
	sender->frames[sender->sent] = (struct sender_frame) { 0 };
	return &sender->frames[sender->sent];
}

void sender_watch(struct sender *sender, enum protocol_name name, char *path)
{
	sender->paths[name] = path;
}

void sender_say(struct sender *sender, enum protocol_name name, const char *text)
{
	struct sender_frame *frame = add(sender);

	if (!frame)
		return;
	frame->name = name;
	snprintf(frame->text, sizeof(frame->text), "%s", text);
	send_number(sender, sender->sent++);
}

static void ship_file(struct sender *sender, enum protocol_name name)
{
	unsigned char bytes[PROTOCOL_PAYLOAD_MAX];
	struct sender_frame *frame;
	size_t size;

	while ((size = read_part(sender->paths[name], sender->sizes[name], bytes, sizeof(bytes))) &&
	       (frame = add(sender))) {
		frame->name = name;
		frame->offset = sender->sizes[name];
		frame->size = size;
		sender->sizes[name] += size;
		send_number(sender, sender->sent++);
	}
}

void sender_ship(struct sender *sender)
{
	for (int name = 0; name < PROTOCOL_FILES; name++)
		ship_file(sender, (enum protocol_name)name);
}

static void read_line(int fd, char *ret_line, size_t size)
{
	size_t length = 0;
	char letter;

	for (;;) {
		ssize_t got = read(fd, &letter, 1);

		if (got < 0 && errno != EINTR)
			sleep(1);
		if (got <= 0)
			continue;
		if (letter == '\n')
			break;
		if (length + 1 < size)
			ret_line[length++] = letter;
	}
	ret_line[length] = '\0';
}

static void ask(struct sender *sender)
{
	struct protocol_frame frame = { .seq = sender->sent, .name = PROTOCOL_SYNC };

	send(sender, &frame);
	tcdrain(sender->fd);
}

/* There is no time limit here: the clock of an idle guest may run ahead of the host's at will. The
 * host asks again when it hears nothing.
 */
void sender_settle(struct sender *sender)
{
	char line[64];

	ask(sender);
	for (;;) {
		unsigned long number;

		read_line(sender->fd, line, sizeof(line));
		if (!strncmp(line, GUEST_BYE, strlen(GUEST_BYE)))
			return;
		if (!strncmp(line, GUEST_OK, strlen(GUEST_OK)) &&
		    strtoul(line + strlen(GUEST_OK), NULL, 10) == sender->sent)
			return;
		if (strncmp(line, GUEST_AGAIN, strlen(GUEST_AGAIN)) != 0)
			continue;
		number = strtoul(line + strlen(GUEST_AGAIN), NULL, 10);
		for (; number < sender->sent; number++)
			send_number(sender, (uint32_t)number);
		ask(sender);
	}
}
