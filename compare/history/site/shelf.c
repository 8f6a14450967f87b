// SPDX-License-Identifier: GPL-2.0-or-later
/* How does a folder of pages change without harm to what is not ours, or to who reads it? */
#include "shelf.h"

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

static _Noreturn void die_of(const struct shelf *shelf, const char *what)
{
	die(EXIT_FAILED, "%s %s: %s (choose another folder with --out)", what, shelf->path,
	    strerror(errno));
}

/* A regular file's size, and its descriptor; or -1. */
static int open_file(const struct shelf *shelf, const char *name, off_t *ret_size)
{
	int fd = openat(shelf->folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
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

static bool is_empty(const struct shelf *shelf)
{
	int fd = openat(shelf->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *entry;
	bool empty = true;

	if (!folder)
		die_of(shelf, "read");
	while (empty && (entry = readdir(folder)))
		empty = !strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..");
	closedir(folder);
	return empty;
}

/* The file's text, NULL where there is none. */
static char *read_manifest(const struct shelf *shelf)
{
	off_t size = 0;
	int fd = open_file(shelf, MANIFEST, &size);
	size_t length = 0;
	char *text;

	if (fd < 0 && errno == ENOENT)
		return NULL;
	if (fd < 0 || size > MANIFEST_BYTES_MAX)
		die(EXIT_FAILED, "read %s/" MANIFEST ": no manifest of a site", shelf->path);
	text = xcalloc((size_t)size + 1, 1);
	while (length < (size_t)size) {
		ssize_t count = read(fd, text + length, (size_t)size - length);

		if (count <= 0)
			die_of(shelf, "read " MANIFEST " in");
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

static void parse_manifest(struct shelf *shelf, char *text)
{
	char *rest = text + strlen(MANIFEST_HEAD), *line;
	size_t number = 1;

	if (strncmp(text, MANIFEST_HEAD, strlen(MANIFEST_HEAD)) != 0)
		die(EXIT_FAILED,
		    "read %s/" MANIFEST ": no manifest of a site (choose another "
		    "folder with --out)",
		    shelf->path);
	while ((line = strsep(&rest, "\n")) && (*line || rest)) {
		number++;
		if (!is_ours(line))
			die(EXIT_FAILED,
			    "%s/" MANIFEST ":%zu: not a page's name: nothing was written (choose "
			    "another folder with --out)",
			    shelf->path, number);
		shelf->before =
			xrealloc(shelf->before, shelf->before_count + 1, sizeof(*shelf->before));
		shelf->before[shelf->before_count++] = xstrdup(line);
	}
	if (shelf->before_count)
		qsort(shelf->before, shelf->before_count, sizeof(*shelf->before), compare_texts);
}

static void fail(struct shelf *shelf, const char *what, const char *name, int error)
{
	pthread_mutex_lock(&shelf->lock);
	if (!shelf->trouble.text[0])
		reason_set(&shelf->trouble, "%s %s/%s: %s", what, shelf->path, name,
			   strerror(error));
	pthread_mutex_unlock(&shelf->lock);
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
static void replace(struct shelf *shelf, const char *name, const char *text, size_t length)
{
	char *fresh = xasprintf("%s.new", name);
	int fd = openat(shelf->folder, fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			0666);
	bool is_done = fd >= 0 && write_all(fd, text, length);

	if (fd >= 0 && close(fd))
		is_done = false;
	if (!is_done || renameat(shelf->folder, fresh, shelf->folder, name)) {
		fail(shelf, "write", name, errno);
		if (fd >= 0)
			unlinkat(shelf->folder, fresh, 0);
	}
	free(fresh);
}

static void drop_half(const struct shelf *shelf, const char *name)
{
	char *fresh = xasprintf("%s.new", name);

	unlinkat(shelf->folder, fresh, 0);
	free(fresh);
}

static void write_manifest(struct shelf *shelf, const char *const *names, size_t count)
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
	drop_half(shelf, MANIFEST);
	replace(shelf, MANIFEST, text, length);
	free(text);
}

static bool are_same(const struct shelf *shelf)
{
	for (size_t i = 0; i < shelf->count && i < shelf->before_count; i++)
		if (strcmp(shelf->names[i], shelf->before[i]) != 0)
			return false;
	return shelf->count == shelf->before_count;
}

static void announce(struct shelf *shelf)
{
	const char **names = xcalloc(shelf->count + shelf->before_count + 1, sizeof(*names));
	size_t count = shelf->count;

	memcpy(names, shelf->names, count * sizeof(*names));
	for (size_t i = 0; i < shelf->before_count; i++)
		if (!has_name(shelf->names, shelf->count, shelf->before[i]))
			names[count++] = shelf->before[i];
	qsort(names, count, sizeof(*names), compare_texts);
	write_manifest(shelf, names, count);
	free(names);
	if (shelf->trouble.text[0])
		die(EXIT_FAILED, "%s (choose another folder with --out)", shelf->trouble.text);
}

static void take_folder(struct shelf *shelf)
{
	if (mkdir(shelf->path, 0777) && errno != EEXIST)
		die_of(shelf, "make the folder");
	shelf->folder = open(shelf->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (shelf->folder < 0)
		die_of(shelf, "open the folder");
	if (flock(shelf->folder, LOCK_EX | LOCK_NB))
		die(EXIT_FAILED, "lock %s: another process writes there (wait for it)",
		    shelf->path);
}

void shelf_open(const char *path, const char *const *names, size_t count, struct shelf *ret_shelf)
{
	struct shelf shelf = { .path = xstrdup(path), .count = count };
	char *text;

	pthread_mutex_init(&shelf.lock, NULL);
	take_folder(&shelf);
	text = read_manifest(&shelf);
	if (text)
		parse_manifest(&shelf, text);
	else if (!is_empty(&shelf))
		die(EXIT_FAILED,
		    "%s holds files and no " MANIFEST " of a site: nothing was written (choose "
		    "another folder with --out)",
		    path);
	free(text);
	shelf.names = xcalloc(count + 1, sizeof(*shelf.names));
	memcpy(shelf.names, names, count * sizeof(*names));
	qsort(shelf.names, count, sizeof(*shelf.names), compare_texts);
	if (!text || !are_same(&shelf))
		announce(&shelf);
	*ret_shelf = shelf;
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

void shelf_put(struct shelf *shelf, const char *name, const char *text, size_t length)
{
	off_t size = 0;
	int fd = open_file(shelf, name, &size);
	bool is_there = fd >= 0 && (size_t)size == length && holds(fd, text, length);

	if (fd >= 0)
		close(fd);
	drop_half(shelf, name);
	if (is_there)
		return;
	replace(shelf, name, text, length);
	pthread_mutex_lock(&shelf->lock);
	shelf->written++;
	pthread_mutex_unlock(&shelf->lock);
}

static void remove_stale(struct shelf *shelf)
{
	for (size_t i = 0; i < shelf->before_count; i++) {
		const char *name = shelf->before[i];

		if (has_name(shelf->names, shelf->count, name))
			continue;
		drop_half(shelf, name);
		if (!unlinkat(shelf->folder, name, 0))
			shelf->removed++;
		else if (errno != ENOENT)
			fail(shelf, "remove", name, errno);
	}
}

void shelf_close(struct shelf *shelf)
{
	if (!shelf->trouble.text[0])
		remove_stale(shelf);
	if (!shelf->trouble.text[0] && !are_same(shelf))
		write_manifest(shelf, shelf->names, shelf->count);
	if (shelf->trouble.text[0])
		die(EXIT_FAILED, "%s", shelf->trouble.text);
	for (size_t i = 0; i < shelf->before_count; i++)
		free(shelf->before[i]);
	free(shelf->before);
	free(shelf->names);
	free(shelf->path);
	pthread_mutex_destroy(&shelf->lock);
	close(shelf->folder);
}
