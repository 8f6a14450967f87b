// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads a child's output and waits for its end. */
#include "child.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/die.h"

#define NS_PER_MS 1000000ull
#define NS_PER_S (1000 * NS_PER_MS)

/*
 * A program that is asked to end kills its worker, which may take its own grace, and puts knobs
 * back.
 */
enum { OUTPUT_BYTES_MAX = 16 << 20, TERM_GRACE_S = 10, KILL_GRACE_S = 5 };

/* Without a pidfd, poll for its end: seldom while it measures. */
enum { LOOK_MS = 1000, LOOK_AT_END_MS = 5 };

/**
 * struct followed - a program on its way to its end.
 * @ended: tells of its end; -1: the kernel has no such descriptor (before Linux 5.3).
 * @out: -1: at its end.
 * @sent: the last signal that it got, or 0.
 * @deadline_ns: then comes the next one; UINT64_MAX: never.
 */
struct followed {
	pid_t child;
	int ended, out, sent;
	bool is_reaped;
	uint64_t deadline_ns;
	struct bench_exec_result *result;
	char *text;
	size_t room, used;
};

static void set_deadline(struct followed *it, unsigned int seconds)
{
	it->deadline_ns = seconds ? clock_now_ns() + seconds * NS_PER_S : UINT64_MAX;
}

static void send(struct followed *it, int number)
{
	kill(it->child, number);
	it->sent = number;
	set_deadline(it, number == SIGTERM ? TERM_GRACE_S : KILL_GRACE_S);
}

/* Hands on the whole lines in @text. Return: how many bytes of it are left, moved to its start. */
static size_t take_lines(const struct bench_exec_result *result, char *text, size_t used)
{
	char *line = text, *end;

	while ((end = memchr(line, '\n', used - (size_t)(line - text)))) {
		*end = '\0';
		result->take(result->context, line);
		line = end + 1;
	}
	used -= (size_t)(line - text);
	memmove(text, line, used);
	return used;
}

static void take_output(struct followed *it)
{
	ssize_t got = read(it->out, it->text + it->used, it->room - it->used - 1);

	if (got < 0 && errno == EINTR)
		return;
	if (got <= 0) {
		close(it->out);
		it->out = -1;
		return;
	}
	it->used += (size_t)got;
	if (it->result->take)
		it->used = take_lines(it->result, it->text, it->used);
	if (it->room - it->used < 2 && it->room < OUTPUT_BYTES_MAX)
		it->text = xrealloc(it->text, it->room *= 2, 1);
	else if (it->room - it->used < 2)
		it->used = 0; /* far more than rows: unusable anyhow */
	if (!it->sent)
		set_deadline(it, it->result->limit_s);
}

/* What holds its pipe after its end is a worker that it has killed, or that dies with it. */
static void reap(struct followed *it)
{
	if (it->is_reaped || waitpid(it->child, &it->result->status, WNOHANG) == 0)
		return;
	it->is_reaped = true;
	it->sent = SIGKILL;
	set_deadline(it, KILL_GRACE_S);
}

/* Return: false when the time was up, and nothing more can be done. */
static bool press(struct followed *it)
{
	if (clock_now_ns() < it->deadline_ns)
		return true;
	if (it->sent == SIGKILL)
		return false;
	it->result->is_late = it->result->is_late || !it->sent;
	send(it, it->sent ? SIGKILL : SIGTERM);
	return true;
}

static int milliseconds_left(const struct followed *it)
{
	uint64_t now = clock_now_ns(), left;

	if (it->ended < 0)
		return it->out >= 0 ? LOOK_MS : LOOK_AT_END_MS;
	if (it->deadline_ns == UINT64_MAX)
		return -1;
	left = it->deadline_ns > now ? (it->deadline_ns - now) / NS_PER_MS + 1 : 0;
	return left < INT32_MAX ? (int)left : INT32_MAX;
}

/* Return: did the program and all that holds its pipe end? */
static bool follow_to_the_end(struct followed *it, const volatile int *stop)
{
	while (it->out >= 0 || !it->is_reaped) {
		struct pollfd events[] = {
			{ .fd = it->out, .events = POLLIN },
			{ .fd = it->is_reaped ? -1 : it->ended, .events = POLLIN },
		};
		int count = poll(events, 2, milliseconds_left(it));

		if (count > 0 && events[0].revents)
			take_output(it);
		reap(it);
		if (stop && *stop && !it->sent)
			send(it, SIGTERM);
		if (count <= 0 && !press(it))
			return false;
	}
	return true;
}

void child_follow(pid_t child, int out, const volatile int *stop, struct bench_exec_result *result)
{
	struct followed it = {
		.child = child,
		.ended = (int)syscall(SYS_pidfd_open, child, 0),
		.out = out,
		.result = result,
		.room = 65536,
	};

	it.text = xrealloc(NULL, it.room, 1);
	result->status = SIGKILL; /* until it is known better */
	result->is_late = false;
	set_deadline(&it, result->limit_s);
	result->is_stuck = !follow_to_the_end(&it, stop);
	if (it.out >= 0)
		close(it.out);
	if (it.ended >= 0)
		close(it.ended);
	it.text[it.used] = '\0';
	result->output = it.text;
}
