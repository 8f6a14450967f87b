// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists and runs the benchmark programs. */
#include "bench_exec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"
#include "child.h"

/* Listing takes some milliseconds. */
enum { ARGUMENTS_MAX = 32, LIST_LIMIT_S = 60 };

static _Noreturn void become(const char *path, const char *const *arguments, int out, int err,
			     pid_t parent)
{
	char *argv[ARGUMENTS_MAX] = { strdup(path) };

	for (int i = 0; i < ARGUMENTS_MAX - 2 && arguments[i]; i++)
		argv[i + 1] = strdup(arguments[i]);
	signal(SIGPIPE, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent || dup2(out, STDOUT_FILENO) < 0 ||
	    (err >= 0 && dup2(err, STDERR_FILENO) < 0))
		_exit(126);
	execv(path, argv);
	fprintf(stderr, "run %s: %s\n", path, strerror(errno));
	_exit(126);
}

int bench_exec_run(const char *bench_dir, const char *program, const char *const *arguments,
		   int stderr_fd, const volatile int *stop, struct bench_exec_result *ret_result)
{
	char path[PATH_MAX];
	pid_t parent = getpid(), child;
	int ends[2], error;

	if (snprintf(path, sizeof(path), "%s/%s", bench_dir, program) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	child = fork();
	if (!child)
		become(path, arguments, ends[1], stderr_fd, parent);
	error = child < 0 ? -errno : 0;
	close(ends[1]);
	if (error) {
		close(ends[0]);
		return error;
	}
	child_follow(child, ends[0], stop, ret_result);
	return 0;
}

static enum case_tier parse_tier(const char *text)
{
	for (int i = 0; i < TIERS; i++)
		if (!strcmp(text, plan_tier_name((enum case_tier)i)))
			return (enum case_tier)i;
	return TIER_FULL;
}

static void add_point(struct bench_exec_points *points, const char *program, char *line)
{
	struct bench_exec_point point = { 0 };
	char *id = strsep(&line, "\t"), *tier = strsep(&line, "\t");
	char *case_name = strsep(&line, "\t"), *needs = strsep(&line, "\t");

	if (!line)
		die(EXIT_FAILED, "%s --list: a line without five fields", program);
	snprintf(point.program, sizeof(point.program), "%s", program);
	snprintf(point.id, sizeof(point.id), "%s", id);
	snprintf(point.case_name, sizeof(point.case_name), "%s", case_name);
	point.tier = parse_tier(tier);
	point.needs = xstrdup(needs);
	point.timed = xstrdup(line);
	points->points = xrealloc(points->points, points->count + 1, sizeof(*points->points));
	points->points[points->count++] = point;
}

static void list_program(const char *bench_dir, const char *program,
			 struct bench_exec_points *points)
{
	static const char *const arguments[] = { "--list", NULL };
	struct bench_exec_result result = { .limit_s = LIST_LIMIT_S };
	char *rest, *line;
	int error = bench_exec_run(bench_dir, program, arguments, -1, NULL, &result);

	if (error || !WIFEXITED(result.status) || WEXITSTATUS(result.status))
		die(EXIT_FAILED, "%s/%s --list failed%s%s (build again?)", bench_dir, program,
		    error ? ": " : "", error ? strerror(-error) : "");
	rest = result.output;
	strsep(&rest, "\n"); /* the header */
	while (rest && (line = strsep(&rest, "\n")))
		if (*line)
			add_point(points, program, line);
	free(result.output);
}

static int is_program(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && !strchr(entry->d_name, '.');
}

void bench_exec_list(const char *bench_dir, struct bench_exec_points *ret_points)
{
	struct dirent **entries;
	int count = scandir(bench_dir, &entries, is_program, alphasort);
	struct bench_exec_points points = { 0 };

	if (count < 0)
		die(EXIT_FAILED, "open %s: %s (build first: ./run.sh does)", bench_dir,
		    strerror(errno));
	for (int i = 0; i < count; i++) {
		char path[PATH_MAX];
		struct stat status;

		snprintf(path, sizeof(path), "%s/%s", bench_dir, entries[i]->d_name);
		if (!stat(path, &status) && S_ISREG(status.st_mode) && !access(path, X_OK) &&
		    strlen(entries[i]->d_name) < sizeof(points.points->program))
			list_program(bench_dir, entries[i]->d_name, &points);
		free(entries[i]);
	}
	free(entries);
	if (!points.count)
		die(EXIT_FAILED, "%s: no benchmark programs there (build first: ./run.sh does)",
		    bench_dir);
	*ret_points = points;
}
