// SPDX-License-Identifier: GPL-2.0-or-later
/* Fuzzes the manifest of a folder of pages: only our pages are removed or written. */
#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"
#include "fuzz.h"
#include "history/site/site_dir.h"
#include "history/site/slug.h"

enum { PATH_BYTES = 256 };

/* Beside the pages, and around their folder: a manifest may name them, and they must stay. */
static const char *const victims[] = { "index.html", "site/notes.txt", "site/.html", "site/UP.html",
				       "site/a..html" };

static char path[PATH_BYTES];
static bool is_watched;

int __real_unlinkat(int folder, const char *name, int flags);
int __wrap_unlinkat(int folder, const char *name, int flags);

/* "NAME.new" is a page that was half written, and may be longer than a name is. */
static void expect_ours(const char *name)
{
	char page[PATH_BYTES];
	size_t length = strlen(name);

	assert(length < sizeof(page));
	strcpy(page, name);
	if (length > 4 && !strcmp(page + length - 4, ".new"))
		page[length - 4] = '\0';
	assert(!strchr(page, '/') && *page != '.' && slug_is_name(page));
}

int __wrap_unlinkat(int folder, const char *name, int flags)
{
	if (is_watched) {
		assert(!flags);
		expect_ours(name);
	}
	return __real_unlinkat(folder, name, flags);
}

static void write_file(const char *folder, const char *name, const void *bytes, size_t size)
{
	char real[2 * PATH_BYTES];
	int fd;

	snprintf(real, sizeof(real), "%s/%s", folder, name);
	fd = open(real, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
	close(fd);
}

static void put(void *argument)
{
	static const char *const names[] = { "index.html", "site.css" };
	struct site_dir *dir = argument;

	site_dir_open(path, names, 2, dir);
	site_dir_put(dir, "index.html", "<p>new", 6);
	site_dir_put(dir, "site.css", "p {}", 4);
	site_dir_close(dir);
}

/* What dies leaves its folder open. */
static void close_folder(int above)
{
	for (int fd = above; fd < above + 8; fd++)
		close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *folder = fuzz_folder();
	struct site_dir dir;
	int code, free_fd;

	snprintf(path, sizeof(path), "%s/site", folder);
	assert(!mkdir(path, 0700));
	for (size_t i = 0; i < sizeof(victims) / sizeof(victims[0]); i++)
		write_file(folder, victims[i], "keep", 4);
	write_file(path, "manifest.txt", data, size);
	free_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	close(free_fd);
	is_watched = true;
	code = fuzz_call(put, &dir);
	is_watched = false;
	if (code != FUZZ_RETURNED) {
		assert(code == EXIT_FAILED && *fuzz_said());
		close_folder(free_fd);
	}
	for (size_t i = 0; i < sizeof(victims) / sizeof(victims[0]); i++) {
		struct stat status;
		char victim[2 * PATH_BYTES];

		snprintf(victim, sizeof(victim), "%s/%s", folder, victims[i]);
		assert(!stat(victim, &status) && status.st_size == 4);
	}
	return 0;
}
