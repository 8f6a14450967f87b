/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Small text files in which a run notes what it changes, for whoever must undo it. Root believes
 * them, so they lie in a directory of root's own, are whole or refused, and tell their boot.
 */
#ifndef PTEBENCH_RUNFILE_H
#define PTEBENCH_RUNFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/die.h"

/* A tmpfs as a rule, on purpose: a reboot undoes what the files tell, and removes them. */
#define RUNFILE_DIR "/run/ptebench"

/* Lines before those of the caller: the format's name and the boot. For messages. */
enum { RUNFILE_HEAD_LINES = 2, RUNFILE_BYTES_MAX = 1 << 20 };

/**
 * runfile_write() - write the file whole and fsync it, then show it under its name.
 * @name: the file's name in RUNFILE_DIR.
 * @format: its first line, which names what it is and the version of the format.
 * @lines: whole lines, each with its newline.
 *
 * Return: 0; -EPERM when the directory is not ours alone; -EFBIG when it would be longer than
 * RUNFILE_BYTES_MAX; or -errno.
 */
int runfile_write(const char *name, const char *format, const char *lines);

/**
 * runfile_read() - the lines of a file that is whole and ours.
 * @name: the file's name in RUNFILE_DIR.
 * @format: the first line that it must have.
 * @ret_lines: receives the lines as they were written, with their newlines; the caller frees them.
 *             NULL on error.
 * @ret_is_of_this_boot: receives false when the machine has been rebooted since.
 * @ret_reason: receives what is wrong with the text on -EBADMSG, with the file on -EPERM, else "".
 *
 * Return: 0; -ENOENT: no such file; -EBADMSG: not a whole file of that format; -EPERM: no regular
 * file of one name, or it or its directory is owned or writable by somebody else; -EACCES: that
 * directory is not that of an ordinary user who asks; -ELOOP: a symbolic link; -ENOTDIR: the
 * directory is one, or none; or -errno.
 */
int runfile_read(const char *name, const char *format, char **ret_lines, bool *ret_is_of_this_boot,
		 struct reason *ret_reason);

/**
 * runfile_remove() - with what is left of one that was not written to its end.
 *
 * Return: 0, or -errno as of runfile_read().
 */
int runfile_remove(const char *name);

#endif
