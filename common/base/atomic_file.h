/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Atomic writes: a file has its new content as a whole, or is as it was. Safe in folders that
 * others write to: never writes through a link, a pipe or a second name that somebody put there.
 */
#ifndef PTEBENCH_ATOMIC_FILE_H
#define PTEBENCH_ATOMIC_FILE_H

#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>

/**
 * enum atomic_file_flags - for atomic_file_replace().
 * @ATOMIC_FILE_SYNC_DATA: fdatasync(2) before the file gets its name.
 * @ATOMIC_FILE_SYNC_NAME: fsync(2) of the folder after that.
 * @ATOMIC_FILE_PRIVATE: mode 0600, else 0666 less the umask.
 */
enum atomic_file_flags {
	ATOMIC_FILE_SYNC_DATA = 1 << 0,
	ATOMIC_FILE_SYNC_NAME = 1 << 1,
	ATOMIC_FILE_PRIVATE = 1 << 2,
};

/**
 * atomic_file_create() - unlink what has this name, and open a new, empty file.
 *
 * Return: the file; or NULL, with errno: EEXIST: another process made one meanwhile; EISDIR: it is
 * a folder; or of unlink(2) (EPERM: another user's, in a sticky folder) or open(2).
 */
FILE *atomic_file_create(const char *path);

/**
 * atomic_file_replace() - write "NAME.new" and rename it to @name.
 * @folder: a descriptor, or AT_FDCWD.
 * @name: relative to @folder, or an absolute path.
 *
 * Threads may call it at the same time for different names.
 *
 * Return: 0; or -errno, as atomic_file_create() for "NAME.new". On error the file is as it was,
 * unless fsync(2) of the folder failed.
 */
int atomic_file_replace(int folder, const char *name, const void *bytes, size_t length,
			unsigned int flags);

/** atomic_file_discard() - remove "NAME.new", which a killed writer leaves behind. */
void atomic_file_discard(int folder, const char *name);

/** atomic_file_remove() - remove @name and "NAME.new". Return: 0, or -errno for @name. */
int atomic_file_remove(int folder, const char *name);

/** atomic_file_write() - write(2) all. Return: 0; or -errno after a part, possibly. */
int atomic_file_write(int fd, const void *bytes, size_t length);

/**
 * atomic_file_append() - write all of @bytes at the end of a file, or nothing.
 *
 * Return: 0; -EIO if a part was written and could not be truncated away; or -errno.
 */
int atomic_file_append(int fd, const void *bytes, size_t length);

/** atomic_file_sync() - fdatasync(2). Return: 0; or -errno: the content on the disk is unknown. */
int atomic_file_sync(int fd);

/**
 * atomic_file_open() - open a regular file to read it. Does not follow a link or wait for a pipe.
 *
 * Return: a descriptor; -ELOOP: a symbolic link; -EINVAL: no regular file; or -errno of open(2).
 */
int atomic_file_open(int folder, const char *name, struct stat *ret_status);

/**
 * atomic_file_read() - read from the current position to the end of any file.
 * @ret_text: receives memory that the caller frees, NUL-terminated.
 * @ret_length: receives its length without the NUL; may be NULL.
 *
 * Return: 0; -EFBIG: more than @most bytes; or -errno.
 */
int atomic_file_read(int fd, size_t most, char **ret_text, size_t *ret_length);

#endif
