// SPDX-License-Identifier: GPL-2.0-or-later
/* What must outlive us until somebody has mended it? */
#include "runfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kfile.h"

enum { NAME_BYTES = 64 };

static bool is_ours_alone(const struct stat *status)
{
	return status->st_uid == geteuid() && !(status->st_mode & (S_IWGRP | S_IWOTH));
}

/* Return: a descriptor of the directory, or -errno. */
static int open_directory(void)
{
	char path[PATH_MAX];
	struct stat status;
	int error = kfile_path(RUNFILE_DIR, path, sizeof(path));
	int fd;

	if (error)
		return error;
	if (mkdir(path, 0700) && errno != EEXIST)
		return -errno;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &status) || !is_ours_alone(&status)) {
		close(fd);
		return -EPERM;
	}
	return fd;
}

static int write_text(int directory, const char *name, const char *text)
{
	char unfinished[NAME_BYTES + 8];
	size_t length = strlen(text);
	int error = 0, fd;

	snprintf(unfinished, sizeof(unfinished), "%.*s.new", NAME_BYTES, name);
	fd = openat(directory, unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
		    0600);
	if (fd < 0)
		return -errno;
	if (write(fd, text, length) != (ssize_t)length || fsync(fd))
		error = errno ? -errno : -EIO;
	if (close(fd) && !error)
		error = -errno;
	if (error)
		return error;
	if (renameat(directory, unfinished, directory, name) || fsync(directory))
		return -errno;
	return 0;
}

int runfile_write(const char *name, const char *text)
{
	int directory = open_directory(), error;

	if (directory < 0)
		return directory;
	errno = 0;
	error = write_text(directory, name, text);
	close(directory);
	return error;
}

static void full_path(const char *name, char *ret_path, size_t size)
{
	snprintf(ret_path, size, RUNFILE_DIR "/%.*s", NAME_BYTES, name);
}

int runfile_read(const char *name, char *ret_text, size_t size)
{
	char path[NAME_BYTES + 32];
	struct stat status;
	ssize_t got;
	int fd;

	full_path(name, path, sizeof(path));
	fd = kfile_open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return fd;
	if (fstat(fd, &status) || !S_ISREG(status.st_mode) || !is_ours_alone(&status)) {
		close(fd);
		return -EPERM;
	}
	got = read(fd, ret_text, size - 1);
	close(fd);
	if (got < 0)
		return -EIO;
	ret_text[got] = '\0';
	return strlen(ret_text) == (size_t)got ? 0 : -EBADMSG;
}

int runfile_remove(const char *name)
{
	char path[NAME_BYTES + 32], real[PATH_MAX];
	int error;

	full_path(name, path, sizeof(path));
	error = kfile_path(path, real, sizeof(real));
	if (error)
		return error;
	return unlink(real) ? -errno : 0;
}

int runfile_boot_id(char *ret_id, size_t size)
{
	return kfile_read("/proc/sys/kernel/random/boot_id", ret_id, size);
}
