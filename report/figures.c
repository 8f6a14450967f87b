// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs the plot program with a temporary folder as its output. */
#include "figures.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OPEN_FOLDERS = 8 };

/* Arguments of a program, with a NULL at the end. */
struct arguments {
	size_t count;
	char **texts;
};

static void add(struct arguments *arguments, const char *text)
{
	arguments->texts =
		xrealloc(arguments->texts, arguments->count + 2, sizeof(*arguments->texts));
	arguments->texts[arguments->count++] = xstrdup(text);
	arguments->texts[arguments->count] = NULL;
}

static void free_arguments(struct arguments *arguments)
{
	for (size_t i = 0; i < arguments->count; i++)
		free(arguments->texts[i]);
	free(arguments->texts);
}

/* Redirects stdout, which is for the page's name. */
static int run(char **argv)
{
	pid_t child = fork();
	int status = 0;

	if (!child) {
		int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

		if (null >= 0)
			dup2(null, STDOUT_FILENO);
		execv(argv[0], argv);
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
	struct arguments arguments = { 0 };
	int status;

	if (!mkdtemp(folder))
		die(EXIT_FAILED, "cannot create the folder %s: %s", folder, strerror(errno));
	add(&arguments, plot);
	add(&arguments, "--quiet");
	add(&arguments, "--command");
	add(&arguments, "./run.sh report");
	add(&arguments, "--out");
	add(&arguments, folder);
	add(&arguments, "--margin");
	add(&arguments, margin);
	for (unsigned int i = 0; i < options->only.count; i++) {
		add(&arguments, "--only");
		add(&arguments, options->only.texts[i]);
	}
	add(&arguments, "--");
	for (size_t i = 0; i < count; i++)
		add(&arguments, sets[i].path);
	status = run(arguments.texts);
	free_arguments(&arguments);
	free(margin);
	if (!status)
		return folder;
	if (status == 127)
		warn("%s does not exist: the page has no figures", plot);
	figures_remove(folder);
	return NULL;
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
