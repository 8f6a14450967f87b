// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares a kernel image with the runs of a set. */
#include "same_image.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "measure/csv_row.h"

/*
 * Reads the digest of a run; "" when its host.csv does not say. @ret_digest: CSV_ROW_LINE_BYTES.
 * Return: does the folder have a host.csv?
 */
static bool read_digest(const char *run, char *ret_digest)
{
	char *path = xasprintf("%s/host.csv", run), *line = NULL, key[CSV_ROW_LINE_BYTES];
	FILE *in = fopen(path, "re");
	bool found = false;
	size_t room = 0;

	while (in && !found && getline(&line, &room, in) > 0) {
		const char *at = line;

		line[strcspn(line, "\n")] = '\0';
		found = csv_row_next_cell(&at, key) > 0 && !strcmp(key, SAME_IMAGE_FACT) && at &&
			csv_row_next_cell(&at, ret_digest) > 0;
	}
	if (!found)
		*ret_digest = '\0';
	if (in)
		fclose(in);
	free(line);
	free(path);
	return in;
}

static int check_run(const char *run, const char *digest, struct reason *ret_reason)
{
	char found[CSV_ROW_LINE_BYTES], *samples = xasprintf("%s/samples.csv", run);
	bool is_run = read_digest(run, found) || !access(samples, F_OK);

	free(samples);
	if (!is_run || !strcmp(found, digest))
		return 0;
	reason_set(ret_reason, "%s %s", run,
		   *found ? "is of another kernel image"
			  : "does not say of which kernel image it is");
	return -EEXIST;
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
