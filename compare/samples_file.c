// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the samples of a run, and unpacks them while they are read. */
#include "samples_file.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/die.h"
#include "regular_file.h"

const char *const samples_file_names[SAMPLES_FILE_NAMES] = { "samples.csv", "samples.csv.gz" };

bool samples_file_exists(const char *run)
{
	bool is_there = false;

	for (int i = 0; i < SAMPLES_FILE_NAMES && !is_there; i++) {
		char *path = xasprintf("%s/%s", run, samples_file_names[i]);

		is_there = access(path, F_OK) == 0;
		free(path);
	}
	return is_there;
}

struct packed {
	gzFile in;
	bool is_damaged;
};

/* gzread() returns 0 at the end of a file that was cut off, too; only gzerror() shows it. */
static ssize_t unpack(void *handle, char *buffer, size_t size)
{
	struct packed *packed = handle;
	int got = gzread(packed->in, buffer, (unsigned int)size), error = Z_OK;

	if (!got)
		gzerror(packed->in, &error);
	packed->is_damaged =
		got < 0 || error == Z_BUF_ERROR || gztell(packed->in) > SAMPLES_FILE_BYTES_MAX;
	return packed->is_damaged ? -1 : got;
}

static int read_packed(const char *path, struct csv_reader *ret_samples, struct reason *ret_reason)
{
	int fd = regular_file_open(path, SIZE_MAX, ret_reason), error;
	struct packed packed = { .in = fd < 0 ? NULL : gzdopen(fd, "r") };

	*ret_samples = (struct csv_reader) { 0 };
	if (fd < 0)
		return fd == -EINVAL ? -EBADMSG : fd;
	if (!packed.in)
		die(EXIT_FAILED, "out of memory");
	error = csv_reader_read_from(unpack, &packed, path, ret_samples, ret_reason);
	gzclose(packed.in);
	if (!packed.is_damaged)
		return error;
	reason_set(ret_reason, "read %s: the gzip is damaged, cut off or too long", path);
	return -EBADMSG;
}

int samples_file_read(const char *run, struct csv_reader *ret_samples, struct reason *ret_reason)
{
	char *plain = xasprintf("%s/%s", run, samples_file_names[0]);
	char *packed = xasprintf("%s/%s", run, samples_file_names[1]);
	int error = access(plain, F_OK) && !access(packed, F_OK)
			    ? read_packed(packed, ret_samples, ret_reason)
			    : csv_reader_read(plain, ret_samples, ret_reason);

	free(packed);
	free(plain);
	return error;
}
