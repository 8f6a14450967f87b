// SPDX-License-Identifier: GPL-2.0-or-later
/* Opens without blocking, then checks type and size. */
#include "regular_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int regular_file_open(const char *path, size_t bytes_max, struct reason *ret_reason)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), error = 0;
	struct stat status;

	if (fd < 0 || fstat(fd, &status))
		error = -errno;
	else if (!S_ISREG(status.st_mode))
		error = -EINVAL;
	else if ((unsigned long long)status.st_size > bytes_max)
		error = -EFBIG;
	if (!error)
		return fd;
	if (fd >= 0)
		close(fd);
	if (ret_reason)
		reason_set(ret_reason, "open %s: %s", path,
			   error == -EINVAL ? "not a regular file" : strerror(-error));
	return error;
}
