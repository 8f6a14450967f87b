/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An archive that the kernel unpacks as its first root: cpio's "newc"
 * (Documentation/driver-api/early-userspace/buffer-format.rst).
 */
#ifndef PTEBENCH_CPIO_H
#define PTEBENCH_CPIO_H

#include <stdint.h>
#include <stdio.h>

/** struct cpio - an archive that is being written. Begins with @out; the rest is 0. */
struct cpio {
	FILE *out;
	uint32_t inode;
	uint64_t bytes;
};

/** cpio_folder() - a directory, mode 0755; its parents come first. @name: without a leading slash.
 */
void cpio_folder(struct cpio *cpio, const char *name);

/** cpio_bytes() - a file of @size bytes in memory. @mode: permissions. */
void cpio_bytes(struct cpio *cpio, const char *name, unsigned int mode, const void *bytes,
		size_t size);

/** cpio_link() - a symbolic link. */
void cpio_link(struct cpio *cpio, const char *name, const char *target);

/**
 * cpio_file() - a file of the disk.
 * @path: where it is read.
 *
 * Return: 0; -EFBIG: of 4 GiB or more; or -errno. On error nothing of it is in the archive.
 */
int cpio_file(struct cpio *cpio, const char *name, unsigned int mode, const char *path);

/**
 * cpio_archive() - another archive, of whatever compression, behind what was closed: the kernel
 * unpacks one after the other.
 *
 * Return: 0; -EBADMSG: it is none that the kernel would know; or -errno.
 */
int cpio_archive(struct cpio *cpio, const char *path);

/**
 * cpio_close() - the trailer.
 *
 * Return: 0, or -errno of a write that failed before.
 */
int cpio_close(struct cpio *cpio);

#endif
