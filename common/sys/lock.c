// SPDX-License-Identifier: GPL-2.0-or-later
/* Binds an abstract AF_UNIX name, names its holder, and waits for it. */
#include "lock.h"

#include <dirent.h>
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
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "kfile.h"

#define HOW ": wait for its end, or use --wait"

/* Waiters beyond the backlog cannot connect, and retry after a while. */
enum { BACKLOG = 64, RETRY_MS = 50, POLL_MS = 1000, NS_PER_MS = 1000000 };

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

void lock_pass_on(int fd)
{
	char number[16];

	fcntl(fd, F_SETFD, 0);
	snprintf(number, sizeof(number), "%d", fd);
	setenv(LOCK_VARIABLE, number, 1);
}

bool lock_is_inherited(void)
{
	const char *text = getenv(LOCK_VARIABLE);

	return text && *text;
}

/*
 * Return: a descriptor that holds the lock, or with @connects one that hangs up when the lock is
 * free; or -errno, -EADDRINUSE: another process holds it.
 */
static int try_socket(bool connects)
{
	struct sockaddr_un address;
	socklen_t length = fill_address(&address);
	int type = SOCK_STREAM | SOCK_CLOEXEC | (connects ? SOCK_NONBLOCK : 0);
	int fd = socket(AF_UNIX, type, 0), error;

	if (fd < 0)
		return -errno;
	if (connects ? !connect(fd, (struct sockaddr *)&address, length)
		     : !bind(fd, (struct sockaddr *)&address, length) && !listen(fd, BACKLOG))
		return fd;
	error = -errno;
	close(fd);
	return error;
}

/* /proc/net/unix: "0: 00000002 00000000 00010000 0001 01 4711 @name". Return: its inode, or 0. */
static unsigned long socket_inode(void)
{
	struct sockaddr_un address;
	unsigned long found = 0, inode;
	char *text, *rest, *line;

	fill_address(&address);
	if (kfile_read_all("/proc/net/unix", &text, NULL))
		return 0;
	for (rest = text; (line = strsep(&rest, "\n"));) {
		const char *name = strchr(line, '@');

		if (name && !strcmp(name + 1, address.sun_path + 1) &&
		    sscanf(line, "%*x: %*x %*x %*x %*x %*x %lu", &inode) == 1 && inode)
			found = inode;
	}
	free(text);
	return found;
}

/* Does a process have the socket open? Only root sees all processes. */
static bool has_open(int folder, const char *pid, const char *wanted)
{
	char name[64], target[64];
	const struct dirent *entry;
	bool found = false;
	DIR *files;

	snprintf(name, sizeof(name), "%.20s/fd", pid);
	folder = openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	files = folder < 0 ? NULL : fdopendir(folder);
	while (files && !found && (entry = readdir(files))) {
		ssize_t length = readlinkat(folder, entry->d_name, target, sizeof(target) - 1);

		target[length > 0 ? length : 0] = '\0';
		found = !strcmp(target, wanted);
	}
	if (files)
		closedir(files);
	return found;
}

/* Return: the parent of a process, or 0. */
static long parent_of(long pid)
{
	char path[64], parent[32] = "0";

	snprintf(path, sizeof(path), "/proc/%ld/status", pid);
	kfile_read_field(path, "PPid", parent, sizeof(parent));
	return strtol(parent, NULL, 10);
}

/*
 * Return: the process that has the socket open: the one that bound it, or a child that outlives it;
 * if /proc does not show it, the one that called listen(2) (SO_PEERCRED, unix(7)), which may have
 * ended; or 0.
 */
static long find_holder(int connection)
{
	struct ucred peer = { 0 };
	socklen_t length = sizeof(peer);
	const struct dirent *entry;
	char path[PATH_MAX], wanted[64];
	unsigned long inode = socket_inode();
	DIR *folder = !inode || kfile_path("/proc", path, sizeof(path)) ? NULL : opendir(path);
	long found = 0;

	snprintf(wanted, sizeof(wanted), "socket:[%lu]", inode);
	while (folder && !found && (entry = readdir(folder))) {
		long pid = strtol(entry->d_name, NULL, 10);

		if (pid > 0 && has_open(dirfd(folder), entry->d_name, wanted))
			found = pid;
	}
	/* A child that inherited it may have the lower number. */
	for (long parent = found ? parent_of(found) : 0; parent > 0; parent = parent_of(found)) {
		snprintf(path, sizeof(path), "%ld", parent);
		if (!has_open(dirfd(folder), path, wanted))
			break;
		found = parent;
	}
	if (folder)
		closedir(folder);
	if (!found && connection >= 0)
		getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &length);
	return found ? found : peer.pid;
}

static void name_holder(int connection, struct reason *ret_reason)
{
	long pid = find_holder(connection);
	char path[64], *command = NULL;
	size_t size = 0;

	snprintf(path, sizeof(path), "/proc/%ld/cmdline", pid);
	if (pid)
		kfile_read_all(path, &command, &size);
	for (size_t i = 0; i < size; i++)
		if (command[i] < ' ' || command[i] > '~')
			command[i] = ' ';
	if (size)
		reason_set(ret_reason, "process %ld holds @" LOCK_NAME ": %.120s" HOW, pid,
			   command);
	else
		reason_set(ret_reason, "another process holds @" LOCK_NAME
				       " (as root, `ss -xlp` shows which)" HOW);
	free(command);
}

/* Sleeps until the holder hangs up, for a second at most. Return: 0, or -EINTR after a signal. */
static int wait_for_holder(int connection)
{
	const struct timespec retry = { .tv_nsec = (long)RETRY_MS * NS_PER_MS };
	struct pollfd wanted = { .fd = connection, .events = POLLRDHUP };

	if (connection >= 0 && poll(&wanted, 1, POLL_MS) < 0)
		return -errno;
	/* A hang-up does not mean that the name is free: the holder may just close connections. */
	return nanosleep(&retry, NULL) ? -errno : 0;
}

int lock_acquire(long wait_s, struct reason *ret_reason)
{
	uint64_t deadline =
		wait_s < 0 ? UINT64_MAX : clock_now_ns() + (uint64_t)wait_s * 1000 * NS_PER_MS;
	bool is_named = false;
	int fd = inherited(), error = 0;

	if (fd >= 0)
		return fd;
	while (!error && (fd = try_socket(false)) == -EADDRINUSE) {
		int connection = try_socket(true);

		if (!is_named)
			name_holder(connection, ret_reason);
		if (wait_s && !is_named)
			warn("%s", ret_reason->text);
		is_named = true;
		error = clock_now_ns() < deadline ? wait_for_holder(connection) : -EWOULDBLOCK;
		if (connection >= 0)
			close(connection);
	}
	if (error == -EINTR)
		reason_set(ret_reason, "a signal ended the wait for @" LOCK_NAME);
	if (error)
		return error;
	if (fd == -EAFNOSUPPORT) {
		if (!lock_is_inherited())
			warn("this kernel has no AF_UNIX: two measurements may run at once");
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	}
	if (fd < 0)
		reason_set(ret_reason, "bind @" LOCK_NAME ": %s", strerror(-fd));
	return fd;
}
