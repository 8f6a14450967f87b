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

static _Noreturn void refuse(const struct site_dir *dir, const char *what, const char *why)
{
	die(EXIT_FAILED, "%s %s: %s (choose another folder with --out)", what, dir->path, why);
}

static bool is_empty(const struct site_dir *dir)
{
	int fd = openat(dir->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), count = 0;
	DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;

	if (!folder)
		refuse(dir, "read", strerror(errno));
	while (count < 3 && readdir(folder))
		count++;
	closedir(folder);
	return count < 3; /* "." and ".." */
}

/* Return: the file's text; NULL if it does not exist. */
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
		refuse(dir, "read " MANIFEST " in", strerror(-error));
	close(fd);
	if (strncmp(text, MANIFEST_HEAD, strlen(MANIFEST_HEAD)) != 0)
		refuse(dir, "read " MANIFEST " in", "it is not that of a site");
	return text;
}

/* A site has files of these kinds only. */
static bool is_ours(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && slug_is_name(name) &&
	       (!strcmp(dot, ".html") || !strcmp(dot, ".css") || !strcmp(dot, ".js"));
}

static void parse_manifest(struct site_dir *dir)
{
	char *rest = dir->manifest + strlen(MANIFEST_HEAD), *line;

	while ((line = strsep(&rest, "\n")) && (*line || rest)) {
		if (!is_ours(line))
			refuse(dir, "read " MANIFEST " in", "a line is not the name of a page");
		dir->before = xrealloc(dir->before, dir->before_count + 1, sizeof(*dir->before));
		dir->before[dir->before_count++] = line;
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

/* Writes the manifest unless it is right. @has_before: with the names of before, too. */
static void write_manifest(struct site_dir *dir, bool has_before)
{
	bool is_same = dir->manifest && dir->count == dir->before_count;
	size_t length = 0;
	char *text = NULL;
	FILE *out;

	for (size_t i = 0; is_same && i < dir->count; i++)
		is_same = !strcmp(dir->names[i], dir->before[i]);
	if (is_same)
		return;
	out = open_memstream(&text, &length);
	if (out) {
		fputs(MANIFEST_HEAD, out);
		for (size_t i = 0; i < dir->count; i++)
			fprintf(out, "%s\n", dir->names[i]);
		for (size_t i = 0; has_before && i < dir->before_count; i++)
			fprintf(out, "%s\n", dir->before[i]);
	}
	if (!out || fclose(out))
		die(EXIT_FAILED, "write " MANIFEST ": out of memory");
	replace(dir, MANIFEST, text, length);
	free(text);
}

static void take_folder(struct site_dir *dir)
{
	int error = make_folders(dir->path, 0777);

	if (error)
		refuse(dir, "make the folder", strerror(-error));
	dir->folder = open(dir->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir->folder < 0)
		refuse(dir, "open the folder", strerror(errno));
	if (flock(dir->folder, LOCK_EX | LOCK_NB))
		die(EXIT_FAILED, "lock %s: another process writes there (wait for it)", dir->path);
}

void site_dir_open(const char *path, const char *const *names, size_t count,
		   struct site_dir *ret_dir)
{
	struct site_dir dir = { .path = path, .count = count };

	pthread_mutex_init(&dir.lock, NULL);
	take_folder(&dir);
	dir.manifest = read_manifest(&dir);
	if (dir.manifest)
		parse_manifest(&dir);
	else if (!is_empty(&dir))
		refuse(&dir, "write", "it has files, and no " MANIFEST " of a site");
	dir.names = xcalloc(count + 1, sizeof(*dir.names));
	memcpy(dir.names, names, count * sizeof(*names));
	qsort(dir.names, count, sizeof(*dir.names), compare_texts);
	write_manifest(&dir, true);
	if (dir.trouble.text[0])
		die(EXIT_FAILED, "%s (choose another folder with --out)", dir.trouble.text);
	*ret_dir = dir;
}

/* True if @name is a regular file of exactly this content. */
static bool holds(const struct site_dir *dir, const char *name, const char *text, size_t length)
{
	struct stat status;
	char *found = NULL;
	size_t size = 0;
	int fd = atomic_file_open(dir->folder, name, &status);
	bool is_same;

	if (fd < 0)
		return false;
	is_same = !atomic_file_read(fd, length, &found, &size) && size == length &&
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

		if (bsearch(&name, dir->names, dir->count, sizeof(*dir->names), compare_texts))
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
	if (!dir->trouble.text[0])
		write_manifest(dir, false);
	if (dir->trouble.text[0])
		die(EXIT_FAILED, "%s", dir->trouble.text);
	free(dir->before);
	free(dir->manifest);
	free(dir->names);
	pthread_mutex_destroy(&dir->lock);
	close(dir->folder);
}
