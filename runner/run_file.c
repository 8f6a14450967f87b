// SPDX-License-Identifier: GPL-2.0-or-later
/* How are the files of a run written whole, and read whole? */
#include "run_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "base/fresh.h"

char *run_file_path(const char *run, const char *leaf)
{
	return xasprintf("%s/%s", run, leaf);
}

int run_file_open(const char *run, const char *leaf, int flags)
{
	char *path = run_file_path(run, leaf);
	int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0644);
	int error = fd < 0 ? -errno : 0;

	free(path);
	return error ? error : fd;
}

int run_file_append(int fd, const char *text)
{
	off_t before = lseek(fd, 0, SEEK_END);
	size_t length = strlen(text), done = 0;

	while (done < length) {
		ssize_t got = write(fd, text + done, length - done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			int error = got < 0 ? -errno : -EIO;

			if (before >= 0 && ftruncate(fd, before))
				return -EIO;
			return error;
		}
		done += (size_t)got;
	}
	return 0;
}

int run_file_sync(int fd)
{
	int error;

	do
		error = fdatasync(fd) ? -errno : 0;
	while (error == -EINTR);
	return error;
}

void run_file_log(int fd, const char *format, ...)
{
	char line[1200];
	va_list args;
	int error;

	va_start(args, format);
	vsnprintf(line, sizeof(line) - 1, format, args);
	va_end(args);
	strcat(line, "\n");
	error = run_file_append(fd, line);
	if (!error)
		return;
	line[strlen(line) - 1] = '\0';
	warn("write log.txt: %s: what it should say: %s", strerror(-error), line);
}

/* Return: 0, with the text for the caller to free; or -errno. */
static int read_all(int fd, char **ret_text)
{
	size_t room = 65536, used = 0;
	char *text = xrealloc(NULL, room, 1);

	for (;;) {
		ssize_t got = read(fd, text + used, room - used - 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			free(text);
			return -errno;
		}
		if (!got)
			break;
		used += (size_t)got;
		if (room - used < 2)
			text = xrealloc(text, room *= 2, 1);
	}
	text[used] = '\0';
	*ret_text = text;
	return 0;
}

/* A file that is read in part must not pass for a short one: --resume drops what is not whole. */
char *run_file_read(const char *run, const char *leaf)
{
	int fd = run_file_open(run, leaf, O_RDONLY), error;
	char *text = NULL;

	if (fd < 0)
		die(EXIT_USAGE, "--resume %s: open %s: %s%s", run, leaf, strerror(-fd),
		    fd == -ENOENT ? " (no run, or not a whole one)" : "");
	error = read_all(fd, &text);
	if (error)
		die(EXIT_FAILED, "read %s/%s: %s (finished rows are kept)", run, leaf,
		    strerror(-error));
	close(fd);
	return text;
}

int run_file_replace(const char *run, const char *leaf, const char *text)
{
	char *path = run_file_path(run, leaf), *fresh = xasprintf("%s.new", path);
	FILE *out = fresh_open(fresh);
	int error = out ? 0 : -errno;

	if (out) {
		error = run_file_append(fileno(out), text);
		if (!error)
			error = run_file_sync(fileno(out));
		if (fclose(out) && !error)
			error = -errno;
		if (!error && rename(fresh, path))
			error = -errno;
		if (error)
			unlink(fresh);
	}
	free(fresh);
	free(path);
	return error;
}
