// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads and writes files of /proc and /sys. */
#include "kfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/atomic_file.h"

const char *kfile_root(void)
{
	const char *root = getenv(KFILE_ROOT_VARIABLE);

	return root && strcmp(root, "/") ? root : "";
}

int kfile_path(const char *path, char *ret_path, size_t size)
{
	int length = snprintf(ret_path, size, "%s%s", kfile_root(), path);

	return length < 0 || (size_t)length >= size ? -ENAMETOOLONG : 0;
}

int kfile_open(const char *path, int flags)
{
	char real[PATH_MAX];
	int error = kfile_path(path, real, sizeof(real));
	int fd;

	if (error)
		return error;
	fd = open(real, flags | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static int check_access(const char *path, int mode)
{
	char real[PATH_MAX];
	int error = kfile_path(path, real, sizeof(real));

	if (error)
		return error;
	return faccessat(AT_FDCWD, real, mode, AT_EACCESS) ? -errno : 0;
}

bool kfile_exists(const char *path)
{
	return check_access(path, F_OK) == 0;
}

int kfile_is_writable(const char *path)
{
	return check_access(path, W_OK);
}

int kfile_read_all(const char *path, char **ret_text, size_t *ret_size)
{
	int fd = kfile_open(path, O_RDONLY), error;

	if (fd < 0)
		return fd;
	error = atomic_file_read(fd, SIZE_MAX, ret_text, ret_size);
	close(fd);
	return error;
}

int kfile_read(const char *path, char *ret_text, size_t size)
{
	char *text = NULL;
	size_t length = 0;
	int error = kfile_read_all(path, &text, &length);

	if (error || !text)
		return error;
	while (length && text[length - 1] == '\n')
		text[--length] = '\0';
	if (length < size)
		memcpy(ret_text, text, length + 1);
	else
		error = -EFBIG;
	free(text);
	return error;
}

int kfile_find_field(const char *text, const char *field, char *ret_value, size_t size)
{
	size_t length = strlen(field);

	for (const char *line = text; line; line = strchr(line, '\n')) {
		const char *value = line += *line == '\n';

		if (strncmp(line, field, length) != 0)
			continue;
		value += length + strspn(line + length, " \t");
		if (*value != ':')
			continue;
		value += 1 + strspn(value + 1, " \t");
		length = strcspn(value, "\n");
		while (length && (value[length - 1] == ' ' || value[length - 1] == '\t'))
			length--;
		if (length >= size)
			return -EFBIG;
		memcpy(ret_value, value, length);
		ret_value[length] = '\0';
		return 0;
	}
	return -ENODATA;
}

int kfile_read_field(const char *path, const char *field, char *ret_value, size_t size)
{
	char *text;
	int error = kfile_read_all(path, &text, NULL);

	if (error)
		return error;
	error = kfile_find_field(text, field, ret_value, size);
	free(text);
	return error;
}

struct opt_u64 kfile_meminfo(const char *field)
{
	char value[32];

	if (kfile_read_field("/proc/meminfo", field, value, sizeof(value)))
		return (struct opt_u64) { 0 };
	return opt_u64_of(strtoull(value, NULL, 10));
}

int kfile_read_u64(const char *path, uint64_t *ret_value)
{
	char text[64] = "", *end;
	unsigned long long value;
	int error = kfile_read(path, text, sizeof(text));

	if (error)
		return error;
	errno = 0;
	value = strtoull(text, &end, 10);
	if (errno || end == text || *end || text[0] == '-')
		return -EINVAL;
	*ret_value = value;
	return 0;
}

int kfile_read_choice(const char *path, char *ret_word, size_t size)
{
	char text[256] = "", *word = text, *open, *close;
	int error = kfile_read(path, text, sizeof(text));

	if (error)
		return error;
	open = strchr(text, '[');
	close = open ? strchr(open, ']') : NULL;
	if (close) {
		*close = '\0';
		word = open + 1;
	}
	return snprintf(ret_word, size, "%s", word) < (int)size ? 0 : -EFBIG;
}

/* Kernel knobs are never links, though their folders may be. */
int kfile_write(const char *path, const char *text)
{
	int fd = kfile_open(path, O_WRONLY | O_TRUNC | O_NOFOLLOW);
	ssize_t written;
	int error = 0;

	if (fd < 0)
		return fd;
	written = write(fd, text, strlen(text));
	if (written != (ssize_t)strlen(text))
		error = written < 0 ? -errno : -EIO;
	if (close(fd) && !error)
		error = -errno;
	return error;
}
