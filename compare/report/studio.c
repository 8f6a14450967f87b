// SPDX-License-Identifier: GPL-2.0-or-later
/* Where do the figures of a page come from? */
#include "studio.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OPEN_FOLDERS = 8 };

/* Arguments end with NULL, so they are as many as there is room for, less one. */
static void add(const char ***argv, size_t *count, const char *argument)
{
	*argv = xrealloc(*argv, *count + 2, sizeof(**argv));
	(*argv)[(*count)++] = argument;
	(*argv)[*count] = NULL;
}

/* stdout is for the page's name. */
static int run(const char *const *argv)
{
	pid_t child = fork();
	int status = 0;

	if (!child) {
		int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

		if (null >= 0)
			dup2(null, STDOUT_FILENO);
		execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILED;
}

char *studio_draw(const char *plot, const struct set *sets, size_t count,
		  const struct judge_options *options)
{
	const char *base = getenv("TMPDIR");
	char *folder = xasprintf("%s/ptebench-report-XXXXXX", base && *base ? base : "/tmp");
	char *margin = xasprintf("%.17g%%", 100 * options->margin);
	const char **argv = NULL;
	size_t arguments = 0;
	int status;

	if (!mkdtemp(folder))
		die(EXIT_FAILED, "make a folder %s: %s", folder, strerror(errno));
	add(&argv, &arguments, plot);
	add(&argv, &arguments, "--quiet");
	add(&argv, &arguments, "--command");
	add(&argv, &arguments, "./run.sh report");
	add(&argv, &arguments, "--out");
	add(&argv, &arguments, folder);
	add(&argv, &arguments, "--margin");
	add(&argv, &arguments, margin);
	for (unsigned int i = 0; i < options->only.count; i++) {
		add(&argv, &arguments, "--only");
		add(&argv, &arguments, options->only.texts[i]);
	}
	add(&argv, &arguments, "--");
	for (size_t i = 0; i < count; i++)
		add(&argv, &arguments, sets[i].path);
	status = run(argv);
	free(argv);
	free(margin);
	if (!status)
		return folder;
	if (status == 127)
		warn("run %s: it is not there (the page has no figures)", plot);
	studio_remove(folder);
	return NULL;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	(void)where;
	return remove(path);
}

void studio_remove(char *folder)
{
	if (folder && nftw(folder, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS))
		warn("remove %s: %s", folder, strerror(errno));
	free(folder);
}
