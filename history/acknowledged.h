/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text file of acknowledged alerts, which are not reported as open. */
#ifndef PTEBENCH_ACKNOWLEDGED_H
#define PTEBENCH_ACKNOWLEDGED_H

#include <stdbool.h>
#include <stddef.h>

#include "measure/csv_row.h"

/* Limits: of the file, and of lines without comments and blank ones. */
enum { ACKNOWLEDGED_BYTES_MAX = 16 << 20, ACKNOWLEDGED_MAX = 100000 };

/**
 * struct acknowledged_line - "HOST POINT RELEASE [NOTE]": globs of the host's name, the point and
 * the release of the first slower kernel, and a note.
 * @number: of the line. @is_used: it matches an alert.
 */
struct acknowledged_line {
	char *host, *point, *release, *note;
	unsigned int number;
	bool is_used;
};

/** struct acknowledged - @count lines, of @text. */
struct acknowledged {
	char *text;
	size_t count;
	struct acknowledged_line *lines;
};

/**
 * acknowledged_read() - read the file.
 * @path: a regular file of UTF-8 text; '#' begins a comment; empty lines are ignored.
 * @ret_acknowledged: acknowledged_free() it, on error too.
 * @ret_reason: "PATH:LINE: why".
 *
 * Return: 0; -ENOENT; -EBADMSG: an invalid line, or too many; -EINVAL: no regular file;
 * -EFBIG: too long; or -errno.
 */
int acknowledged_read(const char *path, struct acknowledged *ret_acknowledged,
		      struct reason *ret_reason);
void acknowledged_free(struct acknowledged *acknowledged);

/** acknowledged_find() - find the first line that matches, and mark it as used; NULL: none. */
struct acknowledged_line *acknowledged_find(const struct acknowledged *acknowledged,
					    const char *host, const char *point,
					    const char *release);

#endif
