/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a run: what is written there is there as a whole, or not at all. */
#ifndef PTEBENCH_RUN_FILE_H
#define PTEBENCH_RUN_FILE_H

/** run_file_path() - the path of @leaf in the folder @run; the caller frees it. */
char *run_file_path(const char *run, const char *leaf);

/**
 * run_file_open() - open @leaf in the folder @run, but no link of that name.
 * @flags: of open(2).
 *
 * Return: a descriptor, or -errno.
 */
int run_file_open(const char *run, const char *leaf, int flags);

/**
 * run_file_append() - all of @text at the end of a file, or nothing: what a full disk cut off is
 * taken back.
 *
 * Return: 0; or -errno, -EIO when half of it could not be taken back.
 */
int run_file_append(int fd, const char *text);

/**
 * run_file_sync() - what was appended is on the disk, as fdatasync(2) has it.
 *
 * Return: 0 or -errno. After an error nobody knows what is there.
 */
int run_file_sync(int fd);

/**
 * run_file_log() - a line in log.txt; on stderr when it cannot be written there.
 * @fd: log.txt.
 * @format: without a newline.
 */
void run_file_log(int fd, const char *format, ...) __attribute__((format(printf, 2, 3)));

/**
 * run_file_read() - all of @leaf in the folder @run, up to a NUL; dies when it cannot be read.
 *
 * Return: the text, which the caller frees.
 */
char *run_file_read(const char *run, const char *leaf);

/**
 * run_file_replace() - give @leaf another text at once.
 *
 * Return: 0; or -errno, and then the file is as it was.
 */
int run_file_replace(const char *run, const char *leaf, const char *text);

#endif
