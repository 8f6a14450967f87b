// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes folders with their parents, as mkdir -p does. */
#include "make_folders.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "die.h"

static int make_one(const char *path, mode_t mode)
{
	struct stat status;

	if (!mkdir(path, mode))
		return 0;
	if (errno != EEXIST)
		return -errno;
	if (stat(path, &status))
		return -errno;
	return S_ISDIR(status.st_mode) ? 0 : -ENOTDIR;
}

int make_folders_above(const char *path, mode_t mode)
{
	char *copy = xstrdup(path);
	int error = 0;

	for (char *p = copy; *p && !error; p++) {
		if (*p != '/' || p == copy)
			continue;
		*p = '\0';
		error = make_one(copy, mode);
		*p = '/';
	}
	free(copy);
	return error;
}

int make_folders(const char *path, mode_t mode)
{
	int error = make_folders_above(path, mode);

	return error ? error : make_one(path, mode);
}
