// SPDX-License-Identifier: GPL-2.0-or-later
/* Starts gnuplot with absolute paths and no user settings, and checks that the drawing is whole. */
#include "gnuplot.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"

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

/* gnuplot exits with 0 even on a full disk; then the drawing is empty or has no end. */
static int look_at(const char *drawing)
{
	char end[16] = "";
	struct statvfs space;
	FILE *in = fopen(drawing, "re");
	size_t got = 0;

	if (in) {
		if (!fseek(in, 1 - (long)sizeof(end), SEEK_END))
			got = fread(end, 1, sizeof(end) - 1, in);
		fclose(in);
	}
	if (memmem(end, got, "</svg>", 6) || memmem(end, got, "IEND", 4))
		return 0;
	return !statvfs(drawing, &space) && !space.f_bavail ? -ENOSPC : -EIO;
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
	case 0: return look_at(out);
	case EXEC_FAILED: return -ENOENT;
	case CHDIR_FAILED: return -ENOTDIR;
	default: return -EIO;
	}
}
