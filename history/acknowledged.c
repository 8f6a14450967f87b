// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the file of acknowledged alerts, and matches its globs. */
#include "acknowledged.h"

#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "compare/regular_file.h"

static char *take_word(char **cursor)
{
	char *word = *cursor + strspn(*cursor, " \t"), *end = word + strcspn(word, " \t");

	*cursor = *end ? end + 1 : end;
	*end = '\0';
	return word;
}

static bool is_text(const char *text)
{
	for (; *text; text++)
		if (iscntrl((unsigned char)*text) && *text != '\t')
			return false;
	return true;
}

static const char *add_line(struct acknowledged *acknowledged, char *text, unsigned int number)
{
	struct acknowledged_line line = { .number = number };
	char *host, *point, *release;

	if (!is_text(text))
		return "a control character is no text";
	text[strcspn(text, "#")] = '\0';
	for (size_t end = strlen(text); end && isspace((unsigned char)text[end - 1]); end--)
		text[end - 1] = '\0';
	if (!text[strspn(text, " \t")])
		return NULL;
	host = take_word(&text);
	point = take_word(&text);
	release = take_word(&text);
	if (!*point || !*release)
		return "a line is HOST POINT RELEASE [NOTE], the first three may be globs";
	if (acknowledged->count == ACKNOWLEDGED_MAX)
		return "too many lines";
	line.host = xstrdup(host);
	line.point = xstrdup(point);
	line.release = xstrdup(release);
	line.note = xstrdup(text + strspn(text, " \t"));
	if (!(acknowledged->count & (acknowledged->count - 1))) /* full at the powers of two */
		acknowledged->lines =
			xrealloc(acknowledged->lines,
				 acknowledged->count ? 2 * acknowledged->count : 1, sizeof(line));
	acknowledged->lines[acknowledged->count++] = line;
	return NULL;
}

int acknowledged_read(const char *path, struct acknowledged *ret_acknowledged,
		      struct reason *ret_reason)
{
	int fd = regular_file_open(path, ACKNOWLEDGED_BYTES_MAX), error = fd < 0 ? fd : 0;
	FILE *in = fd < 0 ? NULL : fdopen(fd, "r");
	const char *why = NULL;
	char *line = NULL;
	size_t room = 0;
	ssize_t length;

	*ret_acknowledged = (struct acknowledged) { 0 };
	if (!in) {
		error = error ? error : -errno;
		reason_set(ret_reason, "open %s: %s", path,
			   error == -EINVAL ? "not a regular file" : strerror(-error));
		if (fd >= 0)
			close(fd);
		return error;
	}
	for (unsigned int number = 1; !why && (length = getline(&line, &room, in)) > 0; number++) {
		line[strcspn(line, "\n")] = '\0';
		why = strlen(line) + 1 < (size_t)length ? "a NUL is no text"
							: add_line(ret_acknowledged, line, number);
		if (why)
			reason_set(ret_reason, "%s:%u: %s", path, number, why);
	}
	error = why ? -EBADMSG : ferror(in) ? -EIO : 0;
	if (error == -EIO)
		reason_set(ret_reason, "read %s: %s", path, strerror(EIO));
	free(line);
	fclose(in);
	return error;
}

void acknowledged_free(struct acknowledged *acknowledged)
{
	for (size_t i = 0; i < acknowledged->count; i++) {
		free(acknowledged->lines[i].host);
		free(acknowledged->lines[i].point);
		free(acknowledged->lines[i].release);
		free(acknowledged->lines[i].note);
	}
	free(acknowledged->lines);
}

struct acknowledged_line *acknowledged_find(const struct acknowledged *acknowledged,
					    const char *host, const char *point,
					    const char *release)
{
	for (size_t i = 0; i < acknowledged->count; i++) {
		struct acknowledged_line *line = &acknowledged->lines[i];

		if (fnmatch(line->host, host, 0) || fnmatch(line->point, point, 0) ||
		    fnmatch(line->release, release, 0))
			continue;
		line->is_used = true;
		return line;
	}
	return NULL;
}
