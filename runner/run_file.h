/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a run directory: paths, atomic writes, the log. */
#ifndef PTEBENCH_RUN_FILE_H
#define PTEBENCH_RUN_FILE_H

/** run_file_path() - the path of the file @name in the folder @run; the caller frees it. */
char *run_file_path(const char *run, const char *name);

/**
 * run_file_open() - open @name in the folder @run, but no link of that name.
 * @flags: of open(2).
 *
 * Return: a descriptor, or -errno.
 */
int run_file_open(const char *run, const char *name, int flags);

/** run_file_append() - append all of @text or nothing, as atomic_file_append(). */
int run_file_append(int fd, const char *text);

/**
 * run_file_log() - write a line to log.txt; to stderr when it cannot be written there.
 * @fd: log.txt.
 * @format: without a newline.
 */
void run_file_log(int fd, const char *format, ...) __attribute__((format(printf, 2, 3)));

/**
 * run_file_read() - read all of @name in the folder @run, up to a NUL; dies when it cannot.
 *
 * Return: the text, which the caller frees.
 */
char *run_file_read(const char *run, const char *name);

/**
 * run_file_replace() - replace the text of @name in the folder @run; synced before it is renamed.
 *
 * Return: 0; or -errno, and then the file is as it was.
 */
int run_file_replace(const char *run, const char *name, const char *text);

#endif
