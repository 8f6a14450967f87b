// SPDX-License-Identifier: GPL-2.0-or-later
/* Checks the options that choose points, and passes them on. */
#include "point_options.h"

#include <string.h>

#include "die.h"
#include "options.h"

const char *const point_options_names[POINT_OPTIONS] = {
	"case", "size", "folio", "batch", "mixed", "threads", "vmas", "samples",
};

void point_options_check(const struct point_options *options)
{
	for (int i = 0; i < POINT_OPTIONS; i++) {
		const char *name = point_options_names[i], *text = options->texts[i];

		if (!text)
			continue;
		if (!*text || text[strspn(text, OPTIONS_NAME ",*?[]")])
			die(EXIT_USAGE, "--%s '%s': give names or numbers with commas between them",
			    name, text);
		if (i != POINT_OPTIONS_SAMPLES && !options->texts[POINT_OPTIONS_CASE])
			die(EXIT_USAGE, "--%s %s: of which case? As --case mprotect.ro", name,
			    text);
	}
}

bool point_options_any(const struct point_options *options)
{
	for (int i = 0; i < POINT_OPTIONS; i++)
		if (options->texts[i])
			return true;
	return false;
}

char *point_options_line(const struct point_options *options, const char *separator)
{
	char *line = xstrdup("");

	for (int i = 0; i < POINT_OPTIONS; i++)
		if (options->texts[i])
			xappend(&line, separator, "--%s%s%s", point_options_names[i], separator,
				options->texts[i]);
	return line;
}

void point_options_recall(char *line, struct point_options *ret_options)
{
	char *name;

	while ((name = strsep(&line, " ")) && line) {
		const char *text = strsep(&line, " ");

		for (int i = 0; i < POINT_OPTIONS; i++)
			if (!strncmp(name, "--", 2) && !strcmp(name + 2, point_options_names[i]))
				ret_options->texts[i] = text;
	}
}
