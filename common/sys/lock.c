// SPDX-License-Identifier: GPL-2.0-or-later
/* Binds an abstract AF_UNIX name, names its holder, and waits for it. */
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "kfile.h"

/* Waiters beyond the backlog cannot connect and try again by time. */
enum { BACKLOG = 64, RETRY_MS = 100, NS_PER_MS = 1000000 };

/* Return: the length of the address. */
static socklen_t fill_address(struct sockaddr_un *ret_address)
{
	const char *root = kfile_root();
	int length;

	*ret_address = (struct sockaddr_un) { .sun_family = AF_UNIX };
	length = snprintf(ret_address->sun_path + 1, sizeof(ret_address->sun_path) - 1, "%s%s",
			  LOCK_NAME, root);
	if (length > (int)sizeof(ret_address->sun_path) - 2)
		length = (int)sizeof(ret_address->sun_path) - 2;
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length);
}

/* Is @fd a listening socket with our name? */
static bool is_lock(int fd)
{
	struct sockaddr_un ours, other;
	socklen_t length = fill_address(&ours), other_length = sizeof(other);
	socklen_t size = sizeof(int);
	int listens = 0;

	return !getsockname(fd, (struct sockaddr *)&other, &other_length) &&
	       other_length == length && !memcmp(&ours, &other, length) &&
	       !getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) && listens;
}

/* Return: the descriptor that the runner left open for us, or -ENOENT. */
static int inherited(void)
{
	const char *text = getenv(LOCK_VARIABLE);
	char *end;
	long fd;

	if (!text || !*text)
		return -ENOENT;
	fd = strtol(text, &end, 10);
	if (*end || fd < 3 || fd > INT_MAX || !is_lock((int)fd))
		return -ENOENT;
	return (int)fd;
}

bool lock_is_inherited(void)
{
	const char *text = getenv(LOCK_VARIABLE);

	return text && *text;
}

/* Return: a descriptor that holds the lock, or -errno; -EADDRINUSE when somebody else holds it. */
static int try_bind(void)
{
	struct sockaddr_un address;
	socklen_t length = fill_address(&address);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), error;

	if (fd < 0)
		return -errno;
	if (!bind(fd, (struct sockaddr *)&address, length) && !listen(fd, BACKLOG))
		return fd;
	error = -errno;
	close(fd);
	return error;
}

/* Return: a descriptor that hangs up when the lock is free, or -errno. */
static int try_connect(void)
{
	struct sockaddr_un address;
	socklen_t length = fill_address(&address);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), error;

	if (fd < 0)
		return -errno;
	if (!connect(fd, (struct sockaddr *)&address, length))
		return fd;
	error = -errno;
	close(fd);
	return error;
}

/*
 * @fd: of try_connect(), or negative. The kernel says who called listen(2) (SO_PEERCRED, unix(7)).
 * That process may have ended, while a child of it that hangs in the kernel has the lock open.
 */
static void name_holder(int fd, struct reason *ret_reason)
{
	struct ucred peer = { 0 };
	socklen_t length = sizeof(peer);
	char path[64], *command = NULL;
	size_t size = 0;

	if (fd >= 0)
		getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length);
	snprintf(path, sizeof(path), "/proc/%d/cmdline", (int)peer.pid);
	if (peer.pid)
		kfile_read_all(path, &command, &size);
	for (size_t i = 0; i < size; i++)
		if (command[i] < ' ' || command[i] > '~')
			command[i] = ' ';
	if (size)
		reason_set(ret_reason,
			   "process %d holds @%s: %.120s: wait for its end, or use --wait",
			   (int)peer.pid, LOCK_NAME, command);
	else
		reason_set(ret_reason,
			   "a process started by %d, which has ended, holds @%s: `ss -xlp` shows "
			   "which: wait for its end, or use --wait",
			   (int)peer.pid, LOCK_NAME);
	free(command);
}

/* Sleeps until the holder is gone or the time is up. Return: 0 or -EINTR. */
static int wait_for_holder(int fd, uint64_t deadline_ns)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLRDHUP };
	uint64_t now = clock_now_ns();
	uint64_t left_ms = deadline_ns > now ? (deadline_ns - now) / NS_PER_MS + 1 : 0;
	int limit_ms = left_ms > INT_MAX ? INT_MAX : (int)left_ms;

	if (fd < 0 && limit_ms > RETRY_MS)
		limit_ms = RETRY_MS;
	return poll(&poll_fd, fd < 0 ? 0 : 1, limit_ms) < 0 ? -errno : 0;
}

int lock_acquire(long wait_s, struct reason *ret_reason)
{
	uint64_t deadline =
		wait_s < 0 ? UINT64_MAX : clock_now_ns() + (uint64_t)wait_s * 1000 * NS_PER_MS;
	bool is_told = false;
	int fd = inherited(), holder;

	if (fd >= 0)
		return fd;
	while ((fd = try_bind()) == -EADDRINUSE) {
		int error = -EWOULDBLOCK;

		holder = try_connect();
		name_holder(holder, ret_reason);
		if (wait_s && clock_now_ns() < deadline) {
			if (!is_told)
				warn("%s", ret_reason->text);
			is_told = true;
			error = wait_for_holder(holder, deadline);
		}
		if (holder >= 0)
			close(holder);
		if (error)
			return error;
	}
	if (fd == -EAFNOSUPPORT) {
		warn("this kernel has no AF_UNIX sockets: nothing keeps two measurements apart");
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	}
	if (fd < 0)
		reason_set(ret_reason, "bind @%s: %s", LOCK_NAME, strerror(-fd));
	return fd;
}
