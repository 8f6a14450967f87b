// SPDX-License-Identifier: GPL-2.0-or-later
/* Creates, replaces, extends and reads files as a whole, and follows no link. */
#include "atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Return: a descriptor, or -errno. */
static int create(int folder, const char *name, mode_t mode)
{
	int fd;

	if (unlinkat(folder, name, 0) && errno != ENOENT)
		return -errno;
	fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	return fd < 0 ? -errno : fd;
}

FILE *atomic_file_create(const char *path)
{
	int fd = create(AT_FDCWD, path, 0666);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");

	if (fd < 0)
		errno = -fd;
	else if (!out)
		close(fd);
	return out;
}

/* Return: 0, or -ENAMETOOLONG. */
static int name_temporary(const char *name, char ret_temporary[PATH_MAX])
{
	return snprintf(ret_temporary, PATH_MAX, "%s.new", name) < PATH_MAX ? 0 : -ENAMETOOLONG;
}

int atomic_file_write(int fd, const void *bytes, size_t length)
{
	size_t done = 0;

	while (done < length) {
		ssize_t got =
			TEMP_FAILURE_RETRY(write(fd, (const char *)bytes + done, length - done));

		if (got <= 0)
			return got < 0 ? -errno : -EIO;
		done += (size_t)got;
	}
	return 0;
}

int atomic_file_append(int fd, const void *bytes, size_t length)
{
	off_t before = lseek(fd, 0, SEEK_END);
	int error = atomic_file_write(fd, bytes, length);

	if (error && before >= 0 && ftruncate(fd, before))
		return -EIO;
	return error;
}

int atomic_file_sync(int fd)
{
	return TEMP_FAILURE_RETRY(fdatasync(fd)) ? -errno : 0;
}

int atomic_file_replace(int folder, const char *name, const void *bytes, size_t length,
			unsigned int flags)
{
	char temporary[PATH_MAX];
	int error = name_temporary(name, temporary), fd;

	if (error)
		return error;
	fd = create(folder, temporary, flags & ATOMIC_FILE_PRIVATE ? 0600 : 0666);
	if (fd < 0)
		return fd;
	error = atomic_file_write(fd, bytes, length);
	if (!error && flags & ATOMIC_FILE_SYNC_DATA)
		error = atomic_file_sync(fd);
	if (close(fd) && !error)
		error = -errno;
	if (!error && renameat(folder, temporary, folder, name))
		error = -errno;
	if (error)
		unlinkat(folder, temporary, 0);
	else if (flags & ATOMIC_FILE_SYNC_NAME && fsync(folder))
		error = -errno;
	return error;
}

void atomic_file_discard(int folder, const char *name)
{
	char temporary[PATH_MAX];

	if (!name_temporary(name, temporary))
		unlinkat(folder, temporary, 0);
}

int atomic_file_remove(int folder, const char *name)
{
	atomic_file_discard(folder, name);
	return unlinkat(folder, name, 0) ? -errno : 0;
}

int atomic_file_open(int folder, const char *name, struct stat *ret_status)
{
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), error = 0;

	if (fd < 0)
		return -errno;
	if (fstat(fd, ret_status))
		error = -errno;
	else if (!S_ISREG(ret_status->st_mode))
		error = -EINVAL;
	if (!error)
		return fd;
	close(fd);
	return error;
}

/* Files of /proc report no size, so read until there is no more. */
int atomic_file_read(int fd, size_t most, char **ret_text, size_t *ret_length)
{
	size_t room = 2048, used = 0;
	char *text = NULL;
	ssize_t got;

	do {
		char *longer = room - used < 2 || !text ? realloc(text, room *= 2) : text;

		if (!longer)
			got = -1;
		else
			got = TEMP_FAILURE_RETRY(read(fd, (text = longer) + used, room - used - 1));
		used += got > 0 ? (size_t)got : 0;
	} while (got > 0 && used <= most);
	if (got) {
		int error = got < 0 ? -errno : -EFBIG;

		free(text);
		return error;
	}
	text[used] = '\0';
	*ret_text = text;
	if (ret_length)
		*ret_length = used;
	return 0;
}
