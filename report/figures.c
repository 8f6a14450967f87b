// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs the plot program for a temporary folder, and writes drawings that are plain SVG. */
#include "sections.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "html.h"

enum { OPEN_FOLDERS = 8, DRAWING_BYTES_MAX = 16 << 20 };

/* Discards standard output. @argv: as for execv(3). Return: exit status; 127: no such program. */
static int run(const char *plot, const void *argv)
{
	pid_t child = fork();
	int status = 0;

	if (!child) {
		int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

		if (null >= 0)
			dup2(null, STDOUT_FILENO);
		execv(plot, (char *const *)argv);
		_exit(127);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILED;
}

char *figures_draw(const char *plot, const struct load_set *sets, size_t count,
		   const struct comparison_options *options)
{
	const char *base = getenv("TMPDIR");
	char *folder = xasprintf("%s/ptebench-report-XXXXXX", base && *base ? base : "/tmp");
	char *margin = xasprintf("%.17g%%", 100 * options->margin);
	const char *const first[] = { plot,    "--quiet", "--command", "./run.sh report",
				      "--out", folder,	  "--margin",  margin };
	enum { FIRST = sizeof(first) / sizeof(first[0]) };
	const char **argv = xcalloc(FIRST + 2 * options->only.count + count + 2, sizeof(*argv));
	const char **next = argv + FIRST;
	int status;

	if (!mkdtemp(folder))
		die(EXIT_FAILED, "cannot create the folder %s: %s", folder, strerror(errno));
	memcpy(argv, first, sizeof(first));
	for (unsigned int i = 0; i < options->only.count; i++) {
		*next++ = "--only";
		*next++ = options->only.texts[i];
	}
	*next++ = "--";
	for (size_t i = 0; i < count; i++)
		*next++ = sets[i].path;
	status = run(plot, argv);
	free(argv);
	free(margin);
	if (!status)
		return folder;
	if (status == 127)
		warn("%s does not exist: the page has no figures", plot);
	figures_remove(folder);
	return NULL;
}

/* In the order of the page. Names of files go on with a number: "sweep-folio-2.svg". */
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

/* Return: a word that gnuplot never writes; NULL if there is none. */
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

/* Return: index of the caption of a file; CAPTIONS without one. */
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

void figures_write(const char *folder, FILE *out)
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

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	(void)where;
	return remove(path);
}

void figures_remove(char *folder)
{
	if (folder && nftw(folder, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS))
		warn("cannot remove %s: %s", folder, strerror(errno));
	free(folder);
}
