/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the knobs held before we wrote them, on disk. `restore` runs as root and believes this file,
 * so it names only knobs that ptebench itself may set; runfile.h says whose it must be.
 */
#ifndef PTEBENCH_JOURNAL_H
#define PTEBENCH_JOURNAL_H

#include <stdbool.h>

#include "runfile.h"
#include "setting.h"
#include "base/die.h"

enum { JOURNAL_PATH_BYTES = 64 };

/**
 * enum journal - whose knobs; each has a file of its own.
 * @JOURNAL_OF_POINT: set for one point, by the program that measures it.
 * @JOURNAL_OF_RUN: set for a whole run, by the runner.
 */
enum journal { JOURNAL_OF_POINT, JOURNAL_OF_RUN };

/** journal_path() - where it lies, as on a real machine. */
void journal_path(enum journal which, char ret_path[JOURNAL_PATH_BYTES]);

/**
 * journal_allows() - is this a knob that ptebench writes, and a word that such a knob takes?
 */
bool journal_allows(const char *path, const char *value);

/**
 * journal_write() - write the journal whole and fsync it, then show it under its name.
 * @settings: path and, as @wanted, the word that the knob held.
 *
 * Return: 0; -EPERM when the directory is not ours alone; or -errno.
 */
int journal_write(enum journal which, const struct settings *settings);

/**
 * journal_read() - the knobs to put back.
 * @ret_settings: receives path and, as @wanted, the word to put back, for settings_free().
 * @ret_is_of_this_boot: receives false when the machine has been rebooted since.
 * @ret_reason: receives which line is wrong, on -EBADMSG, or what is not ours alone, on -EPERM.
 *
 * Return: 0; -ENOENT: no journal; -EBADMSG: not a whole journal of ours; -EPERM: owned or writable
 * by somebody else; -ELOOP: a symbolic link; or -errno.
 */
int journal_read(enum journal which, struct settings *ret_settings, bool *ret_is_of_this_boot,
		 struct reason *ret_reason);

/** journal_remove() - Return: 0 or -errno. */
int journal_remove(enum journal which);

#endif
