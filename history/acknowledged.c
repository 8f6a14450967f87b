// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the file of acknowledged alerts, and matches its globs. */
#include "acknowledged.h"

#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/atomic_file.h"
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

/* Return: what is wrong with the line; else NULL. */
static const char *add_line(struct acknowledged *acknowledged, char *text, unsigned int number)
{
	struct acknowledged_line line = { .number = number };

	if (!is_text(text))
		return "a control character is no text";
	text[strcspn(text, "#")] = '\0';
	for (size_t end = strlen(text); end && isspace((unsigned char)text[end - 1]); end--)
		text[end - 1] = '\0';
	if (!text[strspn(text, " \t")])
		return NULL;
	line.host = take_word(&text);
	line.point = take_word(&text);
	line.release = take_word(&text);
	line.note = text + strspn(text, " \t");
	if (!*line.point || !*line.release)
		return "a line is HOST POINT RELEASE [NOTE], the first three may be globs";
	if (acknowledged->count == ACKNOWLEDGED_MAX)
		return "too many lines";
	acknowledged->lines = xgrow(acknowledged->lines, acknowledged->count, sizeof(line));
	acknowledged->lines[acknowledged->count++] = line;
	return NULL;
}

int acknowledged_read(const char *path, struct acknowledged *ret_acknowledged,
		      struct reason *ret_reason)
{
	int fd = regular_file_open(path, ACKNOWLEDGED_BYTES_MAX, NULL), error = fd < 0 ? fd : 0;
	const char *why = NULL;
	size_t length = 0;
	char *text = NULL, *line;

	if (!error) {
		error = atomic_file_read(fd, ACKNOWLEDGED_BYTES_MAX, &text, &length);
		close(fd);
	}
	*ret_acknowledged = (struct acknowledged) { .text = text };
	if (error) {
		reason_set(ret_reason, "read %s: %s", path,
			   error == -EINVAL ? "not a regular file" : strerror(-error));
		return error;
	}
	line = text;
	for (unsigned int number = 1; !why && line < text + length; number++) {
		size_t bytes = strcspn(line, "\n");
		bool has_nul = line + bytes < text + length && !line[bytes];

		line[bytes] = '\0';
		why = has_nul ? "a NUL is no text" : add_line(ret_acknowledged, line, number);
		line += bytes + 1;
		if (why)
			reason_set(ret_reason, "%s:%u: %s", path, number, why);
	}
	return why ? -EBADMSG : 0;
}

void acknowledged_free(struct acknowledged *acknowledged)
{
	free(acknowledged->lines);
	free(acknowledged->text);
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
