/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Small files in /run/ptebench that outlive a killed process, and die with the boot: written whole
 * and synced, read only when they are ours alone.
 */
#ifndef PTEBENCH_RUNFILE_H
#define PTEBENCH_RUNFILE_H

#include <stddef.h>

#define RUNFILE_DIR "/run/ptebench"

enum { RUNFILE_BYTES_MAX = 8192 };

/**
 * runfile_write() - write a file of that name: beside it, fsync, rename, fsync of the directory.
 *
 * Return: 0 or -errno; -EPERM when the directory is not ours alone.
 */
int runfile_write(const char *name, const char *text);

/**
 * runfile_read() - read it.
 * @ret_text: @size bytes; receives the text, NUL-terminated.
 *
 * Return: 0; -ENOENT when there is none; -EPERM when it is no regular file or not ours alone;
 * -EBADMSG when it holds NUL bytes; or -errno.
 */
int runfile_read(const char *name, char *ret_text, size_t size);

/** runfile_remove() - Return: 0 or -errno. */
int runfile_remove(const char *name);

/** runfile_boot_id() - what tells this boot from others. Return: 0 or -errno. */
int runfile_boot_id(char *ret_id, size_t size);

#endif
