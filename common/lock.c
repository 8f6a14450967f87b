// SPDX-License-Identifier: GPL-2.0-or-later
/* Is somebody else measuring on this machine, and who? */
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kfile.h"

/*
 * O_CREAT last: fs.protected_regular refuses it on a file of another user in a sticky directory
 * (Documentation/admin-guide/sysctl/fs.rst).
 */
static int open_lock(void)
{
	char path[PATH_MAX];
	int error = kfile_path(LOCK_PATH, path, sizeof(path));
	int fd = kfile_open(LOCK_PATH, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);

	if (error || fd != -ENOENT)
		return error ? error : fd;
	fd = open(path, O_RDONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0644);
	return fd < 0 ? -errno : fd;
}

static int inherited(const struct stat *lock)
{
	const char *text = getenv(LOCK_VARIABLE);
	struct stat status;
	char *end;
	long fd;

	if (!text || !*text)
		return -ENOENT;
	fd = strtol(text, &end, 10);
	if (*end || fd < 3 || fd > INT_MAX || fstat((int)fd, &status))
		return -ENOENT;
	if (status.st_dev != lock->st_dev || status.st_ino != lock->st_ino)
		return -ENOENT;
	return (int)fd;
}

/* /proc/locks: "1: FLOCK  ADVISORY  WRITE 4711 fe:00:1234 0 EOF"; its device number is in hex. */
static long holder(const struct stat *lock)
{
	char *text, *rest, *line;
	long found = 0;

	if (kfile_read_all("/proc/locks", &text, NULL))
		return 0;
	rest = text;
	while ((line = strsep(&rest, "\n"))) {
		unsigned long inode;
		long pid;

		if (sscanf(line, "%*d: FLOCK ADVISORY WRITE %ld %*x:%*x:%lu", &pid, &inode) == 2 &&
		    inode == lock->st_ino)
			found = pid;
	}
	free(text);
	return found;
}

static void name_holder(const struct stat *lock, struct reason *ret_reason)
{
	char path[64], *command;
	long pid = holder(lock);
	size_t size;

	snprintf(path, sizeof(path), "/proc/%ld/cmdline", pid);
	if (!pid || kfile_read_all(path, &command, &size)) {
		reason_set(ret_reason, "another run holds %s: wait for its end", LOCK_PATH);
		return;
	}
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)command[i] < ' ')
			command[i] = ' ';
	reason_set(ret_reason, "process %ld holds %s: %.120s: wait for its end", pid, LOCK_PATH,
		   command);
	free(command);
}

bool lock_is_inherited(void)
{
	const char *text = getenv(LOCK_VARIABLE);

	return text && *text;
}

int lock_acquire(struct reason *ret_reason)
{
	int fd = open_lock(), error, passed;
	struct stat status;

	if (fd < 0 || fstat(fd, &status) || !S_ISREG(status.st_mode)) {
		error = fd < 0 ? fd : -EINVAL;
		reason_set(ret_reason, "open %s: %s", LOCK_PATH, strerror(-error));
		return error;
	}
	passed = inherited(&status);
	if (passed >= 0) {
		close(fd);
		fd = passed;
	}
	if (!flock(fd, LOCK_EX | LOCK_NB))
		return fd;
	error = -errno;
	if (error == -EWOULDBLOCK)
		name_holder(&status, ret_reason);
	else
		reason_set(ret_reason, "flock %s: %s", LOCK_PATH, strerror(-error));
	close(fd);
	return error;
}
