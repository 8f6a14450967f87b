// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads /dev/kmsg. Source: Documentation/ABI/testing/dev-kmsg. */
#include "kmsg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kfile.h"

/* A record's number is its level, and above that who wrote it: 0 is the kernel. */
enum { FACILITY_SHIFT = 3 };

enum { TAINT_BAD_PAGE = 1 << 5, TAINT_DIE = 1 << 7, TAINT_WARN = 1 << 9 };

static struct opt_u64 read_taint(void)
{
	uint64_t flags;

	if (kfile_read_u64("/proc/sys/kernel/tainted", &flags))
		return (struct opt_u64) { 0 };
	return opt_u64_of(flags);
}

void kmsg_open(struct kmsg *ret_kmsg)
{
	ret_kmsg->taint = read_taint();
	ret_kmsg->is_of_kernel = false;
	ret_kmsg->fd = kfile_open("/dev/kmsg", O_RDONLY | O_NONBLOCK);
	if (ret_kmsg->fd >= 0)
		lseek(ret_kmsg->fd, 0, SEEK_END);
}

void kmsg_close(struct kmsg *kmsg)
{
	if (kmsg->fd >= 0)
		close(kmsg->fd);
	kmsg->fd = -1;
}

static bool is_complaint(const char *text)
{
	static const char *const words[] = { "WARNING:",     "BUG:", "Bad rss-counter",
					     "Bad page map", "Oops", "soft lockup" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(text, words[i]))
			return true;
	return false;
}

/* One read(2), one record: "level,sequence,time,flags;text". EPIPE: records were overwritten. */
bool kmsg_next_complaint(struct kmsg *kmsg, char *ret_line, size_t size)
{
	char record[8192];
	ssize_t got;

	while (kmsg->fd >= 0 &&
	       ((got = read(kmsg->fd, record, sizeof(record) - 1)) > 0 || errno == EPIPE)) {
		char *text;

		record[got > 0 ? got : 0] = '\0';
		text = strchr(record, ';');
		if (got <= 0 || !text || !is_complaint(text))
			continue;
		text[strcspn(text, "\n")] = '\0';
		kmsg->is_of_kernel = strtoul(record, NULL, 10) < 1 << FACILITY_SHIFT &&
				     !strstr(text, "soft lockup");
		snprintf(ret_line, size, "%s", text + 1);
		return true;
	}
	return false;
}

unsigned long kmsg_new_taint(const struct kmsg *kmsg)
{
	struct opt_u64 now = read_taint();

	if (!now.known || !kmsg->taint.known)
		return 0;
	return now.value & ~kmsg->taint.value & (TAINT_BAD_PAGE | TAINT_DIE | TAINT_WARN);
}
