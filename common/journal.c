// SPDX-License-Identifier: GPL-2.0-or-later
/* Which knobs must be put back, and is the file that says so ours? */
#include "journal.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kfile.h"

#define HEADER "ptebench-settings-journal 1"
#define TRAILER "end"
#define THP_PREFIX "/sys/kernel/mm/transparent_hugepage/"

enum { JOURNAL_BYTES_MAX = 8192 };

static bool is_size_knob(const char *leaf)
{
	static const char head[] = "hugepages-";

	if (strncmp(leaf, head, strlen(head)))
		return false;
	leaf += strlen(head);
	if (!isdigit((unsigned char)*leaf))
		return false;
	while (isdigit((unsigned char)*leaf))
		leaf++;
	return !strcmp(leaf, "kB/enabled");
}

bool journal_allows(const char *path, const char *value)
{
	static const char *const words[] = { "always", "inherit", "madvise",
					     "never",  "defer",	  "defer+madvise" };
	const char *leaf = path + strlen(THP_PREFIX);

	if (strncmp(path, THP_PREFIX, strlen(THP_PREFIX)))
		return false;
	if (strcmp(leaf, "enabled") && strcmp(leaf, "defrag") && !is_size_knob(leaf))
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(value, words[i]))
			return true;
	return false;
}

static bool is_ours_alone(const struct stat *status)
{
	return status->st_uid == geteuid() && !(status->st_mode & (S_IWGRP | S_IWOTH));
}

/* Return: a descriptor of the journal's directory, or -errno. */
static int open_directory(void)
{
	char path[PATH_MAX];
	struct stat status;
	int error = kfile_path(JOURNAL_DIR, path, sizeof(path));
	int fd;

	if (error)
		return error;
	if (mkdir(path, 0700) && errno != EEXIST)
		return -errno;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &status) || !is_ours_alone(&status)) {
		close(fd);
		return -EPERM;
	}
	return fd;
}

static int read_boot_id(char *ret_id, size_t size)
{
	return kfile_read("/proc/sys/kernel/random/boot_id", ret_id, size);
}

static int write_text(int directory, const char *text)
{
	int fd = openat(directory, "settings.journal.new",
			O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	size_t length = strlen(text);
	int error = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, length) != (ssize_t)length || fsync(fd))
		error = errno ? -errno : -EIO;
	if (close(fd) && !error)
		error = -errno;
	if (error)
		return error;
	if (renameat(directory, "settings.journal.new", directory, "settings.journal") ||
	    fsync(directory))
		return -errno;
	return 0;
}

int journal_write(const struct settings *settings)
{
	char text[JOURNAL_BYTES_MAX], boot_id[64];
	int error = read_boot_id(boot_id, sizeof(boot_id));
	int directory, used;

	if (error)
		return error;
	used = snprintf(text, sizeof(text), HEADER "\nboot_id\t%s\n", boot_id);
	for (unsigned int i = 0; i < settings->count; i++)
		used += snprintf(text + used, sizeof(text) - (size_t)used, "%s\t%s\n",
				 settings->entries[i].path, settings->entries[i].wanted);
	snprintf(text + used, sizeof(text) - (size_t)used, TRAILER "\n");
	directory = open_directory();
	if (directory < 0)
		return directory;
	errno = 0;
	error = write_text(directory, text);
	close(directory);
	return error;
}

static int read_text(char *ret_text, size_t size)
{
	int fd = kfile_open(JOURNAL_PATH, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
	struct stat status;
	ssize_t got;

	if (fd < 0)
		return fd;
	if (fstat(fd, &status) || !S_ISREG(status.st_mode) || !is_ours_alone(&status)) {
		close(fd);
		return -EPERM;
	}
	got = read(fd, ret_text, size - 1);
	close(fd);
	if (got < 0)
		return -EIO;
	ret_text[got] = '\0';
	return strlen(ret_text) == (size_t)got ? 0 : -EBADMSG;
}

/* Parses the lines after the header; a line is path, tab, word. */
static int parse(char *text, struct settings *ret_settings, char *ret_boot_id, size_t size,
		 struct reason *ret_reason)
{
	struct settings found = { 0 };
	unsigned int number = 0;
	bool whole = false;
	char *rest = text, *line;

	while ((line = strsep(&rest, "\n")) && rest && !whole) {
		char *value = strchr(line, '\t');

		number++;
		if (value)
			*value++ = '\0';
		if (number == 1 && !strcmp(line, HEADER) && !value)
			continue;
		if (number == 2 && value && !strcmp(line, "boot_id") && strlen(value) < size) {
			strcpy(ret_boot_id, value);
			continue;
		}
		if (number > 2 && !value && !strcmp(line, TRAILER)) {
			whole = true;
			continue;
		}
		if (number < 3 || !value || !journal_allows(line, value) ||
		    found.count == SETTINGS_MAX || strlen(line) >= SETTING_PATH_BYTES) {
			reason_set(ret_reason, "line %u names no knob and word that ptebench sets",
				   number);
			return -EBADMSG;
		}
		settings_add(&found, line, value, "");
	}
	if (!whole) {
		reason_set(ret_reason, "it ends after line %u without its last line", number);
		return -EBADMSG;
	}
	*ret_settings = found;
	return 0;
}

int journal_read(struct settings *ret_settings, bool *ret_is_of_this_boot,
		 struct reason *ret_reason)
{
	char text[JOURNAL_BYTES_MAX], boot_id[64] = "", now[64] = "";
	int error = read_text(text, sizeof(text));

	ret_reason->text[0] = '\0';
	if (!error)
		error = parse(text, ret_settings, boot_id, sizeof(boot_id), ret_reason);
	if (!error)
		error = read_boot_id(now, sizeof(now));
	if (!error)
		*ret_is_of_this_boot = !strcmp(boot_id, now);
	return error;
}

int journal_remove(void)
{
	char path[PATH_MAX];
	int error = kfile_path(JOURNAL_PATH, path, sizeof(path));

	if (error)
		return error;
	return unlink(path) ? -errno : 0;
}
