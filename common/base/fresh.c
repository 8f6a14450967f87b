// SPDX-License-Identifier: GPL-2.0-or-later
/* How is a file written that nobody else had his hands on? */
#include "fresh.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

FILE *fresh_open(const char *path)
{
	FILE *out;
	int fd;

	if (unlink(path) && errno != ENOENT)
		return NULL;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (fd < 0)
		return NULL;
	out = fdopen(fd, "w");
	if (!out)
		close(fd);
	return out;
}
