/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sets knobs of the kernel temporarily. Before the first write a journal on disk gets the old
 * words, each write is read back, and the next program puts the knobs back even after SIGKILL.
 */
#ifndef PTEBENCH_KNOBS_H
#define PTEBENCH_KNOBS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/die.h"

enum { KNOBS_PATH_BYTES = 128, KNOBS_VALUE_BYTES = 128, KNOBS_TOLERATED_BYTES = 48 };

/* Tolerates any word, and a knob that cannot be read or written. */
#define KNOBS_TOLERATE_ALL "*"

/**
 * struct knobs_entry - one knob and the word it should hold.
 * @path: absolute path as on a real machine.
 * @wanted: the word to write.
 * @before: what it held before; in a journal, the word to put back.
 * @tolerated: words that are acceptable if the knob cannot be written, separated by blanks.
 */
struct knobs_entry {
	char path[KNOBS_PATH_BYTES];
	char wanted[KNOBS_VALUE_BYTES];
	char before[KNOBS_VALUE_BYTES];
	char tolerated[KNOBS_TOLERATED_BYTES];
};

/** struct knobs_list - knobs in the order in which they are set. { 0 } is an empty list. */
struct knobs_list {
	size_t count;
	struct knobs_entry *entries;
};

/** knobs_add() - append a knob; dies if a text is too long (a bug). Return: the new entry. */
struct knobs_entry *knobs_add(struct knobs_list *list, const char *path, const char *wanted,
			      const char *tolerated);
void knobs_free(struct knobs_list *list);

/** knobs_allow() - does ptebench set this knob, and may the knob hold that word? */
bool knobs_allow(const char *path, const char *value);

/* Journals: of the program that measures a point, and of the runner for a whole run. */
#define KNOBS_OF_POINT "settings.journal"
#define KNOBS_OF_RUN "tune.journal"

/**
 * knobs_apply() - journal and sync, write, read back.
 * @journal: KNOBS_OF_POINT or KNOBS_OF_RUN; must not exist yet. The lock must be held (lock.h).
 * @list: knobs that already hold the wanted word are left alone.
 *
 * Return: 0; or -errno, and then every knob is as it was.
 */
int knobs_apply(const char *journal, const struct knobs_list *list, struct reason *ret_reason);

/**
 * knobs_restore() - put back what the journal says, the last first, and remove it.
 * @ret_restored: receives the number of knobs that changed back; may be NULL.
 *
 * Only removes a journal of an earlier boot: the reboot has reset the knobs. Since the caller may
 * be root, refuses a journal that names anything but knobs that ptebench sets. If a knob cannot be
 * put back, the others are, and the journal then lists the rest.
 *
 * Return: 0, also if there is no journal or the directory belongs to another user; or -errno, and
 * then the journal stays.
 */
int knobs_restore(const char *journal, unsigned int *ret_restored, struct reason *ret_reason);

/* The folder of journals: normally a tmpfs, since a reboot undoes the changes, too. */
#define KNOBS_JOURNAL_DIR "/run/ptebench"

enum { KNOBS_JOURNAL_BYTES_MAX = 1 << 20 };

/**
 * knobs_journal_write() - write and sync a journal of knobs or other changes, atomically.
 * @name: the file's name in KNOBS_JOURNAL_DIR.
 * @format: its first line: the name of the format and its version.
 * @lines: whole lines, each with its newline.
 *
 * Return: 0; -EPERM: the directory is not ours alone; -EFBIG: more than KNOBS_JOURNAL_BYTES_MAX; or
 * -errno.
 */
int knobs_journal_write(const char *name, const char *format, const char *lines);

/**
 * knobs_journal_read() - read the lines of a journal that is complete and ours.
 * @ret_lines: receives @lines as they were written; the caller frees them. NULL on error.
 * @ret_is_of_this_boot: false if the machine has been rebooted since.
 *
 * Return: 0; -ENOENT: no journal; -EBADMSG: not a complete one of that format; -EPERM: not a
 * regular file with one name, or somebody else owns or may write it or its directory; -EACCES: an
 * ordinary user asks, and the directory belongs to another; -ELOOP: a symbolic link; -ENOTDIR: the
 * directory is a link, or none; -EFBIG; or -errno.
 */
int knobs_journal_read(const char *name, const char *format, char **ret_lines,
		       bool *ret_is_of_this_boot);

/** knobs_journal_remove() - even if incomplete. Return: 0, or -errno as knobs_journal_read(). */
int knobs_journal_remove(const char *name);

#endif
