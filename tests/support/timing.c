// SPDX-License-Identifier: GPL-2.0-or-later
/* Measures the time and the memory of a command. */
#include "timing.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/die.h"

double timing_command(const char *command, double *ret_mib)
{
	uint64_t start = clock_now_ns();
	struct rusage usage;
	pid_t child;
	int status;

	fflush(stdout);
	child = fork();
	if (!child) {
		if (!freopen("/dev/null", "w", stdout))
			_exit(EXIT_FAILED);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(EXIT_CANNOT_RUN);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) < 0)
		die(EXIT_FAILED, "run %s: %s", command, strerror(errno));
	if (!WIFEXITED(status) || WEXITSTATUS(status) == EXIT_USAGE ||
	    WEXITSTATUS(status) == EXIT_CANNOT_RUN)
		die(EXIT_FAILED, "%s failed (status %#x)", command, (unsigned int)status);
	*ret_mib = (double)usage.ru_maxrss / 1024;
	return (double)(clock_now_ns() - start) / 1e9;
}

char *timing_folder(void)
{
	const char *parent = getenv("TMPDIR") ? getenv("TMPDIR") : "/var/tmp";
	char *folder = xasprintf("%s/ptebench-benchmark-XXXXXX", parent);

	if (!mkdtemp(folder))
		die(EXIT_FAILED, "make %s: %s", folder, strerror(errno));
	return folder;
}

void timing_remove(const char *folder)
{
	char *command = xasprintf("exec rm -rf '%s'", folder);
	double mib;

	timing_command(command, &mib);
	free(command);
}
