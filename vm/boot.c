// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the guest's console and data port until it ends, and describes how it ended. */
#include "boot.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/die.h"
#include "protocol.h"

enum {
	WAKE_MS = 200,
	AFTER_PANIC_S = 10, /* to reboot, which ends QEMU */
	LOG_BYTES_MAX = 16 << 20,
	LINE_BYTES = 4096,
	TAIL_LINES = 16,
	TAIL_COLUMNS = 160,
};

/*
 * The text of a guest's console. @tail: its last lines, a ring; @tail_next: lines so far. @panic:
 * the line that says why the kernel died, or "".
 */
struct console {
	char line[LINE_BYTES], tail[TAIL_LINES][TAIL_COLUMNS], panic[TAIL_COLUMNS];
	size_t length, logged;
	unsigned int tail_next;
};

#define NS_PER_S ((uint64_t)1000000000)

/* A boot in progress. */
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

/* On a terminal, shows the progress in a line that the next one overwrites. */
static void show(const struct boot *boot)
{
	if (!boot->guest->title || !boot->record || !isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "\r\033[K[%s] %s, %lu processes, %.0f s", boot->guest->title,
		boot->said_hello ? "measuring" : "booting", boot->record->processes,
		(double)(clock_now_ns() - boot->start_ns) / 1e9);
}

/* Appends bytes of a guest to a text, made printable: they must not control a terminal. */
static void add_printable(char *text, size_t room, const char *bytes, size_t size)
{
	size_t length = strlen(text);

	for (size_t i = 0; i < size && length < room - 1; i++)
		text[length++] = (char)(bytes[i] < ' ' || bytes[i] > '~' ? '?' : bytes[i]);
	text[length] = '\0';
}

static void end_line(struct boot *boot)
{
	struct console *console = &boot->console;
	const char *panic;
	char *tail;

	console->line[console->length] = '\0';
	if (!console->length)
		return;
	console->logged += console->length + 1;
	if (boot->record && console->logged <= LOG_BYTES_MAX)
		fprintf(boot->record->console, "%s\n", console->line);
	tail = console->tail[console->tail_next++ % TAIL_LINES];
	*tail = '\0';
	add_printable(tail, TAIL_COLUMNS, console->line, console->length);
	panic = strstr(console->line, "Kernel panic - not syncing");
	if (panic && !*console->panic)
		add_printable(console->panic, TAIL_COLUMNS, panic, strlen(panic));
	console->length = 0;
}

static void take_text(struct boot *boot, const char *bytes, size_t size)
{
	struct console *console = &boot->console;

	for (size_t i = 0; i < size; i++) {
		if (bytes[i] && bytes[i] != '\r' && bytes[i] != '\n')
			console->line[console->length++] = bytes[i];
		if (bytes[i] == '\n' || console->length == LINE_BYTES - 1)
			end_line(boot);
	}
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
		add_printable(boot->runner_end, sizeof(boot->runner_end), bytes, size);
	if (name >= PROTOCOL_FILES && is_last)
		take_word(boot, name);
	else if (name < PROTOCOL_FILES && boot->record)
		guest_run_write(boot->record, name, bytes, size);
}

/* Return: bytes read; 0: none now; -1: QEMU closed its end. */
static ssize_t read_some(int fd, char *ret_bytes, size_t size)
{
	ssize_t got = read(fd, ret_bytes, size);

	if (got < 0)
		return errno == EINTR || errno == EAGAIN ? 0 : -1;
	return got ? got : -1;
}

/* Reads what both pipes hold. Return: false when QEMU closed one. */
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
		take_text(boot, bytes, (size_t)text);
	data = read_some(boot->qemu.port, bytes, sizeof(bytes));
	if (data > 0 && !boot->error)
		boot->error = protocol_read(&boot->reader, bytes, (size_t)data);
	return text >= 0 && data >= 0;
}

/* A panic leaves time to reboot. Return: false when time is over. */
static bool look_at_clock(struct boot *boot)
{
	uint64_t now = clock_now_ns(), limit = now + AFTER_PANIC_S * NS_PER_S;

	if (*boot->console.panic && limit < boot->deadline_ns)
		boot->deadline_ns = limit;
	boot->timed_out = now >= boot->deadline_ns;
	return !boot->timed_out;
}

/* Is the outcome known, whatever more comes? */
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
	if (boot->guest->title && isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
	end_line(boot);
}

/* Return: 3 of "exit 3"; -1 of anything else. */
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

static void describe_end(const struct boot *boot, int qemu_status, bool is_check,
			 struct boot_end *end)
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
			 boot->error == -EFBIG ? "too much" : "something that is no chunk",
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

static void print_tail(const struct boot *boot, const struct boot_end *end)
{
	unsigned int count = boot->console.tail_next;

	if (end->status == BOOT_COMPLETE || end->status == BOOT_INTERRUPTED || !boot->record)
		return;
	warn("the last lines of the console (%s/console.txt):", boot->record->path);
	for (unsigned int i = count > TAIL_LINES ? count - TAIL_LINES : 0; i < count; i++)
		fprintf(stderr, "    %s\n", boot->console.tail[i % TAIL_LINES]);
}

void boot_run(const struct qemu_guest *guest, struct guest_run *record, unsigned int timeout_s,
	      bool is_check, const volatile sig_atomic_t *stop, struct boot_end *ret_end)
{
	struct boot *boot = xcalloc(1, sizeof(*boot));
	struct boot_end end = { .exit_code = -1 };
	int error, status;

	boot->guest = guest;
	boot->record = record;
	boot->reader.take = take;
	boot->reader.context = boot;
	boot->start_ns = clock_now_ns();
	boot->deadline_ns = boot->start_ns + timeout_s * NS_PER_S;
	error = qemu_start(guest, &boot->qemu);
	if (error)
		die(EXIT_FAILED, "start %s: %s", guest->machine->qemu, strerror(-error));
	attend(boot, stop);
	/* If QEMU ended by itself, this is its own status: its console was at end of file. */
	status = qemu_end(&boot->qemu);
	describe_end(boot, status, is_check, &end);
	if (*stop && end.status != BOOT_COMPLETE) {
		end.status = BOOT_INTERRUPTED;
		end.detail[0] = '\0';
	}
	end.said_hello = boot->said_hello;
	end.seconds = (double)(clock_now_ns() - boot->start_ns) / 1e9;
	print_tail(boot, &end);
	close(boot->qemu.errors);
	free(boot);
	*ret_end = end;
}
