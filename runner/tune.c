// SPDX-License-Identifier: GPL-2.0-or-later
/* Holds the knobs of --tune in a parent process and restores them. */
#include "tune.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"
#include "measure/host.h"
#include "sys/kfile.h"
#include "sys/knobs.h"
#include "run_dir.h"
#include "tunables.h"

/* The knobs that this process holds. */
static struct tunables held;
static pid_t parent;
static volatile pid_t child;

static void read_knob(const char *path, char ret_word[KNOBS_VALUE_BYTES])
{
	int error = kfile_read_choice(path, ret_word, KNOBS_VALUE_BYTES);

	if (error)
		snprintf(ret_word, KNOBS_VALUE_BYTES, "unreadable (%s)", strerror(-error));
}

void tune_show(int cpu)
{
	struct tunables wanted;
	char now[KNOBS_VALUE_BYTES];

	tunables_find(cpu, &wanted);
	for (size_t i = 0; i < wanted.knobs.count; i++) {
		const struct knobs_entry *entry = &wanted.knobs.entries[i];

		read_knob(entry->path, now);
		if (strcmp(now, entry->wanted) != 0)
			printf("would set %s: %s -> %s\n", entry->path, now, entry->wanted);
	}
	knobs_free(&wanted.knobs);
}

static void forward(int number)
{
	if (child > 0)
		kill(child, number);
}

/* Forwards signals, waits for the child, puts the knobs back, and ends as the child did. */
static _Noreturn void attend(const sigset_t *unblocked)
{
	struct sigaction action = { .sa_handler = forward, .sa_flags = SA_RESTART };
	struct reason reason;
	int status = 0;

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	sigprocmask(SIG_SETMASK, unblocked, NULL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (knobs_restore(KNOBS_OF_RUN, NULL, &reason))
		die(EXIT_FAILED, "%s", reason.text);
	if (WIFSIGNALED(status)) {
		signal(WTERMSIG(status), SIG_DFL);
		raise(WTERMSIG(status));
	}
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILED);
}

void tune_hold(int cpu)
{
	struct reason reason;
	sigset_t all, old;

	if (geteuid())
		die(EXIT_CANNOT_RUN, "--tune: setting knobs needs root (leave it out, or run as "
				     "root)");
	parent = getpid();
	tunables_find(cpu, &held);
	for (size_t i = 0; i < held.knobs.count; i++)
		read_knob(held.knobs.entries[i].path, held.knobs.entries[i].before);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &old); /* until the knobs are set and the parent waits */
	if (knobs_apply(KNOBS_OF_RUN, &held.knobs, &reason))
		die(EXIT_FAILED, "--tune: %s", reason.text);
	child = fork();
	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		if (getppid() != parent)
			raise(SIGTERM);
		sigprocmask(SIG_SETMASK, &old, NULL);
		return;
	}
	if (child > 0)
		attend(&old);
	knobs_restore(KNOBS_OF_RUN, NULL, &reason);
	die(EXIT_FAILED, "--tune: fork: %s", strerror(errno));
}

void tune_end(void)
{
	struct reason reason;

	if (parent && getppid() != parent && knobs_restore(KNOBS_OF_RUN, NULL, &reason))
		die(EXIT_FAILED, "%s", reason.text);
}

static size_t count_held(const struct tunables_group *group)
{
	const struct knobs_entry *entry = held.knobs.entries + group->first;
	char now[KNOBS_VALUE_BYTES];
	size_t count = 0;

	for (size_t i = 0; i < group->count; i++, entry++) {
		read_knob(entry->path, now);
		count += !strcmp(now, entry->wanted);
	}
	return count;
}

void tune_facts(FILE *out)
{
	host_fact(out, "tune", held.groups[0].name ? "yes" : "no");
	for (size_t i = 0; i < TUNABLES_GROUPS && held.groups[0].name; i++) {
		const struct tunables_group *group = &held.groups[i];
		size_t count = count_held(group);
		char *key = xasprintf("tune.%s", group->name);
		char *text = !group->count	     ? xstrdup("nothing to set here")
			     : count == group->count ? xstrdup(group->held)
			     : count		     ? xasprintf("%s in part", group->held)
						     : xstrdup("could not be set");

		host_fact(out, key, text);
		free(text);
		free(key);
	}
}

void tune_log(int fd)
{
	char now[KNOBS_VALUE_BYTES];

	for (size_t i = 0; i < held.knobs.count; i++) {
		const struct knobs_entry *entry = &held.knobs.entries[i];

		read_knob(entry->path, now);
		run_dir_log(fd, "tune: %s: %s -> %s%s", entry->path, entry->before, now,
			    strcmp(now, entry->wanted) != 0 ? " (could not be set)" : "");
	}
}
