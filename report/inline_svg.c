// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the drawings of a folder, and rejects those with anything but plain SVG. */
#include "inline_svg.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "html.h"

enum { DRAWING_BYTES_MAX = 16 << 20 };

/* In the order of the page. Files are numbered: "sweep-folio-2.svg". */
static const struct {
	const char *begin, *caption;
} captions[] = {
	{ "forest", "Change of each case with its 95% interval; the shaded band is the margin." },
	{ "heatmap", "Change by machine and case." },
	{ "sweep-folio", "By folio size, with the 95% interval of the units." },
	{ "sweep-size", "By size of the region." },
	{ "costs", "Where the time goes: instructions, cycles and time." },
	{ "ecdf", "Samples of each boot: the share that took no longer." },
	{ "history", "One value a run, in the order in which they were made." },
};

enum { CAPTIONS = sizeof(captions) / sizeof(captions[0]) };

static int is_svg(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return length > 4 && !strcmp(entry->d_name + length - 4, ".svg");
}

/* Return: the text, which the caller frees; NULL if it cannot be read whole. */
static char *read_drawing(const char *path)
{
	FILE *in = fopen(path, "re");
	char *text = in ? xcalloc(DRAWING_BYTES_MAX, 1) : NULL;
	size_t got = in ? fread(text, 1, DRAWING_BYTES_MAX, in) : 0;
	bool is_whole = in && !ferror(in) && got < DRAWING_BYTES_MAX && strlen(text) == got;

	if (in)
		fclose(in);
	if (is_whole)
		return text;
	free(text);
	return NULL;
}

/* Finds what gnuplot never writes; such a drawing is not shown. */
static const char *what_does_not_belong(const char *text)
{
	static const char *const words[] = {
		"<script",  "javascript:",  "<foreignObject", "<iframe", "<image",
		"<animate", "<!ENTITY",	    "<style",	      "onload=", "onclick=",
		"onerror=", "onmouseover=", "href=\"http"
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasestr(text, words[i]))
			return words[i];
	return NULL;
}

/* Return: an index of captions, CAPTIONS for another file. */
static size_t kind_of(const char *name)
{
	size_t kind = 0;

	while (kind < CAPTIONS &&
	       strncmp(name, captions[kind].begin, strlen(captions[kind].begin)) != 0)
		kind++;
	return kind;
}

static void write_drawing(const char *folder, const char *name, FILE *out)
{
	char *path = xasprintf("%s/%s", folder, name), *text = read_drawing(path);
	const char *svg = text ? strstr(text, "<svg") : NULL;
	size_t kind = kind_of(name);
	const char *bad = svg ? what_does_not_belong(svg) : NULL;

	if (!svg)
		warn("%s is not an SVG drawing (left out)", path);
	else if (bad)
		warn("%s contains %s, which ptebench never draws (left out)", path, bad);
	if (svg && !bad) {
		fprintf(out, "<figure>\n%s", svg);
		html_print(out, "<figcaption>%s: %s</figcaption>\n</figure>\n", name,
			   kind < CAPTIONS ? captions[kind].caption : "");
	}
	free(text);
	free(path);
}

void inline_svg_write(const char *folder, FILE *out)
{
	struct dirent **entries = NULL;
	int count = folder ? scandir(folder, &entries, is_svg, versionsort) : 0;

	if (count < 0)
		die(EXIT_FAILED, "cannot read the figures of %s: %s", folder, strerror(errno));
	fputs("<section id=\"figures\">\n<h2>Figures</h2>\n", out);
	if (!count)
		fputs("<p>None were drawn.</p>\n", out);
	for (size_t kind = 0; kind <= CAPTIONS; kind++)
		for (int i = 0; i < count; i++)
			if (kind_of(entries[i]->d_name) == kind)
				write_drawing(folder, entries[i]->d_name, out);
	for (int i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
	fputs("</section>\n", out);
}
