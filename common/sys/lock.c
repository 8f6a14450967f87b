// SPDX-License-Identifier: GPL-2.0-or-later
/* Is somebody else measuring on this machine, and who? */
#include "lock.h"

#include <dirent.h>
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

enum { TRIES = 8 };

/*
 * Without O_CREAT where it is there: fs.protected_regular refuses that on a file of another user in
 * a sticky directory (Documentation/admin-guide/sysctl/fs.rst). With a umask of 077 it would be
 * hidden from all others.
 */
static int open_lock(void)
{
	const int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;
	char path[PATH_MAX];
	int error = kfile_path(LOCK_PATH, path, sizeof(path));
	int fd = kfile_open(LOCK_PATH, flags);

	if (error || fd != -ENOENT)
		return error ? error : fd;
	fd = open(path, flags | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0 && errno == EEXIST)
		return kfile_open(LOCK_PATH, flags); /* somebody was faster */
	if (fd < 0)
		return -errno;
	if (fchmod(fd, 0644)) {
		error = -errno;
		close(fd);
		return error;
	}
	return fd;
}

/* Any user may have put what is there. A second name would make us lock a file of somebody else. */
static int open_checked(struct stat *ret_status, struct reason *ret_reason)
{
	int fd = open_lock(), error = fd < 0 ? fd : 0;

	if (!error && fstat(fd, ret_status))
		error = -errno;
	if (!error && (!S_ISREG(ret_status->st_mode) || ret_status->st_nlink > 1))
		error = -EINVAL;
	if (!error)
		return fd;
	if (fd >= 0)
		close(fd);
	if (error == -EINVAL || error == -ELOOP || error == -ENXIO || error == -EACCES)
		reason_set(ret_reason,
			   "open %s: %s: the lock must be a regular file of one name that all may "
			   "read: its owner, or root, must remove what is there",
			   LOCK_PATH, strerror(-error));
	else
		reason_set(ret_reason, "open %s: %s", LOCK_PATH, strerror(-error));
	return error;
}

/* What was removed meanwhile keeps nobody out: the next one makes a new file. */
static bool is_in_place(const struct stat *lock)
{
	struct stat status;
	char path[PATH_MAX];

	return !kfile_path(LOCK_PATH, path, sizeof(path)) && !lstat(path, &status) &&
	       status.st_dev == lock->st_dev && status.st_ino == lock->st_ino;
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

static bool has_open(const char *process, const struct stat *lock)
{
	char name[64], path[PATH_MAX];
	const struct dirent *entry;
	struct stat status;
	bool found = false;
	DIR *folder;

	snprintf(name, sizeof(name), "/proc/%.20s/fd", process);
	folder = kfile_path(name, path, sizeof(path)) ? NULL : opendir(path);
	while (folder && !found && (entry = readdir(folder)))
		found = !fstatat(dirfd(folder), entry->d_name, &status, 0) &&
			status.st_dev == lock->st_dev && status.st_ino == lock->st_ino;
	if (folder)
		closedir(folder);
	return found;
}

/* Who took the lock may be gone, while a child of it that hangs in the kernel has it open still. */
static long heir(const struct stat *lock)
{
	const struct dirent *entry;
	char path[PATH_MAX];
	DIR *folder = kfile_path("/proc", path, sizeof(path)) ? NULL : opendir(path);
	long found = 0;

	while (folder && !found && (entry = readdir(folder))) {
		long pid = strtol(entry->d_name, NULL, 10);

		if (pid > 0 && pid != getpid() && has_open(entry->d_name, lock))
			found = pid;
	}
	if (folder)
		closedir(folder);
	return found;
}

/* Return: the length of its command line, which the caller frees; or 0. */
static size_t read_command(long pid, char **ret_command)
{
	char path[64];
	size_t size = 0;

	snprintf(path, sizeof(path), "/proc/%ld/cmdline", pid);
	*ret_command = NULL;
	if (pid && !kfile_read_all(path, ret_command, &size) && !size) {
		free(*ret_command); /* it is dead, and nobody has waited for it */
		*ret_command = NULL;
	}
	return size;
}

static void name_holder(const struct stat *lock, struct reason *ret_reason)
{
	long pid = holder(lock);
	char *command;
	size_t size = read_command(pid, &command);

	if (!size) {
		pid = heir(lock);
		size = read_command(pid, &command);
	}
	if (!size || !command) {
		reason_set(ret_reason, "another run holds %s: wait for its end", LOCK_PATH);
		return;
	}
	for (size_t i = 0; i < size; i++)
		if (command[i] < ' ' || command[i] > '~')
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

/* Return: a descriptor that holds the lock; -ESTALE: it was removed meanwhile; or -errno. */
static int try_lock(struct reason *ret_reason)
{
	struct stat status;
	int fd = open_checked(&status, ret_reason), passed, error;

	if (fd < 0)
		return fd;
	passed = inherited(&status);
	if (passed >= 0) {
		close(fd);
		fd = passed;
	}
	if (!flock(fd, LOCK_EX | LOCK_NB)) {
		if (is_in_place(&status))
			return fd;
		reason_set(ret_reason, "lock %s: it was removed %d times meanwhile", LOCK_PATH,
			   TRIES);
		close(fd);
		return -ESTALE;
	}
	error = -errno;
	if (error == -EWOULDBLOCK)
		name_holder(&status, ret_reason);
	else
		reason_set(ret_reason, "flock %s: %s", LOCK_PATH, strerror(-error));
	close(fd);
	return error;
}

int lock_acquire(struct reason *ret_reason)
{
	int fd = -ESTALE;

	for (int i = 0; i < TRIES && fd == -ESTALE; i++)
		fd = try_lock(ret_reason);
	return fd;
}
