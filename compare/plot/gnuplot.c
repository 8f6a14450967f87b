// SPDX-License-Identifier: GPL-2.0-or-later
/* How is gnuplot started, so that names of files are names of files and nothing else? */
#include "gnuplot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fail.h"

enum { EXEC_FAILED = 127, CHDIR_FAILED = 126 };

bool gnuplot_is_here(void)
{
	const char *path = getenv("PATH");
	char *copy = xstrdup(path ? path : "/usr/bin:/bin"), *rest = copy, *folder;
	bool is_here = false;

	while (!is_here && (folder = strsep(&rest, ":"))) {
		char *program = xasprintf("%s/gnuplot", *folder ? folder : ".");

		is_here = access(program, X_OK) == 0;
		free(program);
	}
	free(copy);
	return is_here;
}

int gnuplot_draw(const char *scripts, const char *script, const char *data, const char *out)
{
	pid_t child;
	int status;

	if (*data != '/' || *out != '/')
		return -EINVAL;
	child = fork();
	if (child < 0)
		return -errno;
	if (!child) {
		if (chdir(scripts))
			_exit(CHDIR_FAILED);
		execlp("gnuplot", "gnuplot", "-d", "-c", script, data, out, (char *)NULL);
		_exit(EXEC_FAILED);
	}
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	if (!WIFEXITED(status))
		return -EIO;
	switch (WEXITSTATUS(status)) {
	case 0: return 0;
	case EXEC_FAILED: return -ENOENT;
	case CHDIR_FAILED: return -ENOTDIR;
	default: return -EIO;
	}
}
