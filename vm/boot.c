// SPDX-License-Identifier: GPL-2.0-or-later
/* What becomes of one boot? */
#include "boot.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "console.h"
#include "base/die.h"
#include "guest.h"

enum {
	WAKE_MS = 200,
	SILENCE_S = 3,	  /* then frames that nobody asked an answer for are asked for again */
	AFTER_END_S = 10, /* to power off, or to reboot after a panic */
	REPEATS_MAX = 20,
	TAIL_LINES = 16,
};

/* A boot that goes on. */
struct boot {
	const struct qemu_guest *guest;
	struct guest_run *record;
	struct qemu qemu;
	struct console console;
	struct protocol_inbox inbox;
	uint64_t start_ns, heard_ns, deadline_ns;
	unsigned int repeats;
	bool said_hello, is_done, is_over, is_refused, timed_out;
	char runner_end[48];
};

const char *boot_status_name(enum boot_status status)
{
	static const char *const names[BOOT_STATUSES] = {
		[BOOT_COMPLETE] = "complete",
		[BOOT_FAILED] = "failed",
		[BOOT_PANIC] = "panic",
		[BOOT_HANG] = "hang",
		[BOOT_LOST_FRAMES] = "lost-frames",
		[BOOT_NO_ROWS] = "no-rows",
		[BOOT_CUT_OFF] = "cut-off",
		[BOOT_INTERRUPTED] = "interrupted",
	};

	return names[status];
}

static uint64_t seconds_ns(unsigned int seconds)
{
	return (uint64_t)seconds * 1000000000;
}

/* An answer that does not fit into the pipe now is given again after a silence. */
static void answer(struct boot *boot, const char *word, uint32_t number)
{
	char line[32];
	int length = snprintf(line, sizeof(line), "%s%u\n", word, number);

	if (write(boot->qemu.console_in, line, (size_t)length) < 0 && errno != EAGAIN)
		boot->is_refused |= errno != EPIPE;
}

static void ask_again(struct boot *boot)
{
	if (boot->repeats++ > REPEATS_MAX)
		boot->is_refused = true;
	else
		answer(boot, GUEST_AGAIN, boot->inbox.next);
}

static void end_soon(struct boot *boot)
{
	uint64_t limit = clock_now_ns() + seconds_ns(AFTER_END_S);

	if (limit < boot->deadline_ns)
		boot->deadline_ns = limit;
}

/* The guest has sent so many frames, and waits. */
static void take_sync(struct boot *boot, uint32_t sent)
{
	if (sent != boot->inbox.next) {
		ask_again(boot);
		return;
	}
	boot->inbox.unanswered = false;
	boot->repeats = 0;
	if (boot->record)
		guest_run_keep(boot->record);
	boot->is_over = boot->is_done;
	answer(boot, boot->is_done ? GUEST_BYE : GUEST_OK, sent);
	if (boot->is_over)
		end_soon(boot);
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
static void take_word(struct boot *boot, const struct protocol_frame *frame)
{
	if (frame->name == PROTOCOL_HELLO) {
		boot->said_hello = true;
		qemu_pin(&boot->qemu, boot->guest);
		return;
	}
	boot->is_done = true;
	memset(boot->runner_end, 0, sizeof(boot->runner_end));
	for (size_t i = 0; i < frame->size && i < sizeof(boot->runner_end) - 1; i++) {
		char c = (char)frame->payload[i];

		boot->runner_end[i] = (char)(c < ' ' || c > '~' ? '?' : c);
	}
}

static void take(void *context, const struct protocol_frame *frame)
{
	struct boot *boot = context;

	if (frame->name == PROTOCOL_SYNC) {
		take_sync(boot, frame->seq);
		return;
	}
	switch (protocol_take(&boot->inbox, frame)) {
	case PROTOCOL_NOT_DUE: return;
	case PROTOCOL_REFUSED: boot->is_refused = true; return;
	case PROTOCOL_TAKEN: break;
	}
	if (frame->name >= PROTOCOL_FILES)
		take_word(boot, frame);
	else if (boot->record)
		guest_run_write(boot->record, frame);
}

static void take_broken(void *context)
{
	((struct boot *)context)->inbox.unanswered = true;
}

/* Return: false when QEMU closed its end. */
static bool listen(struct boot *boot)
{
	struct pollfd fd = { .fd = boot->qemu.console_out, .events = POLLIN };
	char bytes[65536];
	ssize_t got;

	if (poll(&fd, 1, WAKE_MS) <= 0)
		return true;
	got = read(boot->qemu.console_out, bytes, sizeof(bytes));
	if (got < 0)
		return errno == EINTR || errno == EAGAIN;
	boot->heard_ns = clock_now_ns();
	console_feed(&boot->console, bytes, (size_t)got);
	return got > 0;
}

/* Return: false when time is over. */
static bool look_at_clock(struct boot *boot)
{
	uint64_t now = clock_now_ns();

	if (boot->inbox.unanswered && now - boot->heard_ns > seconds_ns(SILENCE_S)) {
		boot->heard_ns = now;
		ask_again(boot);
	}
	if (*boot->console.panic)
		end_soon(boot);
	boot->timed_out = now >= boot->deadline_ns;
	return !boot->timed_out;
}

static void attend(struct boot *boot, const volatile sig_atomic_t *stop)
{
	bool is_probe = !boot->record;

	while (!*stop && !boot->is_refused && listen(boot) && look_at_clock(boot)) {
		if (is_probe && boot->said_hello)
			break;
		show(boot);
	}
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

static void judge_end(const struct boot *boot, int qemu_status, bool is_check, struct boot_end *end)
{
	char words[192];

	qemu_words(&boot->qemu, words, sizeof(words));
	end->exit_code = exit_code_of(boot->runner_end);
	if (boot->is_over) {
		bool is_well = !end->exit_code || (is_check && end->exit_code == 1);

		end->status = is_well ? BOOT_COMPLETE : BOOT_FAILED;
		if (!is_well)
			snprintf(end->detail, sizeof(end->detail), "the runner ended with %.40s",
				 boot->runner_end);
	} else if (*boot->console.panic) {
		end->status = BOOT_PANIC;
		snprintf(end->detail, sizeof(end->detail), "%.180s", boot->console.panic);
	} else if (boot->is_refused) {
		end->status = BOOT_LOST_FRAMES;
		snprintf(end->detail, sizeof(end->detail),
			 "frame %u did not arrive whole, %lu broken", boot->inbox.next,
			 boot->console.broken);
	} else if (boot->timed_out) {
		end->status = BOOT_HANG;
		snprintf(end->detail, sizeof(end->detail),
			 "no end within the time limit (--timeout); %s",
			 boot->said_hello ? "init came up" : "init did not come up");
	} else {
		end->status = boot->inbox.sizes[PROTOCOL_PLAN] || boot->inbox.sizes[PROTOCOL_CHECK]
				      ? BOOT_CUT_OFF
				      : BOOT_NO_ROWS;
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
	boot->console.take = take;
	boot->console.take_broken = take_broken;
	boot->console.context = boot;
	boot->start_ns = boot->heard_ns = clock_now_ns();
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
