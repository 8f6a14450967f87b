// SPDX-License-Identifier: GPL-2.0-or-later
/* Opens, reads and writes the files of a run directory. */
#include "run_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "base/die.h"

char *run_file_path(const char *run, const char *name)
{
	return xasprintf("%s/%s", run, name);
}

int run_file_open(const char *run, const char *name, int flags)
{
	char *path = run_file_path(run, name);
	int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0644);
	int error = fd < 0 ? -errno : 0;

	free(path);
	return error ? error : fd;
}

int run_file_append(int fd, const char *text)
{
	return atomic_file_append(fd, text, strlen(text));
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

/* A file that is read in part must not pass for a short one: --resume drops what is not whole. */
char *run_file_read(const char *run, const char *name)
{
	int fd = run_file_open(run, name, O_RDONLY), error;
	char *text = NULL;

	if (fd < 0)
		die(EXIT_USAGE, "--resume %s: open %s: %s%s", run, name, strerror(-fd),
		    fd == -ENOENT ? " (no run, or not a whole one)" : "");
	error = atomic_file_read(fd, SIZE_MAX, &text, NULL);
	if (error)
		die(EXIT_FAILED, "read %s/%s: %s (finished rows are kept)", run, name,
		    strerror(-error));
	close(fd);
	return text;
}

int run_file_replace(const char *run, const char *name, const char *text)
{
	char *path = run_file_path(run, name);
	int error = atomic_file_replace(AT_FDCWD, path, text, strlen(text), ATOMIC_FILE_SYNC_DATA);

	free(path);
	return error;
}
