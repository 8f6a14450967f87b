/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sets knobs of the kernel for a while. What they held is journaled on disk before the first write,
 * each write is read back, and whoever comes next puts the knobs back, also after SIGKILL.
 */
#ifndef PTEBENCH_KNOBS_H
#define PTEBENCH_KNOBS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/die.h"

enum { KNOBS_PATH_BYTES = 128, KNOBS_VALUE_BYTES = 128, KNOBS_TOLERATED_BYTES = 48 };

/* Any value will do where this knob cannot be read or written, or refuses the word. */
#define KNOBS_TOLERATE_ALL "*"

/**
 * struct knobs_entry - one knob and the word it should hold.
 * @path: absolute path as on a real machine.
 * @wanted: the word to write.
 * @before: what it held before; in a journal, the word to put back.
 * @tolerated: words that do as well where the knob cannot be written, separated by blanks.
 */
struct knobs_entry {
	char path[KNOBS_PATH_BYTES];
	char wanted[KNOBS_VALUE_BYTES];
	char before[KNOBS_VALUE_BYTES];
	char tolerated[KNOBS_TOLERATED_BYTES];
};

/** struct knobs_list - any number of knobs, in the order in which they are set. { 0 } is none. */
struct knobs_list {
	size_t count;
	struct knobs_entry *entries;
};

/** knobs_add() - append a knob; dies when a text is too long (our bug). Return: the new entry. */
struct knobs_entry *knobs_add(struct knobs_list *list, const char *path, const char *wanted,
			      const char *tolerated);

/** knobs_free() - make the list empty again. */
void knobs_free(struct knobs_list *list);

/** knobs_allow() - is this a knob that ptebench sets, and a word that such a knob takes? */
bool knobs_allow(const char *path, const char *value);

/* Journals: of the program that measures a point, and of the runner for a whole run. */
#define KNOBS_OF_POINT "settings.journal"
#define KNOBS_OF_RUN "tune.journal"

/**
 * knobs_apply() - snapshot, journal and sync, write, read back.
 * @journal: KNOBS_OF_POINT or KNOBS_OF_RUN; must not exist yet. The lock must be held (lock.h).
 * @list: the knobs. Those that already hold the wanted word are left alone.
 * @ret_reason: receives what was tried, on what, why it failed and what to do.
 *
 * Return: 0; or -errno, and then every knob is as it was.
 */
int knobs_apply(const char *journal, const struct knobs_list *list, struct reason *ret_reason);

/**
 * knobs_restore() - put back what the journal says, the last first, and remove it.
 * @ret_restored: receives the number of knobs whose value was changed back. May be NULL.
 * @ret_reason: receives why not, on error.
 *
 * A journal of an earlier boot is removed without a write: the reboot has reset the knobs. The
 * caller may be root, so a journal that names anything but knobs that ptebench sets is refused.
 *
 * Return: 0, also when there is no journal or another user's directory hides it; or -errno, and
 * then the journal stays. If a knob cannot be put back, or is gone, the others go back all the
 * same, and the journal then lists those that are left.
 */
int knobs_restore(const char *journal, unsigned int *ret_restored, struct reason *ret_reason);

/* Where journals lie. A tmpfs as a rule, on purpose: a reboot undoes the changes, too. */
#define KNOBS_JOURNAL_DIR "/run/ptebench"

enum { KNOBS_JOURNAL_BYTES_MAX = 1 << 20 };

/**
 * knobs_journal_write() - write and sync a journal, of knobs or of another change, as a whole.
 * @name: the file's name in KNOBS_JOURNAL_DIR.
 * @format: its first line: the name of the format and its version.
 * @lines: whole lines, each with its newline.
 *
 * Return: 0; -EPERM when the directory is not ours alone; -EFBIG: more than
 * KNOBS_JOURNAL_BYTES_MAX; or -errno.
 */
int knobs_journal_write(const char *name, const char *format, const char *lines);

/**
 * knobs_journal_read() - read the lines of a journal that is whole and ours.
 * @ret_lines: receives @lines as they were written; the caller frees them. NULL on error.
 * @ret_is_of_this_boot: receives false when the machine has been rebooted since.
 *
 * Return: 0; -ENOENT: no journal; -EBADMSG: not a whole one of that format; -EPERM: no regular file
 * of one name, or it or its directory is owned or writable by somebody else; -EACCES: that
 * directory is not that of an ordinary user who asks; -ELOOP: a symbolic link; -ENOTDIR: the
 * directory is one, or none; -EFBIG; or -errno.
 */
int knobs_journal_read(const char *name, const char *format, char **ret_lines,
		       bool *ret_is_of_this_boot);

/** knobs_journal_remove() - also half of one. Return: 0, or -errno as knobs_journal_read(). */
int knobs_journal_remove(const char *name);

#endif
