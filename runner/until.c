// SPDX-License-Identifier: GPL-2.0-or-later
/* Asks compare, after fixed numbers of rounds or boots, which intervals are narrow enough. */
#include "until.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"

double until_width(const char *text)
{
	char *end;
	double percent = strtod(text, &end);

	if (end == text || (*end && strcmp(end, "%") != 0) || !(percent > 0 && percent <= 100))
		die(EXIT_USAGE, "--until %s: give a half width in percent, over 0 to 100, as 1%%",
		    text);
	return percent / 100;
}

void until_plan(struct until *until, unsigned int most)
{
	static const unsigned int looks[] = {
		5, 8, 12, 18, 27, 40, 60, 90, 135, 200, 300, 450, 700
	};

	if (!until->compare || access(until->compare, X_OK))
		die(EXIT_CANNOT_RUN, "--until: run %s: %s (it needs GSL: ./run.sh compare --setup)",
		    until->compare ? until->compare : "compare", strerror(errno));
	until->count = 0;
	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]) && looks[i] < most; i++)
		until->looks[until->count++] = looks[i];
	until->looks[until->count++] = most;
}

unsigned int until_look_after(const struct until *until, unsigned int done)
{
	for (unsigned int i = 0; i < until->count; i++)
		if (until->looks[i] == done)
			return i + 1;
	return 0;
}

enum { NAMED = 3 };

void until_begin(struct until *until)
{
	free(until->names);
	until->names = NULL;
	until->settled = until->wide = 0;
}

/* Counts an interval, and names the first that are wide. */
static void add(struct until *until, const char *point, bool is_settled)
{
	until->settled += is_settled;
	until->wide += !is_settled;
	if (is_settled || until->wide > NAMED)
		return;
	until->names = until->names ? until->names : xstrdup("");
	xappend(&until->names, ", ", "%s", point);
}

/* Starts compare. Return: its output. */
static FILE *start(const struct until *until, const char *a, const char *b,
		   unsigned int only_rounds, pid_t *ret_child)
{
	char width[32], looks[16], rounds[16];
	int ends[2];

	snprintf(width, sizeof(width), "%.12g%%", 100 * until->width);
	snprintf(looks, sizeof(looks), "%u", until->count);
	snprintf(rounds, sizeof(rounds), "%u", only_rounds);
	if (pipe(ends) || (*ret_child = fork()) < 0)
		return NULL;
	if (!*ret_child) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execl(until->compare, until->compare, "--until", width, "--looks", looks,
		      "--only-rounds", rounds, "--", a, b, (char *)NULL);
		warn("run %s: %s", until->compare, strerror(errno));
		_exit(EXIT_FAILED);
	}
	close(ends[1]);
	return fdopen(ends[0], "re");
}

int until_look(struct until *until, const char *a, const char *b, unsigned int only_rounds,
	       void (*take)(void *handle, const char *point, int is_settled), void *handle)
{
	pid_t child = -1;
	FILE *in = start(until, a, b, only_rounds, &child);
	char *line = NULL, *point;
	int status = -1;
	size_t room = 0;

	while (in && getline(&line, &room, in) > 0) {
		line[strcspn(line, "\n")] = '\0';
		point = strchr(line, ' ');
		if (!point)
			continue;
		*point++ = '\0';
		add(until, point, !strcmp(line, "settled"));
		if (take)
			take(handle, point, !strcmp(line, "settled"));
	}
	free(line);
	if (in)
		fclose(in);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return child > 0 && WIFEXITED(status) && !WEXITSTATUS(status) ? 0 : -1;
}

char *until_describe(const struct until *until, unsigned int look, const char *what)
{
	bool is_last = look == until->count;
	char *text = xasprintf("--until %g%%: look %u of %u, after %u %s: %zu of %zu intervals are "
			       "that narrow%s",
			       100 * until->width, look, until->count, until->looks[look - 1], what,
			       until->settled, until->settled + until->wide,
			       !until->wide ? ": stopped"
			       : is_last    ? ": not reached, as"
					    : "");

	if (until->wide && is_last)
		xappend(&text, " ", "%s%s", until->names ? until->names : "nothing is known",
			until->wide > NAMED ? ", ..." : "");
	return text;
}
