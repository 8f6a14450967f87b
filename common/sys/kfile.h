/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Opens files of /proc, /sys, /run and /boot; no other code does. For tests, a directory with
 * copies can replace the root.
 */
#ifndef PTEBENCH_KFILE_H
#define PTEBENCH_KFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/opt_u64.h"

/* The environment variable that names the root, for tests; unset or empty means "/". */
#define KFILE_ROOT_VARIABLE "PTEBENCH_KFILE_ROOT"

/* All paths are absolute, as on a real machine. */

/** kfile_root() - the directory that is used as "/", without a trailing slash ("" for "/"). */
const char *kfile_root(void);

/** kfile_path() - put the root before @path. Return: 0, or -ENAMETOOLONG. */
int kfile_path(const char *path, char *ret_path, size_t size);

/** kfile_open() - open(2), close-on-exec, without O_CREAT. Return: a descriptor, or -errno. */
int kfile_open(const char *path, int flags);

/** kfile_exists() - is the file visible? Not if its directory is closed to us. */
bool kfile_exists(const char *path);

/** kfile_is_writable() - access(2) by effective IDs. Return: 0 if it is writable, or -errno. */
int kfile_is_writable(const char *path);

/**
 * kfile_read() - the text of a file, without the newlines at its end.
 * @ret_text: untouched on error.
 *
 * Return: 0; -EFBIG: the text does not fit; or -errno of open(2) or read(2).
 */
int kfile_read(const char *path, char *ret_text, size_t size);

/**
 * kfile_read_all() - a whole file of any length.
 * @ret_text: receives memory that the caller frees, NUL-terminated.
 * @ret_size: receives its length in bytes, without the NUL; may be NULL.
 *
 * Return: 0 or -errno.
 */
int kfile_read_all(const char *path, char **ret_text, size_t *ret_size);

/**
 * kfile_find_field() - the value of the first "field : value" line, as /proc/cpuinfo has them.
 * @field: the whole text before the blanks and the colon; case matters.
 * @ret_value: receives the value without the blanks around it; untouched on error.
 *
 * Return: 0; -ENODATA: no such line; -EFBIG: the value does not fit.
 */
int kfile_find_field(const char *text, const char *field, char *ret_value, size_t size);

/** kfile_read_field() - the same of a file. Return: also -errno. */
int kfile_read_field(const char *path, const char *field, char *ret_value, size_t size);

/** kfile_meminfo() - the number in a line of /proc/meminfo, mostly in KiB. */
struct opt_u64 kfile_meminfo(const char *field);

/** kfile_read_u64() - one decimal number. Return: 0; -EINVAL: something else; or -errno. */
int kfile_read_u64(const char *path, uint64_t *ret_value);

/**
 * kfile_read_choice() - the chosen word of a knob that lists its choices, "always [madvise] never",
 * or the whole text if there are no brackets. This, not the list, can be written back.
 *
 * Return: 0 or -errno.
 */
int kfile_read_choice(const char *path, char *ret_word, size_t size);

/** kfile_write() - write a knob in one write(2). Return: 0; -ELOOP: a symbolic link; or -errno. */
int kfile_write(const char *path, const char *text);

#endif
