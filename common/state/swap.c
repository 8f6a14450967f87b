// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Makes swap space of a zram device, and removes the device.
 *
 * A device is ours if the UUID in its swap header is the mark in the journal: 64 random bits in a
 * file that only root can write. Before the journal says that the header is written, a device with
 * the journal's number that never stored anything is ours, too: removing it loses no data. Any
 * other device is not ours, even if it has a number that was ours once. Source:
 * Documentation/admin-guide/blockdev/zram.rst, drivers/block/zram/zram_drv.c @ 6.18.
 */
#include "swap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/swap.h>
#include <unistd.h>

#include "sys/kfile.h"
#include "base/size.h"

#define FORMAT "ptebench-swap-journal 2"
#define CONTROL "/sys/class/zram-control"

enum { FORMAT_BYTES = 256 };
/* Offsets in the swap header, in 32-bit words: union swap_header, include/linux/swap.h @ 6.18. */
enum { VERSION = 256, LAST_PAGE = 257, UUID = 259, LABEL = 263 };

/* Content of the journal: N of zramN, its mark, and whether its swap header is written. */
struct area {
	unsigned int device, is_marked;
	unsigned long long mark;
	char lines[FORMAT_BYTES];
};

static bool is_free_already(uint64_t bytes)
{
	struct opt_u64 kib = kfile_meminfo("SwapFree");

	return kib.known && kib.value >= bytes / KIB + (bytes % KIB != 0);
}

/* swapoff("") fails with ENOENT, or before that for want of CAP_SYS_ADMIN or CONFIG_SWAP. */
bool swap_is_possible(uint64_t bytes, struct reason *ret_reason)
{
	int error = is_free_already(bytes) || !swapoff("") ? 0 : -errno;

	if (error == -ENOENT)
		error = kfile_is_writable(CONTROL "/hot_remove");
	if (error)
		reason_set(ret_reason, "make swap space by " CONTROL ": %s (%s)", strerror(-error),
			   error == -ENOSYS   ? "kernel without CONFIG_SWAP"
			   : error == -ENOENT ? "modprobe zram, or a kernel with CONFIG_ZRAM"
					      : "run as root, outside of a container");
	return !error;
}

static const char *format(struct area *area)
{
	snprintf(area->lines, sizeof(area->lines), "device\t%u\nmark\t%016llx\nmarked\t%u\n",
		 area->device, area->mark, area->is_marked);
	return area->lines;
}

static int write_journal(struct area *area)
{
	return knobs_journal_write(SWAP_NAME, FORMAT, format(area));
}

/* Accepts only what format() writes. */
static int parse(const char *lines, struct area *area)
{
	sscanf(lines, "device %u mark %llx marked %u", &area->device, &area->mark,
	       &area->is_marked);
	return strcmp(lines, format(area)) ? -EBADMSG : 0;
}

/* A node of another size is a stale one of another device: ours is a page larger than asked for. */
static int write_header(int fd, const struct area *area, uint64_t bytes)
{
	uint32_t start[LABEL + 4] = { [VERSION] = 1 };

	if (lseek(fd, 0, SEEK_END) != (off_t)bytes)
		return -ENODEV;
	start[LAST_PAGE] = (uint32_t)(bytes / size_page() - 1);
	memcpy(start + UUID, &area->mark, sizeof(area->mark));
	memcpy(start + LABEL, "ptebench", 8);
	errno = EIO; /* stays after a short write */
	if (pwrite(fd, start, sizeof(start), 0) != sizeof(start) ||
	    pwrite(fd, "SWAPSPACE2", 10, (off_t)size_page() - 10) != 10 || fsync(fd))
		return -errno;
	return 0;
}

static int make(struct area *area, uint64_t bytes)
{
	char path[FORMAT_BYTES], text[FORMAT_BYTES];
	int error, fd;

	do /* hot_add takes the lowest number that is free */
		snprintf(path, sizeof(path), "/sys/block/zram%u", area->device);
	while (kfile_exists(path) && ++area->device);
	error = write_journal(area);
	if (!error)
		error = kfile_read(CONTROL "/hot_add", text, sizeof(text)); /* adds a device */
	if (error)
		return error;
	area->device = (unsigned int)strtoul(text, NULL, 10); /* others may have taken ours */
	error = write_journal(area);
	snprintf(path, sizeof(path), "/sys/block/zram%u/disksize", area->device);
	snprintf(text, sizeof(text), "%llu", (unsigned long long)bytes);
	if (!error)
		error = kfile_write(path, text);
	snprintf(path, sizeof(path), "/dev/zram%u", area->device);
	fd = error ? error : kfile_open(path, O_RDWR);
	if (fd < 0)
		return fd;
	error = write_header(fd, area, bytes);
	area->is_marked = !error;
	if (!error)
		error = write_journal(area);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd); /* the node that was checked */
	if (!error && swapon(path, 0))
		error = -errno;
	close(fd);
	return error;
}

int swap_begin(uint64_t bytes, struct reason *ret_reason)
{
	struct area area = { 0 };
	int error;

	if (!swap_is_possible(bytes, ret_reason))
		return -ENODEV;
	error = swap_restore(ret_reason);
	if (error || is_free_already(bytes))
		return error;
	bytes = ((bytes + size_page() - 1) / size_page() + 1) * size_page();
	error = getrandom(&area.mark, sizeof(area.mark), 0) < 0 ? -errno : make(&area, bytes);
	if (error)
		reason_set(ret_reason, "make swap space on /dev/zram%u, noted in " SWAP_PATH ": %s",
			   area.device, strerror(-error));
	return error;
}

/* Return: 0 if it is off; -ESTALE if the device is gone or not ours; or -errno. */
static int swap_off(const struct area *area)
{
	char path[FORMAT_BYTES], text[FORMAT_BYTES];
	unsigned long long mark;
	int error, fd;

	snprintf(path, sizeof(path), "/sys/block/zram%u/mm_stat", area->device);
	error = kfile_read(path, text, sizeof(text));
	if (error)
		return error == -ENOENT ? -ESTALE : error;
	if (!strtoull(text, NULL, 10)) /* bytes stored, those of the header too */
		return area->is_marked ? -ESTALE : 0;
	snprintf(path, sizeof(path), "/dev/zram%u", area->device);
	fd = kfile_open(path, O_RDONLY);
	if (fd < 0)
		return fd;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (pread(fd, &mark, sizeof(mark), UUID * sizeof(uint32_t)) != sizeof(mark))
		error = -EIO;
	else if (mark != area->mark)
		error = -ESTALE;
	else if (swapoff(path) && errno != EINVAL) /* EINVAL: it is not on */
		error = -errno;
	close(fd);
	return error;
}

int swap_restore(struct reason *ret_reason)
{
	struct area area = { 0 };
	struct reason detail = { "" };
	bool is_of_this_boot = false;
	char *lines, text[FORMAT_BYTES];
	int error = knobs_journal_read(SWAP_NAME, FORMAT, &lines, &is_of_this_boot);

	if (error == -ENOENT || error == -EACCES) /* EACCES: root's; we made no device */
		return 0;
	if (!error) {
		error = parse(lines, &area);
		reason_set(&detail, "zram%u", area.device);
	}
	free(lines);
	if (!error)
		error = is_of_this_boot ? swap_off(&area) : -ESTALE;
	if (!error) {
		snprintf(text, sizeof(text), "%u", area.device);
		/* udev opens a device for a moment when a writer has closed it. */
		for (int tries = 100; tries > 0; tries--) {
			error = kfile_write(CONTROL "/hot_remove", text);
			if (error != -EBUSY)
				break;
			usleep(10000);
		}
	}
	if (!error || error == -ESTALE)
		error = knobs_journal_remove(SWAP_NAME);
	if (error)
		reason_set(ret_reason, "undo " SWAP_PATH ": %s: %s (look at both, then remove it)",
			   strerror(-error), detail.text);
	return error;
}
