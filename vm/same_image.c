// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares a kernel image with the runs of a set. */
#include "same_image.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "base/die.h"
#include "measure/host.h"

static int check_run(const char *run, const char *digest, struct reason *ret_reason)
{
	char *path = xasprintf("%s/host.csv", run), *samples = xasprintf("%s/samples.csv", run);
	char *host = NULL, *found;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), error = 0;

	if (fd >= 0)
		atomic_file_read(fd, SIZE_MAX, &host, NULL);
	found = host_value(host ? host : "", SAME_IMAGE_FACT);
	if ((fd >= 0 || !access(samples, F_OK)) && strcmp(found, digest)) {
		reason_set(ret_reason, "%s %s", run,
			   *found ? "is of another kernel image"
				  : "does not say of which kernel image it is");
		error = -EEXIST;
	}
	if (fd >= 0)
		close(fd);
	free(found);
	free(host);
	free(samples);
	free(path);
	return error;
}

int same_image_check(const char *out, const char *set, const char *digest,
		     struct reason *ret_reason)
{
	char *folder = xasprintf("%s/%s", out, set);
	struct dirent **entries;
	int error = 0, count = scandir(folder, &entries, NULL, alphasort);

	if (count < 0 && errno != ENOENT) {
		error = -errno;
		reason_set(ret_reason, "open %s: %s", folder, strerror(-error));
	}
	for (int i = 0; i < count; i++) {
		char *run = xasprintf("%s/%s", folder, entries[i]->d_name);

		/* compare ignores these names, too. */
		if (!error && entries[i]->d_name[0] != '.')
			error = check_run(run, digest, ret_reason);
		free(run);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	free(folder);
	return error;
}
