// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs a benchmark program to its end; reads and prints the list of points. */
#include "bench_exec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/die.h"
#include "measure/own_points.h"

/* Listing takes some milliseconds. */
enum { GLOBS_AT = 2, ARGUMENTS_MAX = 2 * GLOBLIST_MAX + 32, LIST_LIMIT_S = 60 };

#define NS_PER_MS 1000000ull
#define NS_PER_S (1000 * NS_PER_MS)

/* On SIGTERM a program kills its worker, which may take its own grace, and puts knobs back. */
enum { OUTPUT_BYTES_MAX = 16 << 20, TERM_GRACE_S = 10, KILL_GRACE_S = 5 };

/* Without a pidfd, poll for its end: seldom while it measures. */
enum { LOOK_MS = 1000, LOOK_AT_END_MS = 5 };

/**
 * struct followed - a program that runs.
 * @ended: its pidfd; -1: the kernel has none (before Linux 5.3).
 * @out: -1: at its end.
 * @sent: the last signal that it got, or 0.
 * @deadline_ns: when to send the next one; UINT64_MAX: never.
 */
struct followed {
	pid_t child;
	int ended, out, sent;
	bool is_reaped;
	uint64_t deadline_ns;
	struct bench_exec_result *result;
	char *text;
	size_t room, used;
};

/* The arguments of bench_exec_own(), and its list of cases or NULL. */
static const char *own_arguments[POINT_OPTIONS + 1];
static const char *own_cases;
static bool lists_all;

void bench_exec_own(const struct point_options *own)
{
	unsigned int count = 0;

	for (int i = 0; i < POINT_OPTIONS; i++)
		if (own->texts[i])
			own_arguments[count++] =
				xasprintf("--%s=%s", point_options_names[i], own->texts[i]);
	own_cases = own->texts[POINT_OPTIONS_CASE];
}

static void set_deadline(struct followed *it, unsigned int seconds)
{
	it->deadline_ns = seconds ? clock_now_ns() + seconds * NS_PER_S : UINT64_MAX;
}

static void send(struct followed *it, int number)
{
	kill(it->child, number);
	it->sent = number;
	set_deadline(it, number == SIGTERM ? TERM_GRACE_S : KILL_GRACE_S);
}

/* Hands on the whole lines in @text. Return: bytes of the rest, which is moved to the start. */
static size_t take_lines(const struct bench_exec_result *result, char *text, size_t used)
{
	char *line = text, *end;

	while ((end = memchr(line, '\n', used - (size_t)(line - text)))) {
		*end = '\0';
		result->take(result->context, line);
		line = end + 1;
	}
	used -= (size_t)(line - text);
	memmove(text, line, used);
	return used;
}

static void take_output(struct followed *it)
{
	ssize_t got = read(it->out, it->text + it->used, it->room - it->used - 1);

	if (got < 0 && errno == EINTR)
		return;
	if (got <= 0) {
		close(it->out);
		it->out = -1;
		return;
	}
	it->used += (size_t)got;
	if (it->result->take)
		it->used = take_lines(it->result, it->text, it->used);
	if (it->room - it->used < 2 && it->room < OUTPUT_BYTES_MAX)
		it->text = xrealloc(it->text, it->room *= 2, 1);
	else if (it->room - it->used < 2)
		it->used = 0; /* far more than rows: unusable anyhow */
	if (!it->sent)
		set_deadline(it, it->result->limit_s);
}

/* After its end only a worker that it has killed, or that dies with it, holds its pipe. */
static void reap(struct followed *it)
{
	if (it->is_reaped || waitpid(it->child, &it->result->status, WNOHANG) == 0)
		return;
	it->is_reaped = true;
	it->sent = SIGKILL;
	set_deadline(it, KILL_GRACE_S);
}

/* Sends the next signal when it is due. Return: false when SIGKILL did not help in time. */
static bool press(struct followed *it)
{
	if (clock_now_ns() < it->deadline_ns)
		return true;
	if (it->sent == SIGKILL)
		return false;
	it->result->is_late = it->result->is_late || !it->sent;
	send(it, it->sent ? SIGKILL : SIGTERM);
	return true;
}

static int milliseconds_left(const struct followed *it)
{
	uint64_t now = clock_now_ns(), left;

	if (it->ended < 0)
		return it->out >= 0 ? LOOK_MS : LOOK_AT_END_MS;
	if (it->deadline_ns == UINT64_MAX)
		return -1;
	left = it->deadline_ns > now ? (it->deadline_ns - now) / NS_PER_MS + 1 : 0;
	return left < INT32_MAX ? (int)left : INT32_MAX;
}

/* Return: did the program and all that holds its pipe end? */
static bool follow_to_the_end(struct followed *it, const volatile int *stop)
{
	while (it->out >= 0 || !it->is_reaped) {
		struct pollfd events[] = {
			{ .fd = it->out, .events = POLLIN },
			{ .fd = it->is_reaped ? -1 : it->ended, .events = POLLIN },
		};
		int count = poll(events, 2, milliseconds_left(it));

		if (count > 0 && events[0].revents)
			take_output(it);
		reap(it);
		if (stop && *stop && !it->sent)
			send(it, SIGTERM);
		if (count <= 0 && !press(it))
			return false;
	}
	return true;
}

/*
 * Reads what a program writes until it has ended and nobody holds its pipe. Its worker inherits the
 * pipe, so the end of a killed worker is seen, too.
 */
static void follow(pid_t child, int out, const volatile int *stop, struct bench_exec_result *result)
{
	struct followed it = {
		.child = child,
		.ended = (int)syscall(SYS_pidfd_open, child, 0),
		.out = out,
		.result = result,
		.room = 65536,
	};

	it.text = xrealloc(NULL, it.room, 1);
	result->status = SIGKILL; /* if it cannot be reaped */
	result->is_late = false;
	set_deadline(&it, result->limit_s);
	result->is_stuck = !follow_to_the_end(&it, stop);
	if (it.out >= 0)
		close(it.out);
	if (it.ended >= 0)
		close(it.ended);
	it.text[it.used] = '\0';
	result->output = it.text;
}

static _Noreturn void become(const char *path, const char *const *arguments, int out, int err,
			     pid_t parent)
{
	char *argv[ARGUMENTS_MAX] = { strdup(path) };
	int count = 1;

	for (int i = 0; count < ARGUMENTS_MAX - 1 && arguments[i]; i++)
		argv[count++] = strdup(arguments[i]);
	for (int i = 0; count < ARGUMENTS_MAX - 1 && own_arguments[i] && !lists_all; i++)
		argv[count++] = strdup(own_arguments[i]);
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
	follow(child, ends[0], stop, ret_result);
	return 0;
}

void bench_exec_describe_end(const struct bench_exec_result *result, const char *detail,
			     char *ret_text, size_t size)
{
	if (result->is_late)
		snprintf(ret_text, size, "program %s: no word from it in %u s",
			 result->is_stuck ? "could not be killed" : "killed", result->limit_s);
	else if (WIFSIGNALED(result->status))
		snprintf(ret_text, size, "program killed by signal %d (%s)",
			 WTERMSIG(result->status), strsignal(WTERMSIG(result->status)));
	else if (WEXITSTATUS(result->status))
		snprintf(ret_text, size, "program ended with exit status %d (see log.txt)",
			 WEXITSTATUS(result->status));
	else
		snprintf(ret_text, size, "program wrote malformed rows: %.120s", detail);
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
	while (point.tier < TIER_FULL && strcmp(tier, plan_tiers[point.tier]) != 0)
		point.tier++;
	point.needs = xstrdup(needs);
	point.timed = xstrdup(line);
	points->points = xrealloc(points->points, points->count + 1, sizeof(*points->points));
	points->points[points->count++] = point;
}

static const char *const list_points[] = { "--list", NULL };

static void list_program(const char *bench_dir, const char *program, const char *const *arguments,
			 struct bench_exec_points *points)
{
	struct bench_exec_result result = { .limit_s = LIST_LIMIT_S };
	char *rest, *line;
	int error = bench_exec_run(bench_dir, program, arguments, -1, NULL, &result);

	if (!error && WIFEXITED(result.status) && WEXITSTATUS(result.status) == EXIT_USAGE)
		exit(EXIT_USAGE); /* it has said why */
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

/* Lists again with bench_exec_own()'s options, if there are any: the programs that have a case. */
static void list_own(const char *bench_dir, struct bench_exec_points *points)
{
	struct bench_exec_points own = { 0 };
	const char **names = xcalloc(points->count, sizeof(*names)), *last = "";

	for (size_t i = 0; i < points->count; i++)
		names[i] = points->points[i].case_name;
	if (own_cases)
		own_points_check_names(own_cases, names, points->count, "");
	for (size_t i = 0; i < points->count; i++) {
		const struct bench_exec_point *point = &points->points[i];

		if (strcmp(last, point->program) != 0 &&
		    (!own_cases || own_points_is_named(own_cases, point->case_name)))
			list_program(bench_dir, last = point->program, list_points, &own);
	}
	free(names);
	bench_exec_points_free(points);
	*points = own;
}

void bench_exec_points_free(struct bench_exec_points *points)
{
	for (size_t i = 0; i < points->count; i++) {
		free(points->points[i].needs);
		free(points->points[i].timed);
	}
	free(points->points);
	*points = (struct bench_exec_points) { 0 };
}

/* Return: what each program in a folder lists, in the order of their names. */
static struct bench_exec_points list_all(const char *bench_dir, const char *const *arguments)
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
			list_program(bench_dir, entries[i]->d_name, arguments, &points);
		free(entries[i]);
	}
	free(entries);
	return points;
}

void bench_exec_list(const char *bench_dir, struct bench_exec_points *ret_points)
{
	lists_all = true;
	*ret_points = list_all(bench_dir, list_points);
	if (!ret_points->count)
		die(EXIT_FAILED, "%s: no benchmark programs there (build first: ./run.sh does)",
		    bench_dir);
	lists_all = false;
	if (own_arguments[0])
		list_own(bench_dir, ret_points);
}

void bench_exec_list_checks(const char *bench_dir, const struct globlist *globs,
			    struct bench_exec_points *ret_checks)
{
	const char *arguments[GLOBS_AT + 2 * GLOBLIST_MAX + 1] = { "--list", "--check" };

	for (unsigned int i = 0; i < globs->count; i++) {
		arguments[GLOBS_AT + 2 * i] = "--point";
		arguments[GLOBS_AT + 2 * i + 1] = globs->texts[i];
	}
	*ret_checks = list_all(bench_dir, arguments);
}
