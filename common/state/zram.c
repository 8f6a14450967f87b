// SPDX-License-Identifier: GPL-2.0-or-later
/* How does a zram device become a swap area of ours, and how is it known again? */
#include "zram.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#include "base/die.h"
#include "sys/kfile.h"
#include "base/size.h"

#define LABEL "ptebench"
#define MAGIC "SWAPSPACE2"

enum { PATH_BYTES = 64 };

/*
 * The first page of a swap area, as include/linux/swap.h:union swap_header @ 6.18 has it: this at
 * its start, the magic in its last 10 bytes. All in the byte order of the machine.
 */
struct swap_start {
	char boot[1024];
	uint32_t version;
	uint32_t last_page;
	uint32_t bad_pages;
	unsigned char uuid[ZRAM_UUID_BYTES];
	char label[16];
};

static void attribute_path(unsigned int number, const char *name, char ret_path[PATH_BYTES])
{
	snprintf(ret_path, PATH_BYTES, "/sys/block/zram%u/%s", number, name);
}

static void node_path(unsigned int number, char ret_path[PATH_BYTES])
{
	snprintf(ret_path, PATH_BYTES, "/dev/zram%u", number);
}

int zram_list(struct zram_list *ret_list)
{
	struct zram_list list = { 0 };
	int fd = kfile_open("/sys/block", O_RDONLY | O_DIRECTORY);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	int error = 0;

	if (!directory)
		return fd < 0 ? fd : -ENOMEM;
	while (!error && (entry = readdir(directory))) {
		unsigned int number;
		char rest;

		if (sscanf(entry->d_name, "zram%u%c", &number, &rest) != 1)
			continue;
		if (list.count == ZRAM_DEVICES_MAX || number > ZRAM_NUMBER_MAX)
			error = -E2BIG;
		else
			list.numbers[list.count++] = number;
	}
	closedir(directory);
	if (!error)
		*ret_list = list;
	return error;
}

bool zram_list_has(const struct zram_list *list, unsigned int number)
{
	for (unsigned int i = 0; i < list->count; i++)
		if (list->numbers[i] == number)
			return true;
	return false;
}

void zram_list_drop(struct zram_list *list, unsigned int number)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < list->count; i++)
		if (list->numbers[i] != number)
			list->numbers[kept++] = list->numbers[i];
	list->count = kept;
}

/* To read the file is to add a device: zram_drv.c:hot_add_show. */
int zram_add(unsigned int *ret_number)
{
	uint64_t number;
	int error = kfile_read_u64(ZRAM_CONTROL "/hot_add", &number);

	if (error)
		return error;
	*ret_number = (unsigned int)number;
	return number > ZRAM_NUMBER_MAX ? -ERANGE : 0;
}

uint64_t zram_sequence(unsigned int number)
{
	char path[PATH_BYTES];
	uint64_t sequence = 0;

	attribute_path(number, "diskseq", path);
	return kfile_read_u64(path, &sequence) ? 0 : sequence;
}

/* Opens the device node, if that is what it is: /dev may hold anything, also stale nodes. */
static int open_node(unsigned int number, int flags, struct reason *ret_reason)
{
	char node[PATH_BYTES], path[PATH_BYTES], wanted[32] = "", found[32] = "";
	struct stat status;
	int error, fd;

	node_path(number, node);
	attribute_path(number, "dev", path);
	error = kfile_read(path, wanted, sizeof(wanted));
	if (error) {
		reason_set(ret_reason, "read %s: %s", path, strerror(-error));
		return error;
	}
	fd = kfile_open(node, flags);
	if (fd < 0) {
		reason_set(ret_reason, "open %s: %s%s", node, strerror(-fd),
			   fd == -ENOENT ? " (mount devtmpfs on /dev)" : "");
		return fd;
	}
	if (!fstat(fd, &status) && S_ISBLK(status.st_mode)) {
		snprintf(found, sizeof(found), "%u:%u", major(status.st_rdev),
			 minor(status.st_rdev));
		if (!strcmp(found, wanted))
			return fd;
	}
	close(fd);
	reason_set(ret_reason, "%s is not the block device %s (mount devtmpfs on /dev)", node,
		   wanted);
	return -ENODEV;
}

static void fill_header(const struct zram_mark *mark, char *page)
{
	struct swap_start start = {
		.version = 1,
		.last_page = (uint32_t)(mark->bytes / size_page() - 1),
		.label = LABEL,
	};

	memcpy(start.uuid, mark->uuid, sizeof(start.uuid));
	memset(page, 0, size_page());
	memcpy(page, &start, sizeof(start));
	memcpy(page + size_page() - (sizeof(MAGIC) - 1), MAGIC, sizeof(MAGIC) - 1);
}

/* O_EXCL without O_CREAT: nobody has it as swap or mounted, open(2). */
static int write_header(unsigned int number, const struct zram_mark *mark,
			struct reason *ret_reason)
{
	int fd = open_node(number, O_RDWR | O_EXCL, ret_reason);
	char *page;
	int error = 0;

	if (fd < 0)
		return fd;
	page = xcalloc(1, size_page());
	fill_header(mark, page);
	errno = 0;
	if (pwrite(fd, page, size_page(), 0) != (ssize_t)size_page() || fsync(fd))
		error = errno ? -errno : -EIO;
	free(page);
	if (close(fd) && !error)
		error = -errno;
	if (error)
		reason_set(ret_reason, "write the swap header to /dev/zram%u: %s", number,
			   strerror(-error));
	return error;
}

int zram_swap_on(unsigned int number, const struct zram_mark *mark, struct reason *ret_reason)
{
	char node[PATH_BYTES], path[PATH_BYTES], real[PATH_MAX], text[32];
	int error;

	attribute_path(number, "disksize", path);
	snprintf(text, sizeof(text), "%llu", (unsigned long long)mark->bytes);
	error = kfile_write(path, text);
	if (error) {
		reason_set(ret_reason, "write %s to %s: %s", text, path, strerror(-error));
		return error;
	}
	error = write_header(number, mark, ret_reason);
	if (error)
		return error;
	node_path(number, node);
	error = kfile_path(node, real, sizeof(real));
	if (!error && swapon(real, 0))
		error = -errno;
	if (error)
		reason_set(ret_reason, "swapon %s: %s", node, strerror(-error));
	return error;
}

static int read_mark(unsigned int number, const struct zram_mark *mark, bool *ret_is_ours,
		     struct reason *ret_reason)
{
	int fd = open_node(number, O_RDONLY, ret_reason);
	char *page, *wanted;
	ssize_t got;

	if (fd < 0)
		return fd;
	page = xcalloc(2, size_page());
	wanted = page + size_page();
	fill_header(mark, wanted);
	got = pread(fd, page, size_page(), 0);
	*ret_is_ours = got == (ssize_t)size_page() && !memcmp(page, wanted, size_page());
	free(page);
	close(fd);
	if (got >= 0)
		return 0;
	reason_set(ret_reason, "read the swap header of /dev/zram%u: it cannot be read", number);
	return -EIO;
}

/* mm_stat begins with orig_data_size: bytes stored, pages of one value counted too. */
static int read_sizes(unsigned int number, uint64_t *ret_disk_bytes, uint64_t *ret_stored_bytes,
		      struct reason *ret_reason)
{
	char path[PATH_BYTES], text[256] = "", *end = text;
	int error;

	attribute_path(number, "disksize", path);
	error = kfile_read_u64(path, ret_disk_bytes);
	if (!error) {
		attribute_path(number, "mm_stat", path);
		error = kfile_read(path, text, sizeof(text));
	}
	if (!error) {
		*ret_stored_bytes = strtoull(text, &end, 10);
		error = end == text ? -EINVAL : 0;
	}
	if (error)
		reason_set(ret_reason, "read %s: %s", path, strerror(-error));
	return error;
}

int zram_whose(unsigned int number, const struct zram_mark *mark, enum zram_owner *ret_owner,
	       struct reason *ret_reason)
{
	char path[PATH_BYTES];
	uint64_t disk_bytes, stored_bytes;
	bool is_ours = false;
	int error;

	attribute_path(number, "", path);
	if (!kfile_exists(path)) {
		*ret_owner = ZRAM_IS_GONE;
		return 0;
	}
	error = read_sizes(number, &disk_bytes, &stored_bytes, ret_reason);
	if (error)
		return error;
	if (!stored_bytes && (!disk_bytes || disk_bytes == mark->bytes)) {
		*ret_owner = ZRAM_IS_BLANK;
		return 0;
	}
	if (disk_bytes == mark->bytes)
		error = read_mark(number, mark, &is_ours, ret_reason);
	if (!error)
		*ret_owner = is_ours ? ZRAM_IS_OURS : ZRAM_IS_FOREIGN;
	return error;
}

/* /proc/swaps: a line of titles, then lines that begin with the path of the node. */
static int find_in_swaps(const char *node, bool *ret_is_on)
{
	char *text = NULL, *rest, *line;
	int error = kfile_read_all("/proc/swaps", &text, NULL);

	if (error)
		return error;
	*ret_is_on = false;
	rest = text;
	while ((line = strsep(&rest, "\n")))
		if (!strcmp(strsep(&line, " \t"), node))
			*ret_is_on = true;
	free(text);
	return 0;
}

static int swap_off(unsigned int number, struct reason *ret_reason)
{
	char node[PATH_BYTES], real[PATH_MAX];
	bool is_on = false;
	int error, fd;

	node_path(number, node);
	error = find_in_swaps(node, &is_on);
	if (error)
		reason_set(ret_reason, "read /proc/swaps: %s", strerror(-error));
	if (error || !is_on)
		return error;
	fd = open_node(number, O_RDONLY, ret_reason);
	if (fd < 0)
		return fd;
	close(fd);
	error = kfile_path(node, real, sizeof(real));
	if (!error && swapoff(real))
		error = -errno;
	if (error)
		reason_set(ret_reason, "swapoff %s: %s%s", node, strerror(-error),
			   error == -ENOMEM ? " (free some memory, then try again)" : "");
	return error;
}

/*
 * hot_remove resets the device too, and refuses one that is open (zram_drv.c:zram_remove). udev
 * opens it for a moment when a writer has closed it, hence the second's patience.
 */
int zram_remove(unsigned int number, struct reason *ret_reason)
{
	static const struct timespec pause = { .tv_nsec = 10000000 };
	char text[16];
	int error = swap_off(number, ret_reason);

	if (error)
		return error;
	snprintf(text, sizeof(text), "%u", number);
	for (unsigned int i = 0; i < 100; i++) {
		error = kfile_write(ZRAM_CONTROL "/hot_remove", text);
		if (error != -EBUSY)
			break;
		nanosleep(&pause, NULL);
	}
	if (error)
		reason_set(ret_reason, "write %s to " ZRAM_CONTROL "/hot_remove: %s%s", text,
			   strerror(-error),
			   error == -EBUSY ? " (somebody has the device open)" : "");
	return error;
}
