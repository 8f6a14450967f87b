/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The only code that opens files of /proc, /sys, /run and /boot. A directory with copies can
 * replace the root, so that tests run on machines that do not exist.
 */
#ifndef PTEBENCH_KFILE_H
#define PTEBENCH_KFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The environment variable that names the root; unset or empty means "/". For tests. */
#define KFILE_ROOT_VARIABLE "PTEBENCH_KFILE_ROOT"

/**
 * kfile_root() - the directory that stands for "/", without a trailing slash ("" for "/").
 */
const char *kfile_root(void);

/**
 * kfile_path() - where a kernel file lies under the root.
 * @path: absolute path as on a real machine.
 * @ret_path: receives the path to open, NUL-terminated.
 * @size: bytes of @ret_path.
 *
 * Return: 0, or -ENAMETOOLONG.
 */
int kfile_path(const char *path, char *ret_path, size_t size);

/**
 * kfile_open() - open(2) a kernel file, close-on-exec.
 * @path: absolute path as on a real machine.
 * @flags: flags of open(2), without O_CREAT.
 *
 * Return: a file descriptor, or -errno.
 */
int kfile_open(const char *path, int flags);

/**
 * kfile_exists() - can the file be seen? No is also the answer where its directory is closed to us.
 */
bool kfile_exists(const char *path);

/**
 * kfile_is_writable() - would this process be allowed to write it (access(2), effective IDs)?
 *
 * Return: 0 if so, or -errno (-EACCES, -EROFS, -ENOENT, ...).
 */
int kfile_is_writable(const char *path);

/**
 * kfile_read() - the text of a file, without the newlines at its end.
 * @path: absolute path.
 * @ret_text: receives the text, NUL-terminated; untouched on error.
 * @size: bytes of @ret_text.
 *
 * Return: 0; -EFBIG when the text does not fit; or -errno of open(2) or read(2).
 */
int kfile_read(const char *path, char *ret_text, size_t size);

/**
 * kfile_read_all() - the whole of a file of any length.
 * @path: absolute path.
 * @ret_text: receives memory that the caller frees, NUL-terminated.
 * @ret_size: receives its length in bytes, without the NUL. May be NULL.
 *
 * Return: 0 or -errno.
 */
int kfile_read_all(const char *path, char **ret_text, size_t *ret_size);

/**
 * kfile_read_field() - the value of the first "field : value" line, as /proc/cpuinfo has them.
 * @path: absolute path.
 * @field: the whole text before the blanks and the colon; case counts.
 * @ret_value: receives the value without the blanks around it, NUL-terminated; untouched on error.
 * @size: bytes of @ret_value.
 *
 * Return: 0; -ENODATA when there is no such line; -EFBIG when the value does not fit; or -errno.
 */
int kfile_read_field(const char *path, const char *field, char *ret_value, size_t size);

/**
 * kfile_read_u64() - a file that holds one unsigned decimal number.
 *
 * Return: 0; -EINVAL when the text is not one whole number; or -errno.
 */
int kfile_read_u64(const char *path, uint64_t *ret_value);

/**
 * kfile_read_choice() - the chosen word of a knob that lists its choices, "always [madvise] never".
 * @path: absolute path.
 * @ret_word: receives the word in brackets, or the whole text when there are no brackets.
 * @size: bytes of @ret_word.
 *
 * The kernel refuses (EINVAL) the bracketed text as it was read, so this is what can be written
 * back.
 *
 * Return: 0 or -errno.
 */
int kfile_read_choice(const char *path, char *ret_word, size_t size);

/**
 * kfile_write() - write a knob in one write(2).
 *
 * Return: 0; -ELOOP: it is a symbolic link; or -errno.
 */
int kfile_write(const char *path, const char *text);

#endif
