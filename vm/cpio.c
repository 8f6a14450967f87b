// SPDX-License-Identifier: GPL-2.0-or-later
/* How are files packed so that the kernel unpacks them as its first root? */
#include "cpio.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

enum { COPY_BYTES = 65536 };

static void put(struct cpio *cpio, const void *bytes, size_t size)
{
	fwrite(bytes, 1, size, cpio->out);
	cpio->bytes += size;
}

/* Headers and contents begin at multiples of 4. */
static void align(struct cpio *cpio)
{
	static const char zeros[4] = "";

	put(cpio, zeros, (size_t)(-cpio->bytes & 3));
}

/* Thirteen numbers of eight hexadecimal digits: see the format's "cpio header". */
static void put_header(struct cpio *cpio, const char *name, unsigned int mode, uint32_t size)
{
	const uint32_t numbers[] = {
		cpio->inode++,
		mode,
		0, /* user */
		0, /* group */
		S_ISDIR(mode) ? 2 : 1,
		0, /* time */
		size,
		0, /* devices: its own, and what it is */
		0,
		0,
		0,
		(uint32_t)strlen(name) + 1,
		0, /* checksum */
	};
	char digits[9];

	align(cpio);
	put(cpio, "070701", 6);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		snprintf(digits, sizeof(digits), "%08" PRIx32, numbers[i]);
		put(cpio, digits, 8);
	}
	put(cpio, name, strlen(name) + 1);
	align(cpio);
}

void cpio_folder(struct cpio *cpio, const char *name)
{
	put_header(cpio, name, S_IFDIR | 0755, 0);
}

void cpio_bytes(struct cpio *cpio, const char *name, unsigned int mode, const void *bytes,
		size_t size)
{
	put_header(cpio, name, S_IFREG | mode, (uint32_t)size);
	put(cpio, bytes, size);
}

void cpio_link(struct cpio *cpio, const char *name, const char *target)
{
	put_header(cpio, name, S_IFLNK | 0777, (uint32_t)strlen(target));
	put(cpio, target, strlen(target));
}

/* As many bytes as the header says, whatever becomes of the file meanwhile. */
static void copy(struct cpio *cpio, FILE *in, uint64_t size)
{
	char buffer[COPY_BYTES];

	while (size) {
		size_t want = size < sizeof(buffer) ? (size_t)size : sizeof(buffer);
		size_t got = fread(buffer, 1, want, in);

		memset(buffer + got, 0, want - got);
		put(cpio, buffer, want);
		size -= want;
	}
}

static int open_regular(const char *path, FILE **ret_in, uint64_t *ret_size)
{
	FILE *in = fopen(path, "re");
	struct stat status;
	int error = 0;

	if (!in)
		return -errno;
	if (fstat(fileno(in), &status))
		error = -errno;
	else if (!S_ISREG(status.st_mode))
		error = -EINVAL;
	else if (status.st_size > UINT32_MAX)
		error = -EFBIG;
	if (error) {
		fclose(in);
		return error;
	}
	*ret_in = in;
	*ret_size = (uint64_t)status.st_size;
	return 0;
}

int cpio_file(struct cpio *cpio, const char *name, unsigned int mode, const char *path)
{
	uint64_t size = 0;
	FILE *in = NULL;
	int error = open_regular(path, &in, &size);

	if (error)
		return error;
	put_header(cpio, name, S_IFREG | mode, (uint32_t)size);
	copy(cpio, in, size);
	fclose(in);
	return 0;
}

/* cpio itself, and the compressions of lib/decompress.c. */
static int check_archive(FILE *in)
{
	static const struct {
		const char *bytes;
		size_t size;
	} magics[] = {
		{ "070701", 6 },	   { "070702", 6 },  { "\x1f\x8b", 2 },
		{ "\xfd\x37zXZ", 5 },	   { "BZh", 3 },     { "\x5d\x00", 2 },
		{ "\x28\xb5\x2f\xfd", 4 }, { "\x89LZO", 4 }, { "\x02\x21\x4c\x18", 4 },
	};
	char head[8] = "";
	size_t got = fread(head, 1, sizeof(head), in);

	rewind(in);
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (got >= magics[i].size && !memcmp(head, magics[i].bytes, magics[i].size))
			return 0;
	return -EBADMSG;
}

int cpio_archive(struct cpio *cpio, const char *path)
{
	uint64_t size = 0;
	FILE *in = NULL;
	int error = open_regular(path, &in, &size);

	if (error)
		return error;
	error = check_archive(in);
	if (!error) {
		align(cpio);
		copy(cpio, in, size);
	}
	fclose(in);
	return error;
}

int cpio_close(struct cpio *cpio)
{
	put_header(cpio, "TRAILER!!!", 0, 0);
	return fflush(cpio->out) || ferror(cpio->out) ? (errno ? -errno : -EIO) : 0;
}
