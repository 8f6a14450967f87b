// SPDX-License-Identifier: GPL-2.0-or-later
/* Fuzzes what a guest sends: it writes only files of a run, and never reaches the terminal. */
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

static int console_fd, port_fd;

int __wrap_qemu_start(const struct qemu_guest *guest, struct qemu *ret_qemu);
int __wrap_qemu_end(struct qemu *qemu);
void __wrap_qemu_pin(const struct qemu *qemu, const struct qemu_guest *guest);
void __wrap_qemu_words(const struct qemu *qemu, char *ret_text, size_t size);

int __wrap_qemu_start(const struct qemu_guest *guest, struct qemu *ret_qemu)
{
	(void)guest;
	*ret_qemu = (struct qemu) {
		.pid = 1,
		.console = console_fd,
		.port = port_fd,
		.errors = open("/dev/null", O_RDONLY | O_CLOEXEC),
	};
	return 0;
}

int __wrap_qemu_end(struct qemu *qemu)
{
	close(qemu->console);
	close(qemu->port);
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

/* Return: a pipe that holds these bytes, and no more. */
static int pipe_of(const uint8_t *bytes, size_t size)
{
	int ends[2];

	assert(!pipe2(ends, O_CLOEXEC | O_NONBLOCK) &&
	       write(ends[1], bytes, size) == (ssize_t)size);
	close(ends[1]);
	return ends[0];
}

/* The console's text is what lies before the first byte 0, where there is one. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct trial trial;
	const uint8_t *zero = size ? memchr(data, 0, size) : NULL;
	size_t text = zero ? (size_t)(zero - data) : 0, skipped = zero ? text + 1 : 0;
	char path[128];
	int code;

	if (size > STREAM_MAX)
		return 0;
	console_fd = pipe_of(data, text);
	port_fd = pipe_of(data + skipped, size - skipped);
	snprintf(path, sizeof(path), "%s/out", fuzz_folder());
	guest_run_open(path, "set", "run", &trial.record);
	code = fuzz_call(run, &trial);
	assert(code == FUZZ_RETURNED);
	for (const char *at = fuzz_said(); *at; at++)
		assert(*at == '\n' || (*at >= ' ' && *at <= '~'));
	assert(is_printable(trial.end.detail));
	check_folder(trial.record.path);
	return 0;
}
