// SPDX-License-Identifier: GPL-2.0-or-later
/* How does the guest bring its files out, and know that they arrived? */
#include "outbox.h"

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
static void send(struct outbox *outbox, const struct wire_frame *frame)
{
	char line[WIRE_LINE_MAX + 2] = "\n";
	size_t length = 1 + wire_encode(frame, line + 1);

	if (frame->seq == outbox->garble && frame->name != WIRE_SYNC) {
		line[length / 2] ^= 1;
		outbox->garble = UINT32_MAX;
	}
	line[length++] = '\n';
	write_all(outbox->fd, line, length);
}

static void send_number(struct outbox *outbox, uint32_t seq)
{
	const struct outbox_frame *of = &outbox->frames[seq];
	struct wire_frame frame = { .seq = seq, .name = of->name, .offset = of->offset };

	if (of->name < WIRE_FILES) {
		frame.size =
			read_part(outbox->paths[of->name], of->offset, frame.payload, of->size);
	} else {
		frame.size = strlen(of->text);
		memcpy(frame.payload, of->text, frame.size);
	}
	send(outbox, &frame);
}

static struct outbox_frame *add(struct outbox *outbox)
{
	if (outbox->sent == outbox->room) {
		size_t room = outbox->room * 2 + 1024;
		void *frames = realloc(outbox->frames, room * sizeof(*outbox->frames));

		if (!frames)
			return NULL;
		outbox->frames = frames;
		outbox->room = (uint32_t)room;
	}
	outbox->frames[outbox->sent] = (struct outbox_frame) { 0 };
	return &outbox->frames[outbox->sent];
}

void outbox_watch(struct outbox *outbox, enum wire_name name, char *path)
{
	outbox->paths[name] = path;
}

void outbox_say(struct outbox *outbox, enum wire_name name, const char *text)
{
	struct outbox_frame *frame = add(outbox);

	if (!frame)
		return;
	frame->name = name;
	snprintf(frame->text, sizeof(frame->text), "%s", text);
	send_number(outbox, outbox->sent++);
}

static void ship_file(struct outbox *outbox, enum wire_name name)
{
	unsigned char bytes[WIRE_PAYLOAD_MAX];
	struct outbox_frame *frame;
	size_t size;

	while ((size = read_part(outbox->paths[name], outbox->sizes[name], bytes, sizeof(bytes))) &&
	       (frame = add(outbox))) {
		frame->name = name;
		frame->offset = outbox->sizes[name];
		frame->size = size;
		outbox->sizes[name] += size;
		send_number(outbox, outbox->sent++);
	}
}

void outbox_ship(struct outbox *outbox)
{
	for (int name = 0; name < WIRE_FILES; name++)
		ship_file(outbox, (enum wire_name)name);
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

static void ask(struct outbox *outbox)
{
	struct wire_frame frame = { .seq = outbox->sent, .name = WIRE_SYNC };

	send(outbox, &frame);
	tcdrain(outbox->fd);
}

/* There is no time limit here: the clock of an idle guest may run ahead of the host's at will. The
 * host asks again when it hears nothing.
 */
void outbox_settle(struct outbox *outbox)
{
	char line[64];

	ask(outbox);
	for (;;) {
		unsigned long number;

		read_line(outbox->fd, line, sizeof(line));
		if (!strncmp(line, GUEST_BYE, strlen(GUEST_BYE)))
			return;
		if (!strncmp(line, GUEST_OK, strlen(GUEST_OK)) &&
		    strtoul(line + strlen(GUEST_OK), NULL, 10) == outbox->sent)
			return;
		if (strncmp(line, GUEST_AGAIN, strlen(GUEST_AGAIN)) != 0)
			continue;
		number = strtoul(line + strlen(GUEST_AGAIN), NULL, 10);
		for (; number < outbox->sent; number++)
			send_number(outbox, (uint32_t)number);
		ask(outbox);
	}
}
