// SPDX-License-Identifier: GPL-2.0-or-later
/* Updates a folder of pages: replaces files atomically, and touches only those in its manifest. */
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

#include "base/atomic_file.h"
#include "base/make_folders.h"
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

static _Noreturn void die_of(const struct site_dir *dir, const char *what)
{
	die(EXIT_FAILED, "%s %s: %s (choose another folder with --out)", what, dir->path,
	    strerror(errno));
}

static bool is_empty(const struct site_dir *dir)
{
	int fd = openat(dir->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *entry;
	bool empty = true;

	if (!folder)
		die_of(dir, "read");
	while (empty && (entry = readdir(folder)))
		empty = !strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..");
	closedir(folder);
	return empty;
}

/* The file's text, NULL where there is none. */
static char *read_manifest(const struct site_dir *dir)
{
	struct stat status;
	int fd = atomic_file_open(dir->folder, MANIFEST, &status), error = fd < 0 ? fd : 0;
	char *text = NULL;

	if (error == -ENOENT)
		return NULL;
	if (!error)
		error = atomic_file_read(fd, MANIFEST_BYTES_MAX, &text, NULL);
	if (error)
		die(EXIT_FAILED, "read %s/" MANIFEST ": no manifest of a site: %s", dir->path,
		    strerror(-error));
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

static void parse_manifest(struct site_dir *dir, char *text)
{
	char *rest = text + strlen(MANIFEST_HEAD), *line;
	size_t number = 1;

	if (strncmp(text, MANIFEST_HEAD, strlen(MANIFEST_HEAD)) != 0)
		die(EXIT_FAILED,
		    "read %s/" MANIFEST ": no manifest of a site (choose another "
		    "folder with --out)",
		    dir->path);
	while ((line = strsep(&rest, "\n")) && (*line || rest)) {
		number++;
		if (!is_ours(line))
			die(EXIT_FAILED,
			    "%s/" MANIFEST ":%zu: not a page's name: nothing was written (choose "
			    "another folder with --out)",
			    dir->path, number);
		dir->before = xrealloc(dir->before, dir->before_count + 1, sizeof(*dir->before));
		dir->before[dir->before_count++] = xstrdup(line);
	}
	if (dir->before_count)
		qsort(dir->before, dir->before_count, sizeof(*dir->before), compare_texts);
}

static void fail(struct site_dir *dir, const char *what, const char *name, int error)
{
	pthread_mutex_lock(&dir->lock);
	if (!dir->trouble.text[0])
		reason_set(&dir->trouble, "%s %s/%s: %s", what, dir->path, name, strerror(error));
	pthread_mutex_unlock(&dir->lock);
}

static void replace(struct site_dir *dir, const char *name, const char *text, size_t length)
{
	int error = atomic_file_replace(dir->folder, name, text, length, 0);

	if (error)
		fail(dir, "write", name, -error);
}

static void write_manifest(struct site_dir *dir, const char *const *names, size_t count)
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
	replace(dir, MANIFEST, text, length);
	free(text);
}

static bool are_same(const struct site_dir *dir)
{
	for (size_t i = 0; i < dir->count && i < dir->before_count; i++)
		if (strcmp(dir->names[i], dir->before[i]) != 0)
			return false;
	return dir->count == dir->before_count;
}

static void announce(struct site_dir *dir)
{
	const char **names = xcalloc(dir->count + dir->before_count + 1, sizeof(*names));
	size_t count = dir->count;

	memcpy(names, dir->names, count * sizeof(*names));
	for (size_t i = 0; i < dir->before_count; i++)
		if (!has_name(dir->names, dir->count, dir->before[i]))
			names[count++] = dir->before[i];
	qsort(names, count, sizeof(*names), compare_texts);
	write_manifest(dir, names, count);
	free(names);
	if (dir->trouble.text[0])
		die(EXIT_FAILED, "%s (choose another folder with --out)", dir->trouble.text);
}

static void take_folder(struct site_dir *dir)
{
	errno = -make_folders(dir->path, 0777);
	if (errno)
		die_of(dir, "make the folder");
	dir->folder = open(dir->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir->folder < 0)
		die_of(dir, "open the folder");
	if (flock(dir->folder, LOCK_EX | LOCK_NB))
		die(EXIT_FAILED, "lock %s: another process writes there (wait for it)", dir->path);
}

void site_dir_open(const char *path, const char *const *names, size_t count,
		   struct site_dir *ret_dir)
{
	struct site_dir dir = { .path = xstrdup(path), .count = count };
	char *text;

	pthread_mutex_init(&dir.lock, NULL);
	take_folder(&dir);
	text = read_manifest(&dir);
	if (text)
		parse_manifest(&dir, text);
	else if (!is_empty(&dir))
		die(EXIT_FAILED,
		    "%s holds files and no " MANIFEST " of a site: nothing was written (choose "
		    "another folder with --out)",
		    path);
	free(text);
	dir.names = xcalloc(count + 1, sizeof(*dir.names));
	memcpy(dir.names, names, count * sizeof(*names));
	qsort(dir.names, count, sizeof(*dir.names), compare_texts);
	if (!text || !are_same(&dir))
		announce(&dir);
	*ret_dir = dir;
}

/* Is @name a regular file of exactly this content? */
static bool holds(const struct site_dir *dir, const char *name, const char *text, size_t length)
{
	struct stat status;
	char *found = NULL;
	size_t size = 0;
	int fd = atomic_file_open(dir->folder, name, &status);
	bool is_same;

	if (fd < 0)
		return false;
	is_same = (size_t)status.st_size == length &&
		  !atomic_file_read(fd, length, &found, &size) && size == length &&
		  !memcmp(found, text, length);
	free(found);
	close(fd);
	return is_same;
}

void site_dir_put(struct site_dir *dir, const char *name, const char *text, size_t length)
{
	if (holds(dir, name, text, length)) {
		atomic_file_discard(dir->folder, name);
		return;
	}
	replace(dir, name, text, length);
	pthread_mutex_lock(&dir->lock);
	dir->written++;
	pthread_mutex_unlock(&dir->lock);
}

static void remove_stale(struct site_dir *dir)
{
	for (size_t i = 0; i < dir->before_count; i++) {
		const char *name = dir->before[i];
		int error;

		if (has_name(dir->names, dir->count, name))
			continue;
		error = atomic_file_remove(dir->folder, name);
		if (!error)
			dir->removed++;
		else if (error != -ENOENT)
			fail(dir, "remove", name, -error);
	}
}

void site_dir_close(struct site_dir *dir)
{
	if (!dir->trouble.text[0])
		remove_stale(dir);
	if (!dir->trouble.text[0] && !are_same(dir))
		write_manifest(dir, dir->names, dir->count);
	if (dir->trouble.text[0])
		die(EXIT_FAILED, "%s", dir->trouble.text);
	for (size_t i = 0; i < dir->before_count; i++)
		free(dir->before[i]);
	free(dir->before);
	free(dir->names);
	free(dir->path);
	pthread_mutex_destroy(&dir->lock);
	close(dir->folder);
}
