// SPDX-License-Identifier: GPL-2.0-or-later
/* How does a file get to its place whole? */
#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"
#include "base/fresh.h"

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

FILE *output_open(struct output *sink, const char *leaf)
{
	sink->path = !sink->out	       ? NULL
		     : sink->is_folder ? xasprintf("%s/%s", sink->out, leaf)
				       : xstrdup(sink->out);
	sink->stream = open_memstream(&sink->text, &sink->bytes);
	if (!sink->stream)
		die(EXIT_FAILED, "out of memory");
	return sink->stream;
}

static void make_folders(char *path)
{
	for (char *p = path + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		mkdir(path, 0777);
		*p = '/';
	}
}

/* As fs.protected_symlinks has it; /dev/stdout is a link of root's. */
static bool is_link_of_others(const char *path)
{
	struct stat status;

	return !lstat(path, &status) && S_ISLNK(status.st_mode) && status.st_uid &&
	       status.st_uid != geteuid();
}

/* A pipe or a device takes no other file's place. */
static bool is_special(const char *path)
{
	struct stat status;

	return !is_link_of_others(path) && !stat(path, &status) && !S_ISREG(status.st_mode) &&
	       !S_ISDIR(status.st_mode);
}

static void put(FILE *out, const struct output *sink, const char *path)
{
	bool is_written = false;

	if (out)
		is_written = fwrite(sink->text, 1, sink->bytes, out) == sink->bytes && !fflush(out);
	if (!is_written)
		die(EXIT_FAILED, "write %s: %s (choose another place with --out)", path,
		    strerror(errno));
}

static void replace(const struct output *sink)
{
	char *fresh = xasprintf("%s.new", sink->path);
	FILE *out = fresh_open(fresh);

	put(out, sink, fresh);
	if (fclose(out) || rename(fresh, sink->path)) {
		int error = errno;

		unlink(fresh);
		die(EXIT_FAILED, "write %s: %s", sink->path, strerror(error));
	}
	free(fresh);
}

void output_close(struct output *sink)
{
	if (fclose(sink->stream))
		die(EXIT_FAILED, "out of memory");
	if (!sink->path) {
		put(stdout, sink, "standard output");
	} else if (is_special(sink->path)) {
		FILE *out = fopen(sink->path, "we");

		put(out, sink, sink->path);
		if (fclose(out))
			die(EXIT_FAILED, "write %s: %s", sink->path, strerror(errno));
	} else {
		if (sink->is_folder)
			make_folders(sink->path);
		replace(sink);
	}
	free(sink->path);
	free(sink->text);
	sink->path = sink->text = NULL;
}
