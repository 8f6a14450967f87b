// SPDX-License-Identifier: GPL-2.0-or-later
/* Moves the configuration of a run's kernel to the set, where all runs of the kernel share it. */
#include "shared_config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "atomic_file.h"
#include "die.h"
#include "hash.h"

char *shared_config_path(const char *run, const char *hash)
{
	size_t length = strspn(hash, "0123456789abcdef");

	if (length != HASH_BYTES - 1 || hash[length])
		return NULL;
	return xasprintf("%s/../" SHARED_CONFIG_FILE "-%s", run, hash);
}

static int read_file(const char *path, char **ret_text, size_t *ret_size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), error;

	if (fd < 0)
		return -errno;
	error = atomic_file_read(fd, SIZE_MAX, ret_text, ret_size);
	close(fd);
	return error;
}

/* Return: 0, -EBADMSG if host.csv does not name the hash, or -errno. */
static int check_host(const char *run, const char *hash)
{
	char *path = xasprintf("%s/host.csv", run), *text = NULL;
	char *wanted = xasprintf("\n" SHARED_CONFIG_FACT ",\"%s\"\n", hash);
	int error = read_file(path, &text, NULL);

	if (text && !strstr(text, wanted))
		error = -EBADMSG;
	free(text);
	free(wanted);
	free(path);
	return error;
}

int shared_config_share(const char *run)
{
	char *from = xasprintf("%s/" SHARED_CONFIG_FILE, run), *to = NULL, *bytes = NULL;
	char hash[HASH_BYTES] = "";
	size_t size = 0;
	int error = read_file(from, &bytes, &size);

	if (bytes) {
		hash_fnv1a64(bytes, size, hash);
		error = check_host(run, hash);
	}
	if (!error) {
		to = shared_config_path(run, hash);
		error = rename(from, to) ? -errno : 0;
	}
	free(bytes);
	free(to);
	free(from);
	return error;
}
