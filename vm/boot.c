// SPDX-License-Identifier: GPL-2.0-or-later
/* Run one boot: read the guest's console and data port until it ends, and say how it ended. */
#include "boot.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "console.h"
#include "base/die.h"
#include "protocol.h"

enum {
	WAKE_MS = 200,
	AFTER_PANIC_S = 10, /* to reboot, which ends QEMU */
	TAIL_LINES = 16,
};

/* A boot that goes on. */
struct boot {
	const struct qemu_guest *guest;
	struct guest_run *record;
	struct qemu qemu;
	struct console console;
	struct protocol_reader reader;
	uint64_t start_ns, deadline_ns;
	int error; /* of the reader */
	bool said_hello, is_done, timed_out;
	char runner_end[48];
};

const char *boot_status_name(enum boot_status status)
{
	static const char *const names[BOOT_STATUSES] = {
		[BOOT_COMPLETE] = "complete", [BOOT_FAILED] = "failed",
		[BOOT_PANIC] = "panic",	      [BOOT_HANG] = "hang",
		[BOOT_GARBLED] = "garbled",   [BOOT_NO_ROWS] = "no-rows",
		[BOOT_CUT_OFF] = "cut-off",   [BOOT_INTERRUPTED] = "interrupted",
	};

	return names[status];
}

static uint64_t seconds_ns(unsigned int seconds)
{
	return (uint64_t)seconds * 1000000000;
}

/* A line that the next one overwrites, on a terminal alone. */
static void show(const struct boot *boot)
{
	if (!boot->guest->title || !boot->record || !isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "\r\033[K[%s] %s, %lu processes, %.0f s", boot->guest->title,
		boot->said_hello ? "measuring" : "booting", boot->record->processes,
		(double)(clock_now_ns() - boot->start_ns) / 1e9);
}

static void end_show(const struct boot *boot)
{
	if (boot->guest->title && isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
}

/* What comes from a guest reaches no terminal and no file of ours as it is. */
static void add_runner_end(struct boot *boot, const char *bytes, size_t size)
{
	size_t length = strlen(boot->runner_end);

	for (size_t i = 0; i < size && length < sizeof(boot->runner_end) - 1; i++)
		boot->runner_end[length++] =
			(char)(bytes[i] < ' ' || bytes[i] > '~' ? '?' : bytes[i]);
}

static void take_word(struct boot *boot, enum protocol_name name)
{
	if (name == PROTOCOL_HELLO) {
		boot->said_hello = true;
		qemu_pin(&boot->qemu, boot->guest);
	} else if (name == PROTOCOL_KEEP && boot->record) {
		guest_run_keep(boot->record);
	}
	boot->is_done |= name == PROTOCOL_DONE;
}

static void take(void *context, enum protocol_name name, const char *bytes, size_t size,
		 bool is_last)
{
	struct boot *boot = context;

	if (boot->is_done)
		return;
	if (name == PROTOCOL_DONE)
		add_runner_end(boot, bytes, size);
	if (name >= PROTOCOL_FILES && is_last)
		take_word(boot, name);
	else if (name < PROTOCOL_FILES && boot->record)
		guest_run_write(boot->record, name, bytes, size);
}

/* Return: bytes read; 0: there are none now; -1: QEMU closed its end. */
static ssize_t read_some(int fd, char *ret_bytes, size_t size)
{
	ssize_t got = read(fd, ret_bytes, size);

	if (got < 0)
		return errno == EINTR || errno == EAGAIN ? 0 : -1;
	return got ? got : -1;
}

/* Reads what a pipe holds, from both. Return: false when QEMU closed its ends. */
static bool listen(struct boot *boot, int wait_ms)
{
	static char bytes[65536];
	struct pollfd fds[] = {
		{ .fd = boot->qemu.console, .events = POLLIN },
		{ .fd = boot->qemu.port, .events = POLLIN },
	};
	ssize_t text, data;

	if (poll(fds, 2, wait_ms) <= 0)
		return true;
	text = read_some(boot->qemu.console, bytes, sizeof(bytes));
	if (text > 0)
		console_feed(&boot->console, bytes, (size_t)text);
	data = read_some(boot->qemu.port, bytes, sizeof(bytes));
	if (data > 0 && !boot->error)
		boot->error = protocol_read(&boot->reader, bytes, (size_t)data);
	return text >= 0 && data >= 0;
}

/* Return: false when time is over. */
static bool look_at_clock(struct boot *boot)
{
	uint64_t now = clock_now_ns(), limit = now + seconds_ns(AFTER_PANIC_S);

	if (*boot->console.panic && limit < boot->deadline_ns)
		boot->deadline_ns = limit;
	boot->timed_out = now >= boot->deadline_ns;
	return !boot->timed_out;
}

/* Has it come to an end, well or not, that more of its output does not change? */
static bool is_over(const struct boot *boot)
{
	bool is_probe = !boot->record;

	return boot->is_done || boot->error || (is_probe ? boot->said_hello : boot->record->error);
}

static void attend(struct boot *boot, const volatile sig_atomic_t *stop)
{
	while (!*stop && !is_over(boot) && listen(boot, WAKE_MS) && look_at_clock(boot))
		show(boot);
	listen(boot, 0);
	end_show(boot);
	console_end(&boot->console);
}

/* Return: of "exit 3" the 3; -1 for anything else. */
static int exit_code_of(const char *words)
{
	const char *digits = words + strlen("exit ");
	int code;

	if (strncmp(words, "exit ", strlen("exit ")) != 0 || !*digits ||
	    strspn(digits, "0123456789") != strlen(digits) || strlen(digits) > 3)
		return -1;
	code = atoi(digits);
	return code <= UINT8_MAX ? code : -1;
}

static bool has_rows(const struct guest_run *record)
{
	return record && (record->sizes[PROTOCOL_PLAN] || record->sizes[PROTOCOL_CHECK]);
}

static void judge_end(const struct boot *boot, int qemu_status, bool is_check, struct boot_end *end)
{
	char words[192];

	qemu_words(&boot->qemu, words, sizeof(words));
	end->exit_code = exit_code_of(boot->runner_end);
	if (boot->is_done) {
		bool is_well = !end->exit_code || (is_check && end->exit_code == 1);

		end->status = is_well ? BOOT_COMPLETE : BOOT_FAILED;
		if (!is_well)
			snprintf(end->detail, sizeof(end->detail), "the runner ended with %.40s",
				 boot->runner_end);
	} else if (*boot->console.panic) {
		end->status = BOOT_PANIC;
		snprintf(end->detail, sizeof(end->detail), "%.180s", boot->console.panic);
	} else if (boot->error) {
		end->status = BOOT_GARBLED;
		snprintf(end->detail, sizeof(end->detail),
			 "the guest sent %s after %" PRIu64 " bytes",
			 boot->error == -EFBIG ? "too much" : "what is no chunk",
			 boot->reader.total);
	} else if (boot->timed_out) {
		end->status = BOOT_HANG;
		snprintf(end->detail, sizeof(end->detail),
			 "no end within the time limit (--timeout); %s",
			 boot->said_hello ? "init came up" : "init did not come up");
	} else {
		end->status = has_rows(boot->record) ? BOOT_CUT_OFF : BOOT_NO_ROWS;
		snprintf(end->detail, sizeof(end->detail), "QEMU ended (status %#x)%s%.180s",
			 (unsigned int)qemu_status, *words ? ": " : "", words);
	}
}

static void print_end(const struct boot *boot, const struct boot_end *end)
{
	if (end->status == BOOT_COMPLETE || end->status == BOOT_INTERRUPTED || !boot->record)
		return;
	fprintf(stderr, "vm: the last lines of the console (%s/console.txt):\n",
		boot->record->path);
	console_print_tail(&boot->console, TAIL_LINES, stderr);
}

void boot_run(const struct qemu_guest *guest, struct guest_run *record, unsigned int timeout_s,
	      bool is_check, const volatile sig_atomic_t *stop, struct boot_end *ret_end)
{
	struct boot *boot = xcalloc(1, sizeof(*boot));
	struct boot_end end = { .exit_code = -1 };
	int error, status;

	boot->guest = guest;
	boot->record = record;
	boot->console.log = record ? record->console : NULL;
	boot->reader.take = take;
	boot->reader.context = boot;
	boot->start_ns = clock_now_ns();
	boot->deadline_ns = boot->start_ns + seconds_ns(timeout_s);
	error = qemu_start(guest, &boot->qemu);
	if (error)
		die(EXIT_FAILED, "start %s: %s", guest->machine->qemu, strerror(-error));
	attend(boot, stop);
	/* What ended by itself keeps its status: its console is at end of file before. */
	status = qemu_end(&boot->qemu);
	judge_end(boot, status, is_check, &end);
	if (*stop && end.status != BOOT_COMPLETE) {
		end.status = BOOT_INTERRUPTED;
		end.detail[0] = '\0';
	}
	end.said_hello = boot->said_hello;
	end.seconds = (double)(clock_now_ns() - boot->start_ns) / 1e9;
	print_end(boot, &end);
	close(boot->qemu.errors);
	free(boot);
	*ret_end = end;
}
