// SPDX-License-Identifier: GPL-2.0-or-later
/* Is a file that says what must be undone whole, and ours? */
#include "runfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"
#include "kfile.h"

#define BOOT_KEY "boot_id\t"
#define TRAILER "end"

enum { BOOT_ID_BYTES = 64 };

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
	int fd = error ? -1 : open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (error || fd < 0)
		return error ? error : -errno;
	if (fstat(fd, &status) || !is_ours_alone(&status)) {
		close(fd);
		return -EPERM;
	}
	return fd;
}

static int make_directory(void)
{
	char path[PATH_MAX];
	int error = kfile_path(RUNFILE_DIR, path, sizeof(path));

	if (error)
		return error;
	if (mkdir(path, 0700) && errno != EEXIST)
		return -errno;
	return open_directory();
}

/* Only root writes knobs: what lies in the directory of another user tells others nothing. */
static int find_directory(void)
{
	int fd = open_directory();

	return (fd == -EPERM || fd == -ENOTDIR) && geteuid() ? -EACCES : fd;
}

static int read_boot_id(char *ret_id, size_t size)
{
	return kfile_read("/proc/sys/kernel/random/boot_id", ret_id, size);
}

static int write_text(int directory, const char *name, const char *text)
{
	char new_name[NAME_MAX];
	size_t length = strlen(text);
	int error = 0, fd;

	snprintf(new_name, sizeof(new_name), "%s.new", name);
	if (unlinkat(directory, new_name, 0) && errno != ENOENT)
		return -errno;
	fd = openat(directory, new_name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    0600);
	if (fd < 0)
		return -errno;
	errno = 0;
	if (write(fd, text, length) != (ssize_t)length || fsync(fd))
		error = errno ? -errno : -EIO;
	if (close(fd) && !error)
		error = -errno;
	if (!error && renameat(directory, new_name, directory, name))
		error = -errno;
	if (error)
		unlinkat(directory, new_name, 0);
	else if (fsync(directory))
		error = -errno;
	return error;
}

int runfile_write(const char *name, const char *format, const char *lines)
{
	char boot_id[BOOT_ID_BYTES], *text;
	int error = read_boot_id(boot_id, sizeof(boot_id));
	int directory;

	if (error)
		return error;
	directory = make_directory();
	if (directory < 0)
		return directory;
	text = xasprintf("%s\n" BOOT_KEY "%s\n%s" TRAILER "\n", format, boot_id, lines);
	error = strlen(text) < RUNFILE_BYTES_MAX ? write_text(directory, name, text) : -EFBIG;
	free(text);
	close(directory);
	return error;
}

/* Return: 0, with the text for the caller to free; or -errno. */
static int read_text(int directory, const char *name, char **ret_text, struct reason *ret_reason)
{
	int fd = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat status;
	char *text;
	ssize_t got;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &status) || !S_ISREG(status.st_mode) || status.st_nlink != 1 ||
	    !is_ours_alone(&status)) {
		close(fd);
		reason_set(ret_reason, "it is no regular file of one name that others may not "
				       "write");
		return -EPERM;
	}
	text = xcalloc(RUNFILE_BYTES_MAX, 1);
	got = read(fd, text, RUNFILE_BYTES_MAX - 1);
	close(fd);
	if (got < 0 || strlen(text) != (size_t)got) {
		free(text);
		return got < 0 ? -EIO : -EBADMSG;
	}
	*ret_text = text;
	return 0;
}

/* Cuts the text into its boot and the lines of the caller, in place. */
static int cut(char *text, const char *format, char **ret_boot_id, char **ret_lines,
	       struct reason *ret_reason)
{
	static const char last[] = "\n" TRAILER "\n";
	char *rest = text, *first = strsep(&rest, "\n");
	char *boot = rest ? strsep(&rest, "\n") : NULL;
	size_t length;

	if (strcmp(first, format) || !rest || strncmp(boot, BOOT_KEY, strlen(BOOT_KEY))) {
		reason_set(ret_reason, "it does not begin as '%s' and a boot_id", format);
		return -EBADMSG;
	}
	rest--; /* the newline of the line before, so that there may be no line of the caller's */
	*rest = '\n';
	length = strlen(rest);
	if (length < strlen(last) || strcmp(rest + length - strlen(last), last)) {
		reason_set(ret_reason, "it ends without its last line");
		return -EBADMSG;
	}
	rest[length - strlen(last) + 1] = '\0';
	*rest = '\0';
	*ret_boot_id = boot + strlen(BOOT_KEY);
	*ret_lines = rest + 1;
	return 0;
}

int runfile_read(const char *name, const char *format, char **ret_lines, bool *ret_is_of_this_boot,
		 struct reason *ret_reason)
{
	char *text = NULL, now[BOOT_ID_BYTES] = "", *boot_id, *lines;
	int directory = find_directory(), error = directory < 0 ? directory : 0;

	*ret_lines = NULL;
	ret_reason->text[0] = '\0';
	if (error == -EPERM)
		reason_set(ret_reason, "its folder is owned or may be written by others");
	if (!error) {
		error = read_text(directory, name, &text, ret_reason);
		close(directory);
	}
	if (!error)
		error = !text ? -EIO : cut(text, format, &boot_id, &lines, ret_reason);
	if (!error)
		error = read_boot_id(now, sizeof(now));
	if (!error) {
		*ret_is_of_this_boot = !strcmp(boot_id, now);
		*ret_lines = xstrdup(lines);
	}
	free(text);
	return error;
}

int runfile_remove(const char *name)
{
	int directory = find_directory(), error;
	char new_name[NAME_MAX];

	if (directory < 0)
		return directory;
	snprintf(new_name, sizeof(new_name), "%s.new", name);
	unlinkat(directory, new_name, 0); /* of who was killed while writing it */
	error = unlinkat(directory, name, 0) ? -errno : 0;
	close(directory);
	return error;
}
