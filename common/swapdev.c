// SPDX-License-Identifier: GPL-2.0-or-later
/* Where do pages go that are swapped out, and who takes the place away again? */
#include "swapdev.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/swap.h>
#include <unistd.h>

#include "kfile.h"
#include "runfile.h"
#include "size.h"

#define HOT_ADD "/sys/class/zram-control/hot_add"
#define HOT_REMOVE "/sys/class/zram-control/hot_remove"
#define JOURNAL_FORMAT "ptebench-swap-journal 1\nboot_id\t%63s\n%15s\t%d\nend\n"
#define SIGNATURE "SWAPSPACE2"
#define LABEL "ptebench"

enum { NAME_BYTES = 64, DEVICE_MAX = 9999, DEVICES_LOOKED_AT = 64, SPARE_BYTES = 16 << 20 };

/* The first page of a swap area: union swap_header, include/linux/swap.h @ 6.18. */
struct header {
	char boot_bits[1024];
	uint32_t version, last_page, bad_pages;
	unsigned char uuid[16];
	char label[16];
};

static int fail(struct reason *ret_reason, const char *what, int error)
{
	reason_set(ret_reason, "swap space by zram: %s: %s", what, strerror(-error));
	return error;
}

static uint64_t free_swap_bytes(void)
{
	char *text, *line;
	uint64_t bytes = 0;

	if (kfile_read_all("/proc/meminfo", &text, NULL))
		return 0;
	line = strstr(text, "SwapFree:");
	if (line)
		bytes = strtoull(line + strlen("SwapFree:"), NULL, 10) * KIB;
	free(text);
	return bytes;
}

bool swapdev_is_possible(uint64_t bytes, struct reason *ret_reason)
{
	if (free_swap_bytes() >= bytes)
		return true;
	if (geteuid())
		reason_set(ret_reason, "%llu MiB are not free, and only root can make it",
			   (unsigned long long)(bytes / MIB));
	else if (!kfile_exists(HOT_ADD))
		reason_set(ret_reason,
			   "%llu MiB are not free, and there is no zram (modprobe zram)",
			   (unsigned long long)(bytes / MIB));
	else
		return true;
	return false;
}

static void node_path(int device, char *ret_path)
{
	snprintf(ret_path, NAME_BYTES, "/dev/zram%d", device);
}

static void attribute_path(int device, const char *leaf, char *ret_path)
{
	snprintf(ret_path, NAME_BYTES, "/sys/block/zram%d/%s", device, leaf);
}

static bool exists(int device)
{
	char path[NAME_BYTES];

	attribute_path(device, "disksize", path);
	return kfile_exists(path);
}

/* "before N": the kernel is about to give us the lowest free number; "device N": it has. */
static int write_journal(const char *key, int device)
{
	char text[256], boot_id[64];
	int error = runfile_boot_id(boot_id, sizeof(boot_id));

	if (error)
		return error;
	snprintf(text, sizeof(text), JOURNAL_FORMAT, boot_id, key, device);
	return runfile_write(SWAPDEV_JOURNAL, text);
}

/* Return: 0; -ENOENT: none; -ESTALE: of an earlier boot; -EBADMSG; or -errno. */
static int read_journal(char *ret_key, int *ret_device)
{
	char text[RUNFILE_BYTES_MAX], again[256], boot_id[64], now[64];
	int error = runfile_read(SWAPDEV_JOURNAL, text, sizeof(text));

	if (error)
		return error;
	if (sscanf(text, JOURNAL_FORMAT, boot_id, ret_key, ret_device) != 3)
		return -EBADMSG;
	snprintf(again, sizeof(again), JOURNAL_FORMAT, boot_id, ret_key, *ret_device);
	if (strcmp(again, text) || *ret_device < 0 || *ret_device > DEVICE_MAX ||
	    (strcmp(ret_key, "before") && strcmp(ret_key, "device")))
		return -EBADMSG;
	error = runfile_boot_id(now, sizeof(now));
	if (error)
		return error;
	return strcmp(boot_id, now) ? -ESTALE : 0;
}

static int write_header(int device, uint64_t bytes)
{
	struct header header = { .version = 1 };
	char path[NAME_BYTES], *page;
	size_t page_bytes = size_page();
	int error = 0, fd;

	header.last_page = (uint32_t)(bytes / page_bytes - 1);
	strcpy(header.label, LABEL);
	node_path(device, path);
	fd = kfile_open(path, O_RDWR);
	if (fd < 0)
		return fd;
	page = calloc(1, page_bytes);
	if (page) {
		memcpy(page, &header, sizeof(header));
		memcpy(page + page_bytes - strlen(SIGNATURE), SIGNATURE, strlen(SIGNATURE));
	}
	if (!page || pwrite(fd, page, page_bytes, 0) != (ssize_t)page_bytes || fsync(fd))
		error = -EIO;
	free(page);
	close(fd);
	return error;
}

/* Is the device ours, by what it holds: nothing yet, or our label? */
static bool is_ours(int device)
{
	static const struct header empty;
	struct header header = { .version = 0 };
	char path[NAME_BYTES];
	uint64_t bytes = 0;
	ssize_t got;
	int fd;

	attribute_path(device, "disksize", path);
	if (!kfile_read_u64(path, &bytes) && !bytes)
		return true;
	node_path(device, path);
	fd = kfile_open(path, O_RDONLY);
	if (fd < 0)
		return false;
	got = pread(fd, &header, sizeof(header), 0);
	close(fd);
	return got == (ssize_t)sizeof(header) &&
	       (!memcmp(&header, &empty, sizeof(header)) ||
		!strncmp(header.label, LABEL, sizeof(header.label)));
}

static bool is_swapped_to(const char *path)
{
	bool found = false;
	char *text;

	if (kfile_read_all("/proc/swaps", &text, NULL))
		return false;
	for (char *at = text; (at = strstr(at, path)) && !found; at += strlen(path))
		found = at[strlen(path)] == ' ' || at[strlen(path)] == '\t';
	free(text);
	return found;
}

static int take_away(int device, struct reason *ret_reason)
{
	char path[NAME_BYTES], number[16];
	int error;

	if (!is_ours(device)) {
		reason_set(ret_reason,
			   "zram%d holds something else than ptebench's swap space and is left "
			   "alone (remove " RUNFILE_DIR "/" SWAPDEV_JOURNAL " to go on)",
			   device);
		return -EPERM;
	}
	node_path(device, path);
	if (is_swapped_to(path) && swapoff(path))
		return fail(ret_reason, "swapoff", -errno);
	attribute_path(device, "reset", path);
	error = kfile_write(path, "1");
	if (error)
		return fail(ret_reason, path, error);
	snprintf(number, sizeof(number), "%d", device);
	error = kfile_write(HOT_REMOVE, number);
	return error ? fail(ret_reason, HOT_REMOVE, error) : 0;
}

int swapdev_restore(struct reason *ret_reason)
{
	char key[16];
	int device, error = read_journal(key, &device);

	if (error == -ENOENT || error == -EACCES)
		return 0;
	if (error && error != -ESTALE) {
		reason_set(ret_reason,
			   "the journal %s" RUNFILE_DIR "/" SWAPDEV_JOURNAL
			   ": %s (see what zram devices are left, and remove it)",
			   kfile_root(), error == -EBADMSG ? "malformed" : strerror(-error));
		return error;
	}
	if (!error && exists(device))
		error = take_away(device, ret_reason);
	else
		error = 0;
	if (!error && runfile_remove(SWAPDEV_JOURNAL))
		return fail(ret_reason, "remove the journal", -errno);
	return error;
}

/* The kernel gives the lowest number that is free (idr_alloc(), zram_drv.c @ 6.18). */
static int lowest_free(void)
{
	int device = 0;

	while (device < DEVICES_LOOKED_AT && exists(device))
		device++;
	return device;
}

static int make(uint64_t bytes, struct reason *ret_reason)
{
	char path[NAME_BYTES], number[24];
	uint64_t device = 0;
	int error = write_journal("before", lowest_free());

	if (error)
		return fail(ret_reason, "write the journal", error);
	error = kfile_read_u64(HOT_ADD, &device);
	if (error)
		return fail(ret_reason, HOT_ADD, error);
	error = write_journal("device", (int)device);
	if (error)
		return fail(ret_reason, "write the journal", error);
	attribute_path((int)device, "disksize", path);
	snprintf(number, sizeof(number), "%llu", (unsigned long long)bytes);
	error = kfile_write(path, number);
	if (error)
		return fail(ret_reason, path, error);
	error = write_header((int)device, bytes);
	node_path((int)device, path);
	if (error)
		return fail(ret_reason, path, error);
	return swapon(path, 0) ? fail(ret_reason, "swapon", -errno) : 0;
}

int swapdev_begin(uint64_t bytes, struct reason *ret_reason)
{
	struct reason ignored;
	int error;

	if (free_swap_bytes() >= bytes)
		return 0;
	error = make(bytes + SPARE_BYTES, ret_reason);
	if (error)
		swapdev_restore(&ignored); /* what fails here stays in the journal */
	return error;
}
