// SPDX-License-Identifier: GPL-2.0-or-later
/* Has compare compare the sets of the kernels, at the end and to see whether it is reached. */
#include "sets.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"

static char *set_of(const struct vm_options *options, size_t kernel)
{
	return xasprintf("%s/%s", options->out, options->kernels[kernel].name);
}

/* The last run of each set says why there are no more. */
static void log_look(const struct vm_options *options, char *const *logs, const char *text)
{
	for (unsigned int i = 0; i < options->kernel_count; i++) {
		FILE *log = fopen(logs[i], "ae");

		if (log)
			fprintf(log, "%s\n", text);
		if (!log || fclose(log))
			warn("write %s: %s", logs[i], strerror(errno));
	}
}

bool sets_are_settled(struct vm_options *options, size_t boots_done, char *const *logs)
{
	struct until *until = &options->until;
	unsigned int done = (unsigned int)(boots_done / options->kernel_count), number;
	size_t before;
	char *text;

	number = until->width > 0 && boots_done % options->kernel_count == 0
			 ? until_look_after(until, done)
			 : 0;
	until_begin(until);
	for (unsigned int i = 1; number && i < options->kernel_count; i++) {
		char *a = set_of(options, 0), *b = set_of(options, i);

		/* Without a comparison nothing is known: boot on. */
		before = until->settled + until->wide;
		if (until_look(until, a, b, 0, NULL, NULL) ||
		    until->settled + until->wide == before)
			until->wide++;
		free(b);
		free(a);
	}
	if (!number)
		return false;
	text = until_describe(until, number, "boots of each kernel");
	warn("%s", text);
	if (!until->wide || number == until->count)
		log_look(options, logs, text);
	free(text);
	return !until->wide;
}

/* Return: the exit status of compare. */
static int compare(const struct vm_options *options, size_t other)
{
	char *a = set_of(options, 0), *b = set_of(options, other);
	pid_t child = fork();
	int status = 0;

	if (!child) {
		execl(options->compare, options->compare, a, b, (char *)NULL);
		warn("run %s: %s", options->compare, strerror(errno));
		_exit(EXIT_FAILED);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	free(b);
	free(a);
	return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILED;
}

/* Return: the worse of two exit codes: failed or slower, then undecided. */
static int worse(int a, int b)
{
	if (a == EXIT_DONE || b == EXIT_DONE)
		return a == EXIT_DONE ? b : a;
	return a == EXIT_UNDECIDED ? b : a;
}

enum die_code sets_compare(const struct vm_options *options, enum die_code status)
{
	int worst = status;

	for (unsigned int i = 1; i < options->kernel_count; i++) {
		if (i > 1)
			putchar('\n');
		fflush(stdout);
		worst = worse(worst, compare(options, i));
	}
	return (enum die_code)worst;
}
