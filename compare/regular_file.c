// SPDX-License-Identifier: GPL-2.0-or-later
/* Opens without blocking, then checks type and size. */
#include "regular_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int regular_file_open(const char *path, size_t bytes_max)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), error = 0;
	struct stat status;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &status))
		error = -errno;
	else if (!S_ISREG(status.st_mode))
		error = -EINVAL;
	else if ((unsigned long long)status.st_size > bytes_max)
		error = -EFBIG;
	if (!error)
		return fd;
	close(fd);
	return error;
}
