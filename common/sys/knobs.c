// SPDX-License-Identifier: GPL-2.0-or-later
/* Sets knobs of the kernel, and puts them back by a journal. */
#include "knobs.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "base/die.h"
#include "kfile.h"

#define FORMAT "ptebench-settings-journal 1"
#define BOOT_KEY "boot_id\t"
#define TRAILER "end\n"

#define BOOT_ID "/proc/sys/kernel/random/boot_id"
#define THP "/sys/kernel/mm/transparent_hugepage/"
#define CPU "/sys/devices/system/cpu/"

enum { BOOT_ID_BYTES = 64 };

#define NUMBER "+([0-9])"
#define THP_WORD "@(always|inherit|madvise|never|defer|defer+madvise|advise|within_size)"

/* The knobs that ptebench may set and the words that they accept, as patterns of fnmatch(3). */
static const struct {
	const char *path, *value;
} allowed[] = {
	{ THP "enabled", THP_WORD },
	{ THP "defrag", THP_WORD },
	{ THP "hugepages-" NUMBER "kB/enabled", THP_WORD },
	{ THP "hugepages-" NUMBER "kB/shmem_enabled", THP_WORD },
	{ THP "khugepaged/scan_sleep_millisecs", NUMBER },
	{ "/sys/kernel/mm/hugepages/hugepages-" NUMBER "kB/nr_overcommit_hugepages", NUMBER },
	{ "/sys/kernel/mm/ksm/run", NUMBER },
	{ "/proc/sys/kernel/numa_balancing", NUMBER },
	{ "/proc/sys/kernel/sched_rt_runtime_us", "?(-)" NUMBER },
	{ "/proc/irq/" NUMBER "/smp_affinity_list", "+([0-9,-])" },
	{ CPU "intel_pstate/no_turbo", NUMBER },
	{ CPU "cpufreq/boost", NUMBER },
	{ CPU "cpu" NUMBER "/cpufreq/scaling_governor", "+([a-z_])" },
	{ CPU "cpu" NUMBER "/online", NUMBER },
};

struct knobs_entry *knobs_add(struct knobs_list *list, const char *path, const char *wanted,
			      const char *tolerated)
{
	struct knobs_entry *entry;

	if (strlen(path) >= sizeof(entry->path) || strlen(wanted) >= sizeof(entry->wanted) ||
	    strlen(tolerated) >= sizeof(entry->tolerated))
		die(EXIT_FAILED, "knobs: no room for %s=%s", path, wanted);
	list->entries = xrealloc(list->entries, list->count + 1, sizeof(*entry));
	entry = &list->entries[list->count++];
	strcpy(entry->path, path);
	strcpy(entry->wanted, wanted);
	strcpy(entry->tolerated, tolerated);
	entry->before[0] = '\0';
	return entry;
}

void knobs_free(struct knobs_list *list)
{
	free(list->entries);
	*list = (struct knobs_list) { 0 };
}

bool knobs_allow(const char *path, const char *value)
{
	const int flags = FNM_PATHNAME | FNM_EXTMATCH;

	if (strlen(path) >= KNOBS_PATH_BYTES || strlen(value) >= KNOBS_VALUE_BYTES)
		return false;
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		if (!fnmatch(allowed[i].path, path, flags))
			return !fnmatch(allowed[i].value, value, flags);
	return false;
}

static bool is_ours_alone(const struct stat *status)
{
	return status->st_uid == geteuid() && !(status->st_mode & (S_IWGRP | S_IWOTH));
}

/* Return: a descriptor of the directory of journals, or -errno. */
static int open_directory(bool may_make)
{
	char path[PATH_MAX];
	struct stat status;
	int error = kfile_path(KNOBS_JOURNAL_DIR, path, sizeof(path)), fd;

	if (!error && may_make && mkdir(path, 0700) && errno != EEXIST)
		error = -errno;
	if (error)
		return error;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	error = fd < 0 ? -errno : -EPERM;
	if (fd >= 0 && !fstat(fd, &status) && is_ours_alone(&status))
		return fd;
	if (fd >= 0)
		close(fd);
	/* Only root sets knobs: a directory of root's holds no journal of an ordinary user. */
	return (error == -EPERM || error == -ENOTDIR) && !may_make && geteuid() ? -EACCES : error;
}

int knobs_journal_write(const char *name, const char *format, const char *lines)
{
	const unsigned int flags =
		ATOMIC_FILE_SYNC_DATA | ATOMIC_FILE_SYNC_NAME | ATOMIC_FILE_PRIVATE;
	char boot_id[BOOT_ID_BYTES], *text;
	int error = kfile_read(BOOT_ID, boot_id, sizeof(boot_id));
	int directory = error ? error : open_directory(true);

	if (directory < 0)
		return directory;
	text = xasprintf("%s\n" BOOT_KEY "%s\n%s" TRAILER, format, boot_id, lines);
	error = strlen(text) < KNOBS_JOURNAL_BYTES_MAX
			? atomic_file_replace(directory, name, text, strlen(text), flags)
			: -EFBIG;
	free(text);
	close(directory);
	return error;
}

/* Return: 0, with the text for the caller to free; or -errno. */
static int read_text(int directory, const char *name, char **ret_text)
{
	struct stat status;
	size_t length = 0;
	int fd = atomic_file_open(directory, name, &status), error;

	if (fd < 0)
		return fd == -EINVAL ? -EPERM : fd;
	if (status.st_nlink != 1 || !is_ours_alone(&status))
		error = -EPERM;
	else
		error = atomic_file_read(fd, KNOBS_JOURNAL_BYTES_MAX, ret_text, &length);
	close(fd);
	return !error && strlen(*ret_text) != length ? -EBADMSG : error;
}

/* Cuts the text into the boot ID and the lines of the caller. */
static int cut(char *text, const char *format, char **ret_boot_id, char **ret_lines)
{
	char *lines = text, *first = strsep(&lines, "\n"), *boot = strsep(&lines, "\n"), *end;

	if (!lines || strcmp(first, format) || strncmp(boot, BOOT_KEY, strlen(BOOT_KEY)))
		return -EBADMSG;
	end = lines + strlen(lines) - strlen(TRAILER);
	if (end < lines || strcmp(end, TRAILER) || (end > lines && end[-1] != '\n'))
		return -EBADMSG;
	*end = '\0';
	*ret_boot_id = boot + strlen(BOOT_KEY);
	*ret_lines = lines;
	return 0;
}

int knobs_journal_read(const char *name, const char *format, char **ret_lines,
		       bool *ret_is_of_this_boot)
{
	char *text = NULL, now[BOOT_ID_BYTES] = "", *boot_id, *lines;
	int directory = open_directory(false), error;

	*ret_lines = NULL;
	if (directory < 0)
		return directory;
	error = read_text(directory, name, &text);
	close(directory);
	if (!error)
		error = cut(text, format, &boot_id, &lines);
	if (!error)
		error = kfile_read(BOOT_ID, now, sizeof(now));
	if (!error) {
		*ret_is_of_this_boot = !strcmp(boot_id, now);
		*ret_lines = xstrdup(lines);
	}
	free(text);
	return error;
}

int knobs_journal_remove(const char *name)
{
	int directory = open_directory(false), error;

	if (directory < 0)
		return directory;
	error = atomic_file_remove(directory, name);
	close(directory);
	return error;
}

static void explain(const char *verb, const char *journal, int error, const char *advice,
		    struct reason *ret_reason)
{
	const char *why = error == -EPERM     ? ": it or its folder is not ours alone"
			  : error == -EBADMSG ? ": not a whole list of knobs that ptebench sets"
					      : "";

	reason_set(ret_reason, "%s the journal %s" KNOBS_JOURNAL_DIR "/%s: %s%s%s", verb,
		   kfile_root(), journal, strerror(-error), why, advice);
}

/* A line is path, tab, word. */
static int write_journal(const char *journal, const struct knobs_entry *entries, size_t count)
{
	char *lines = xstrdup("");
	int error;

	for (size_t i = 0; i < count; i++)
		xappend(&lines, "", "%s\t%s\n", entries[i].path, entries[i].before);
	error = knobs_journal_write(journal, FORMAT, lines);
	free(lines);
	return error;
}

/* @ret_list: for knobs_free(), also on error. Return: 0 or -errno. */
static int read_journal(const char *journal, struct knobs_list *ret_list, bool *ret_is_of_this_boot)
{
	char *lines, *rest, *line;
	int error = knobs_journal_read(journal, FORMAT, &lines, ret_is_of_this_boot);

	for (rest = lines; !error && (line = strsep(&rest, "\n")) && rest;) {
		char *value = strchr(line, '\t');

		if (value)
			*value++ = '\0';
		if (value && knobs_allow(line, value))
			strcpy(knobs_add(ret_list, line, "", "")->before, value);
		else
			error = -EBADMSG;
	}
	free(lines);
	return error;
}

/* @value: "" if unknown. */
static bool is_tolerated(const struct knobs_entry *entry, const char *value)
{
	char words[KNOBS_TOLERATED_BYTES + 2], word[KNOBS_VALUE_BYTES + 2];

	snprintf(words, sizeof(words), " %s ", entry->tolerated);
	snprintf(word, sizeof(word), " %s ", value);
	return !strcmp(entry->tolerated, KNOBS_TOLERATE_ALL) || (*value && strstr(words, word));
}

/* Adds the knob to @changes if it must be written. Return: 0; or -errno if it cannot be. */
static int add_change(struct knobs_list *changes, const struct knobs_entry *entry,
		      struct reason *ret_reason)
{
	const char *path = entry->path;
	char now[KNOBS_VALUE_BYTES] = "";
	int error = kfile_read_choice(path, now, sizeof(now));
	bool is_read = !error;

	if (is_read && !strcmp(now, entry->wanted))
		return 0;
	if (is_read)
		error = kfile_is_writable(path);
	if (!error && knobs_allow(path, now)) {
		strcpy(knobs_add(changes, path, entry->wanted, entry->tolerated)->before, now);
		return 0;
	}
	if (is_tolerated(entry, now))
		return 0;
	if (!is_read)
		reason_set(ret_reason, "read %s: %s", path, strerror(-error));
	else if (error)
		reason_set(ret_reason, "write %s: %s (it holds %s, needs %s: run as root)", path,
			   strerror(-error), now, entry->wanted);
	else
		reason_set(ret_reason, "%s holds '%s', which could not be put back", path, now);
	return error ? error : -EINVAL;
}

static int write_and_read_back(const char *path, const char *word, struct reason *ret_reason)
{
	char now[KNOBS_VALUE_BYTES] = "";
	int error = kfile_write(path, word);

	if (!error)
		error = kfile_read_choice(path, now, sizeof(now));
	if (!error && !strcmp(now, word))
		return 0;
	if (error)
		reason_set(ret_reason, "write %s to %s: %s", word, path, strerror(-error));
	else
		reason_set(ret_reason, "wrote %s to %s, which still holds %s", word, path, now);
	return error ? error : -EIO;
}

/* On error puts the knobs back; those that fail stay in the journal. */
static int change_knobs(const char *journal, const struct knobs_list *changes,
			struct reason *ret_reason)
{
	int error = write_journal(journal, changes->entries, changes->count);
	const struct knobs_entry *entry = changes->entries;
	struct reason ignored;

	if (error) {
		explain("write", journal, error, " (nothing was changed)", ret_reason);
		return error;
	}
	for (; !error && entry < changes->entries + changes->count; entry++) {
		error = write_and_read_back(entry->path, entry->wanted, ret_reason);
		if (is_tolerated(entry, ""))
			error = 0;
	}
	if (error)
		knobs_restore(journal, NULL, &ignored);
	return error;
}

int knobs_apply(const char *journal, const struct knobs_list *list, struct reason *ret_reason)
{
	struct knobs_list changes = { 0 };
	int error = 0;

	for (size_t i = 0; !error && i < list->count; i++)
		error = add_change(&changes, &list->entries[i], ret_reason);
	if (!error && changes.count)
		error = change_knobs(journal, &changes, ret_reason);
	knobs_free(&changes);
	return error;
}

/*
 * If a knob cannot be put back, goes on with the others and removes from the journal what went
 * back: the user may set that again before the rest can be put back. If the journal cannot be
 * written, the old one stays.
 */
static int put_all_back(const char *journal, struct knobs_list *list, unsigned int *ret_restored,
			struct reason *ret_reason)
{
	struct reason why, ignored;
	size_t first_left = list->count; /* what is left moves to the end of the list */
	char others[48] = "";
	int error = 0;

	for (size_t i = list->count; i--;) {
		const struct knobs_entry *entry = &list->entries[i];
		char now[KNOBS_VALUE_BYTES];
		int result;

		/* A write could have side effects, so do not write what is right already. */
		if (!kfile_read_choice(entry->path, now, sizeof(now)) &&
		    !strcmp(now, entry->before))
			continue;
		result = write_and_read_back(entry->path, entry->before, error ? &ignored : &why);
		*ret_restored += !result;
		if (!result)
			continue;
		error = result;
		list->entries[--first_left] = *entry;
	}
	if (!error)
		return 0;
	if (first_left)
		write_journal(journal, list->entries + first_left, list->count - first_left);
	if (first_left + 1 < list->count)
		snprintf(others, sizeof(others), " (and %zu more)", list->count - first_left - 1);
	reason_set(ret_reason,
		   "%.140s%s: fix it, then ./run.sh restore; or remove " KNOBS_JOURNAL_DIR "/%s",
		   why.text, others, journal);
	return error;
}

int knobs_restore(const char *journal, unsigned int *ret_restored, struct reason *ret_reason)
{
	unsigned int ignored = 0, *restored = ret_restored ? ret_restored : &ignored;
	struct knobs_list list = { 0 };
	bool is_of_this_boot;
	int error = read_journal(journal, &list, &is_of_this_boot);

	*restored = 0;
	if (error == -ENOENT) /* its writer may have been killed before it set a knob */
		knobs_journal_remove(journal);
	if (error == -ENOENT || error == -EACCES) /* EACCES: root's; we set no knob */
		return 0;
	if (error)
		explain("read", journal, error, " (look at it, then remove it)", ret_reason);
	else if (is_of_this_boot)
		error = put_all_back(journal, &list, restored, ret_reason);
	knobs_free(&list);
	if (error)
		return error;
	error = knobs_journal_remove(journal);
	if (error)
		explain("remove", journal, error, "", ret_reason);
	return error;
}
