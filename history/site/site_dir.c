// SPDX-License-Identifier: GPL-2.0-or-later
/* How does a folder of pages change without harm to what is not ours, or to who reads it? */
#include "site_dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "slug.h"

#define MANIFEST "manifest.txt"
#define MANIFEST_HEAD "ptebench site 1\n"

enum { MANIFEST_BYTES_MAX = 64 << 20 };

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool has_name(const char *const *names, size_t count, const char *name)
{
	return count && bsearch(&name, names, count, sizeof(*names), compare_texts);
}

static _Noreturn void die_of(const struct site_dir *site_dir, const char *what)
{
	die(EXIT_FAILED, "%s %s: %s (choose another folder with --out)", what, site_dir->path,
	    strerror(errno));
}

/* A regular file's size, and its descriptor; or -1. */
static int open_file(const struct site_dir *site_dir, const char *name, off_t *ret_size)
{
	int fd = openat(site_dir->folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat status;

	if (fd >= 0 && (fstat(fd, &status) || !S_ISREG(status.st_mode))) {
		close(fd);
		errno = EINVAL;
		return -1;
	}
	if (fd >= 0)
		*ret_size = status.st_size;
	return fd;
}

static bool is_empty(const struct site_dir *site_dir)
{
	int fd = openat(site_dir->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *entry;
	bool empty = true;

	if (!folder)
		die_of(site_dir, "read");
	while (empty && (entry = readdir(folder)))
		empty = !strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..");
	closedir(folder);
	return empty;
}

/* The file's text, NULL where there is none. */
static char *read_manifest(const struct site_dir *site_dir)
{
	off_t size = 0;
	int fd = open_file(site_dir, MANIFEST, &size);
	size_t length = 0;
	char *text;

	if (fd < 0 && errno == ENOENT)
		return NULL;
	if (fd < 0 || size > MANIFEST_BYTES_MAX)
		die(EXIT_FAILED, "read %s/" MANIFEST ": no manifest of a site", site_dir->path);
	text = xcalloc((size_t)size + 1, 1);
	while (length < (size_t)size) {
		ssize_t count = read(fd, text + length, (size_t)size - length);

		if (count <= 0)
			die_of(site_dir, "read " MANIFEST " in");
		length += (size_t)count;
	}
	close(fd);
	return text;
}

/* Kinds of files that a site has; anything else was never ours. */
static bool is_ours(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && slug_is_name(name) &&
	       (!strcmp(dot, ".html") || !strcmp(dot, ".css") || !strcmp(dot, ".js"));
}

static void parse_manifest(struct site_dir *site_dir, char *text)
{
	char *rest = text + strlen(MANIFEST_HEAD), *line;
	size_t number = 1;

	if (strncmp(text, MANIFEST_HEAD, strlen(MANIFEST_HEAD)) != 0)
		die(EXIT_FAILED,
		    "read %s/" MANIFEST ": no manifest of a site (choose another "
		    "folder with --out)",
		    site_dir->path);
	while ((line = strsep(&rest, "\n")) && (*line || rest)) {
		number++;
		if (!is_ours(line))
			die(EXIT_FAILED,
			    "%s/" MANIFEST ":%zu: not a page's name: nothing was written (choose "
			    "another folder with --out)",
			    site_dir->path, number);
		site_dir->before = xrealloc(site_dir->before, site_dir->before_count + 1,
					    sizeof(*site_dir->before));
		site_dir->before[site_dir->before_count++] = xstrdup(line);
	}
	if (site_dir->before_count)
		qsort(site_dir->before, site_dir->before_count, sizeof(*site_dir->before),
		      compare_texts);
}

static void fail(struct site_dir *site_dir, const char *what, const char *name, int error)
{
	pthread_mutex_lock(&site_dir->lock);
	if (!site_dir->trouble.text[0])
		reason_set(&site_dir->trouble, "%s %s/%s: %s", what, site_dir->path, name,
			   strerror(error));
	pthread_mutex_unlock(&site_dir->lock);
}

static bool write_all(int fd, const char *text, size_t length)
{
	while (length) {
		ssize_t count = write(fd, text, length);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return false;
		text += count;
		length -= (size_t)count;
	}
	return true;
}

/* A killed writer may have left half of a new file: its name goes first. */
static void replace(struct site_dir *site_dir, const char *name, const char *text, size_t length)
{
	char *fresh = xasprintf("%s.new", name);
	int fd = openat(site_dir->folder, fresh,
			O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	bool is_done = fd >= 0 && write_all(fd, text, length);

	if (fd >= 0 && close(fd))
		is_done = false;
	if (!is_done || renameat(site_dir->folder, fresh, site_dir->folder, name)) {
		fail(site_dir, "write", name, errno);
		if (fd >= 0)
			unlinkat(site_dir->folder, fresh, 0);
	}
	free(fresh);
}

static void drop_half(const struct site_dir *site_dir, const char *name)
{
	char *fresh = xasprintf("%s.new", name);

	unlinkat(site_dir->folder, fresh, 0);
	free(fresh);
}

static void write_manifest(struct site_dir *site_dir, const char *const *names, size_t count)
{
	size_t length = 0;
	char *text = NULL;
	FILE *out = open_memstream(&text, &length);

	if (out) {
		fputs(MANIFEST_HEAD, out);
		for (size_t i = 0; i < count; i++)
			fprintf(out, "%s\n", names[i]);
	}
	if (!out || fclose(out))
		die(EXIT_FAILED, "write " MANIFEST ": out of memory");
	drop_half(site_dir, MANIFEST);
	replace(site_dir, MANIFEST, text, length);
	free(text);
}

static bool are_same(const struct site_dir *site_dir)
{
	for (size_t i = 0; i < site_dir->count && i < site_dir->before_count; i++)
		if (strcmp(site_dir->names[i], site_dir->before[i]) != 0)
			return false;
	return site_dir->count == site_dir->before_count;
}

static void announce(struct site_dir *site_dir)
{
	const char **names = xcalloc(site_dir->count + site_dir->before_count + 1, sizeof(*names));
	size_t count = site_dir->count;

	memcpy(names, site_dir->names, count * sizeof(*names));
	for (size_t i = 0; i < site_dir->before_count; i++)
		if (!has_name(site_dir->names, site_dir->count, site_dir->before[i]))
			names[count++] = site_dir->before[i];
	qsort(names, count, sizeof(*names), compare_texts);
	write_manifest(site_dir, names, count);
	free(names);
	if (site_dir->trouble.text[0])
		die(EXIT_FAILED, "%s (choose another folder with --out)", site_dir->trouble.text);
}

static void take_folder(struct site_dir *site_dir)
{
	if (mkdir(site_dir->path, 0777) && errno != EEXIST)
		die_of(site_dir, "make the folder");
	site_dir->folder = open(site_dir->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (site_dir->folder < 0)
		die_of(site_dir, "open the folder");
	if (flock(site_dir->folder, LOCK_EX | LOCK_NB))
		die(EXIT_FAILED, "lock %s: another process writes there (wait for it)",
		    site_dir->path);
}

void site_dir_open(const char *path, const char *const *names, size_t count,
		   struct site_dir *ret_shelf)
{
	struct site_dir site_dir = { .path = xstrdup(path), .count = count };
	char *text;

	pthread_mutex_init(&site_dir.lock, NULL);
	take_folder(&site_dir);
	text = read_manifest(&site_dir);
	if (text)
		parse_manifest(&site_dir, text);
	else if (!is_empty(&site_dir))
		die(EXIT_FAILED,
		    "%s holds files and no " MANIFEST " of a site: nothing was written (choose "
		    "another folder with --out)",
		    path);
	free(text);
	site_dir.names = xcalloc(count + 1, sizeof(*site_dir.names));
	memcpy(site_dir.names, names, count * sizeof(*names));
	qsort(site_dir.names, count, sizeof(*site_dir.names), compare_texts);
	if (!text || !are_same(&site_dir))
		announce(&site_dir);
	*ret_shelf = site_dir;
}

static bool holds(int fd, const char *text, size_t length)
{
	char buffer[1 << 16];

	for (size_t done = 0; done < length;) {
		size_t wanted = length - done < sizeof(buffer) ? length - done : sizeof(buffer);
		ssize_t count = read(fd, buffer, wanted);

		if (count <= 0 || memcmp(buffer, text + done, (size_t)count) != 0)
			return false;
		done += (size_t)count;
	}
	return true;
}

void site_dir_put(struct site_dir *site_dir, const char *name, const char *text, size_t length)
{
	off_t size = 0;
	int fd = open_file(site_dir, name, &size);
	bool is_there = fd >= 0 && (size_t)size == length && holds(fd, text, length);

	if (fd >= 0)
		close(fd);
	drop_half(site_dir, name);
	if (is_there)
		return;
	replace(site_dir, name, text, length);
	pthread_mutex_lock(&site_dir->lock);
	site_dir->written++;
	pthread_mutex_unlock(&site_dir->lock);
}

static void remove_stale(struct site_dir *site_dir)
{
	for (size_t i = 0; i < site_dir->before_count; i++) {
		const char *name = site_dir->before[i];

		if (has_name(site_dir->names, site_dir->count, name))
			continue;
		drop_half(site_dir, name);
		if (!unlinkat(site_dir->folder, name, 0))
			site_dir->removed++;
		else if (errno != ENOENT)
			fail(site_dir, "remove", name, errno);
	}
}

void site_dir_close(struct site_dir *site_dir)
{
	if (!site_dir->trouble.text[0])
		remove_stale(site_dir);
	if (!site_dir->trouble.text[0] && !are_same(site_dir))
		write_manifest(site_dir, site_dir->names, site_dir->count);
	if (site_dir->trouble.text[0])
		die(EXIT_FAILED, "%s", site_dir->trouble.text);
	for (size_t i = 0; i < site_dir->before_count; i++)
		free(site_dir->before[i]);
	free(site_dir->before);
	free(site_dir->names);
	free(site_dir->path);
	pthread_mutex_destroy(&site_dir->lock);
	close(site_dir->folder);
}
