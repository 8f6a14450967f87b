// SPDX-License-Identifier: GPL-2.0-or-later
/* Fills page cache with folios of a wanted size. */
#include "pagecache.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/die.h"
#include "base/size.h"

/* Super-block magics; those that headers lack are from the source of the file system. */
static const struct {
	const char *name;
	unsigned long magic;
} file_systems[] = {
	{ "ext4", EXT4_SUPER_MAGIC },
	{ "xfs", 0x58465342 },
	{ "btrfs", BTRFS_SUPER_MAGIC },
	{ "f2fs", F2FS_SUPER_MAGIC },
};

static const char *type_of(const char *directory)
{
	struct statfs facts;

	if (statfs(directory, &facts))
		return NULL;
	for (size_t i = 0; i < sizeof(file_systems) / sizeof(file_systems[0]); i++)
		if ((unsigned long)facts.f_type == file_systems[i].magic)
			return file_systems[i].name;
	return NULL;
}

const char *pagecache_directory(struct reason *ret_reason)
{
	const char *own = getenv(PAGECACHE_VARIABLE);
	const char *const places[] = { own ? own : "/var/tmp", own ? NULL : "." };

	for (size_t i = 0; i < 2 && places[i]; i++)
		if (type_of(places[i]) && !access(places[i], W_OK | X_OK))
			return places[i];
	reason_set(ret_reason,
		   "no writable ext4, xfs, btrfs or f2fs at %s (set " PAGECACHE_VARIABLE
		   " to a directory on one)",
		   own ? own : "/var/tmp and .");
	return NULL;
}

const char *pagecache_type(void)
{
	struct reason ignored;
	const char *directory = pagecache_directory(&ignored);

	return directory ? type_of(directory) : NULL;
}

static int write_region(int fd, const struct page_state *spec, const char *region, off_t from)
{
	char *piece = xcalloc(spec->folio_bytes, 1);
	int error = 0;

	for (size_t at = 0; at < spec->size_bytes && !error; at += spec->folio_bytes) {
		ssize_t written;

		for (size_t page = 0; page < spec->folio_bytes; page += size_page()) {
			const char *address = region + at + page;

			memcpy(piece + page, &address, sizeof(address));
		}
		written = pwrite(fd, piece, spec->folio_bytes, from + (off_t)at);
		if (written < 0)
			error = -errno;
		else if ((size_t)written != spec->folio_bytes)
			error = -ENOSPC;
	}
	free(piece);
	return error;
}

int pagecache_make(const struct page_state *spec, char *const *regions, struct reason *ret_reason)
{
	const char *directory = pagecache_directory(ret_reason);
	int fd, error = 0;

	if (!directory)
		return -ENODEV;
	fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0) {
		error = -errno;
		reason_set(ret_reason, "make a nameless file in %s: %s", directory,
			   strerror(-error));
		return error;
	}
	for (unsigned int i = 0; i < spec->region_count && !error; i++)
		error = write_region(fd, spec, regions[i], (off_t)i * (off_t)spec->size_bytes);
	if (!error && fsync(fd))
		error = -errno;
	if (!error)
		return fd;
	close(fd);
	reason_set(ret_reason, "write %zu MiB to a file in %s: %s",
		   spec->size_bytes * spec->region_count / MIB, directory, strerror(-error));
	return error;
}

bool pagecache_has_page(int fd, off_t offset)
{
	char byte;
	struct iovec one = { &byte, 1 };

	return preadv2(fd, &one, 1, offset, RWF_NOWAIT) == 1;
}
