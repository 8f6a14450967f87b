// SPDX-License-Identifier: GPL-2.0-or-later
/* Moves the configuration of a run's kernel to the set, where all runs of the kernel share it. */
#include "shared_config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "die.h"

enum { LINE_BYTES = 4096 };

char *shared_config_path(const char *run, const char *hash)
{
	size_t length = strspn(hash, "0123456789abcdef");

	if (length != HASH_BYTES - 1 || hash[length])
		return NULL;
	return xasprintf("%s/../" SHARED_CONFIG_FILE "-%s", run, hash);
}

/* Return: 0 or -errno. @ret_hash: HASH_BYTES. */
static int hash_file(const char *path, char *ret_hash)
{
	FILE *in = fopen(path, "re");
	uint64_t hash = HASH_START;
	char bytes[LINE_BYTES];
	int error = 0;
	size_t got;

	if (!in)
		return -errno;
	while ((got = fread(bytes, 1, sizeof(bytes), in)))
		hash = hash_add(hash, bytes, got);
	if (ferror(in))
		error = -EIO;
	fclose(in);
	hash_text(hash, ret_hash);
	return error;
}

/* Return: 0, -EBADMSG, or -errno when there is no host.csv. */
static int check_host(const char *run, const char *hash)
{
	char *path = xasprintf("%s/host.csv", run), line[LINE_BYTES];
	char *wanted = xasprintf(SHARED_CONFIG_FACT ",\"%s\"\n", hash);
	FILE *in = fopen(path, "re");
	int error = in ? -EBADMSG : -errno;

	while (in && error && fgets(line, sizeof(line), in))
		if (!strcmp(line, wanted))
			error = 0;
	if (in)
		fclose(in);
	free(wanted);
	free(path);
	return error;
}

int shared_config_share(const char *run)
{
	char *from = xasprintf("%s/" SHARED_CONFIG_FILE, run), *to = NULL, hash[HASH_BYTES] = "";
	int error = hash_file(from, hash);

	if (!error)
		error = check_host(run, hash);
	if (!error) {
		to = shared_config_path(run, hash);
		error = rename(from, to) ? -errno : 0;
	}
	free(to);
	free(from);
	return error;
}
