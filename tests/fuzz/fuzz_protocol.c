// SPDX-License-Identifier: GPL-2.0-or-later
/* Can a guest write what is no file of a run, or reach the terminal, by what its console says? */
#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vm/boot.h"
#include "fuzz.h"

/* Half of a pipe's room, so that a write to it never waits. */
enum { STREAM_MAX = 32768 };

static const char magic[] = "@ptebench1 ";
static int stream_fd;

int __wrap_qemu_start(const struct qemu_guest *guest, struct qemu *ret_qemu);
int __wrap_qemu_end(struct qemu *qemu);
void __wrap_qemu_pin(const struct qemu *qemu, const struct qemu_guest *guest);
void __wrap_qemu_words(const struct qemu *qemu, char *ret_text, size_t size);

int __wrap_qemu_start(const struct qemu_guest *guest, struct qemu *ret_qemu)
{
	(void)guest;
	*ret_qemu = (struct qemu) {
		.pid = 1,
		.console_in = open("/dev/null", O_WRONLY | O_CLOEXEC),
		.console_out = stream_fd,
		.errors = open("/dev/null", O_RDONLY | O_CLOEXEC),
	};
	return 0;
}

int __wrap_qemu_end(struct qemu *qemu)
{
	close(qemu->console_in);
	close(qemu->console_out);
	return 0;
}

void __wrap_qemu_pin(const struct qemu *qemu, const struct qemu_guest *guest)
{
	(void)qemu;
	(void)guest;
}

void __wrap_qemu_words(const struct qemu *qemu, char *ret_text, size_t size)
{
	(void)qemu;
	(void)size;
	*ret_text = '\0';
}

/* A frame that ends with " ?" gets the sum that is right, as a guest would make it. */
static size_t forge(const char *line, size_t length, char *ret_line)
{
	const char *start = length ? memmem(line, length, magic, sizeof(magic) - 1) : NULL;

	memcpy(ret_line, line, length);
	if (!start || length < 2 || memcmp(line + length - 2, " ?", 2) != 0)
		return length;
	length -= 2;
	return length + (size_t)sprintf(ret_line + length, " %08x",
					protocol_crc(start, (size_t)(line + length - start)));
}

static size_t make_stream(const uint8_t *data, size_t size, char *ret_stream)
{
	const char *line = (const char *)data, *end = line + size;
	size_t used = 0;

	while (line < end) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		size_t length = (size_t)((stop ? stop : end) - line);

		if (used + length + 16 > STREAM_MAX)
			break;
		used += forge(line, length, ret_stream + used);
		if (stop)
			ret_stream[used++] = '\n';
		line += length + 1;
	}
	return used;
}

static bool is_printable(const char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

static void check_folder(const char *path)
{
	static const char *const ours[] = { ".", "..", "console.txt", "status" };
	DIR *folder = opendir(path);
	struct dirent *entry;

	assert(folder);
	while ((entry = readdir(folder))) {
		bool is_known = false;

		for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
			is_known |= !strcmp(entry->d_name, ours[i]);
		for (int i = 0; i < PROTOCOL_FILES; i++)
			is_known |= !strcmp(entry->d_name, protocol_text((enum protocol_name)i));
		assert(is_known);
	}
	closedir(folder);
}

/* Frames that pass are what protocol_encode() makes of them. */
static void check_frames(char *stream)
{
	char *rest = stream, *line, again[PROTOCOL_LINE_MAX];

	while ((line = strsep(&rest, "\n"))) {
		struct protocol_frame frame;
		size_t before;

		if (protocol_decode(line, &frame, &before)) {
			assert(before == strlen(line));
			continue;
		}
		assert(frame.name < PROTOCOL_NAMES && frame.size <= PROTOCOL_PAYLOAD_MAX);
		assert(protocol_encode(&frame, again) < PROTOCOL_LINE_MAX);
		assert(!protocol_decode(again, &frame, &before) && !before);
	}
}

struct trial {
	struct guest_run record;
	struct boot_end end;
};

static void run(void *argument)
{
	static const char *const facts[][2] = { { "vm_accel", "tcg" }, { NULL, NULL } };
	static const volatile sig_atomic_t no_signal;
	const struct qemu_guest guest = { .machine = machine_of(IMAGE_X86_64) };
	struct trial *trial = argument;

	boot_run(&guest, &trial->record, 60, false, &no_signal, &trial->end);
	guest_run_close(&trial->record, boot_status_name(trial->end.status), trial->end.detail,
			facts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char stream[STREAM_MAX + 1];
	static struct trial trial;
	size_t used = make_stream(data, size, stream);
	char path[128];
	int ends[2], code;

	stream[used] = '\0';
	assert(!pipe2(ends, O_CLOEXEC) && write(ends[1], stream, used) == (ssize_t)used);
	close(ends[1]);
	stream_fd = ends[0];
	snprintf(path, sizeof(path), "%s/out", fuzz_folder());
	guest_run_open(path, "set", "run", &trial.record);
	code = fuzz_call(run, &trial);
	assert(code == FUZZ_RETURNED);
	for (const char *at = fuzz_said(); *at; at++)
		assert(*at == '\n' || (*at >= ' ' && *at <= '~'));
	assert(is_printable(trial.end.detail));
	check_folder(trial.record.path);
	check_frames(stream);
	return 0;
}
