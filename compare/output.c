// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes a result whole: to a file, to a pipe or device, or to standard output. */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "base/die.h"
#include "base/make_folders.h"

static bool is_folder(const char *out)
{
	struct stat status;

	return (*out && out[strlen(out) - 1] == '/') ||
	       (!stat(out, &status) && S_ISDIR(status.st_mode));
}

struct output output_make(const char *out, bool wants_folder)
{
	if (wants_folder && !out)
		die(EXIT_USAGE, "there will be several files: give a folder with --out");
	return (struct output) {
		.out = out,
		.is_folder = wants_folder || (out && is_folder(out)),
	};
}

FILE *output_open(struct output *output, const char *leaf)
{
	output->path = !output->out	   ? NULL
		       : output->is_folder ? xasprintf("%s/%s", output->out, leaf)
					   : xstrdup(output->out);
	output->stream = open_memstream(&output->text, &output->bytes);
	if (!output->stream)
		die(EXIT_FAILED, "out of memory");
	return output->stream;
}

/* Links of other users are not followed, see fs.protected_symlinks. /dev/stdout is root's. */
static bool is_link_of_others(const char *path)
{
	struct stat status;

	return !lstat(path, &status) && S_ISLNK(status.st_mode) && status.st_uid &&
	       status.st_uid != geteuid();
}

/* A pipe or a device is written to, not replaced. */
static bool is_special(const char *path)
{
	struct stat status;

	return !is_link_of_others(path) && !stat(path, &status) && !S_ISREG(status.st_mode) &&
	       !S_ISDIR(status.st_mode);
}

/* Return: 0 or -errno. */
static int write_special(const struct output *output)
{
	int fd = open(output->path, O_WRONLY | O_CLOEXEC), error;

	if (fd < 0)
		return -errno;
	error = atomic_file_write(fd, output->text, output->bytes);
	if (close(fd) && !error)
		error = -errno;
	return error;
}

/* Return: 0 or -errno. */
static int write_output(const struct output *output)
{
	int error;

	if (!output->path && fflush(stdout))
		return -errno;
	if (!output->path)
		return atomic_file_write(STDOUT_FILENO, output->text, output->bytes);
	if (is_special(output->path))
		return write_special(output);
	error = make_folders_above(output->path, 0777);
	return error ? error
		     : atomic_file_replace(AT_FDCWD, output->path, output->text, output->bytes, 0);
}

void output_close(struct output *output)
{
	int error;

	if (fclose(output->stream))
		die(EXIT_FAILED, "out of memory");
	error = write_output(output);
	if (error)
		die(EXIT_FAILED, "write %s: %s (choose another place with --out)",
		    output->path ? output->path : "standard output", strerror(-error));
	free(output->path);
	free(output->text);
	output->path = output->text = NULL;
}
