// SPDX-License-Identifier: GPL-2.0-or-later
/* Did the kernel complain? Source: Documentation/ABI/testing/dev-kmsg. */
#include "kmsg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kfile.h"

int kmsg_open(void)
{
	int fd = kfile_open("/dev/kmsg", O_RDONLY | O_NONBLOCK);

	if (fd >= 0)
		lseek(fd, 0, SEEK_END);
	return fd;
}

static int is_complaint(const char *text)
{
	static const char *const words[] = { "WARNING:",	"BUG:",		"BUG: Bad",
					     "Bad rss-counter", "Bad page map", "Oops",
					     "soft lockup" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(text, words[i]))
			return 1;
	return 0;
}

/* One read(2), one record: "level,sequence,time,flags;text". EPIPE: records were overwritten. */
unsigned int kmsg_copy_complaints(int fd, int out_fd)
{
	char record[8192];
	unsigned int found = 0;
	ssize_t got;

	while (fd >= 0 && ((got = read(fd, record, sizeof(record) - 1)) > 0 || errno == EPIPE)) {
		char *text;

		record[got > 0 ? got : 0] = '\0';
		text = strchr(record, ';');
		if (got <= 0 || !text || !is_complaint(text))
			continue;
		text[strcspn(text, "\n")] = '\0';
		dprintf(out_fd, "kernel: %s\n", text + 1);
		found++;
	}
	return found;
}
