// SPDX-License-Identifier: GPL-2.0-or-later
/* Starts the plot program for a run. */
#include "run_figures.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"

void run_figures_draw(const char *program, const char *run)
{
	char *folder;
	pid_t child;

	if (!program)
		return;
	if (access(program, X_OK)) {
		warn("no figures: %s is not built (./run.sh plot --setup installs what it needs)",
		     program);
		return;
	}
	folder = xasprintf("%s/figures", run);
	child = fork();
	if (!child) {
		execl(program, program, "--quiet", "--out", folder, "--", run, (char *)NULL);
		warn("run %s: %s", program, strerror(errno));
		_exit(EXIT_FAILED);
	}
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	if (child < 0)
		warn("no figures: start %s: %s", program, strerror(errno));
	free(folder);
}
