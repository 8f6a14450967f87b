// SPDX-License-Identifier: GPL-2.0-or-later
/* What do fork(2) and the child's exit cost, by folio size and number of VMAs? */
#include "bench.h"

#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Raw system calls: no handlers of libc run, and the child touches as little memory as can be. */
static _Noreturn void stop_then_exit(void)
{
	syscall(SYS_kill, syscall(SYS_getpid), SIGSTOP);
	for (;;)
		syscall(SYS_exit_group, 0);
}

static int clone_child(struct bench_run *run)
{
	long child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);

	if (!child)
		stop_then_exit();
	run->child = (int)child;
	return child < 0 ? -errno : 0;
}

/* The child has stopped itself, or never ran so far: both end at SIGKILL. */
static int end_child(struct bench_run *run)
{
	if (kill(run->child, SIGKILL) || waitpid(run->child, NULL, 0) < 0)
		return -errno;
	return 0;
}

static int clone_and_wait_for_stop(struct bench_run *run)
{
	int error = clone_child(run);

	if (error)
		return error;
	return waitpid(run->child, NULL, WUNTRACED) < 0 ? -errno : 0;
}

static int release_and_reap(struct bench_run *run)
{
	if (kill(run->child, SIGCONT) || waitpid(run->child, NULL, 0) < 0)
		return -errno;
	return 0;
}

static const struct case_value sizes[] = { { 64 * MIB, TIER_QUICK }, { GIB, TIER_FULL }, { 0 } };

static const struct case_value vma_counts[] = {
	{ 1, TIER_DEFAULT }, { 2000, TIER_DEFAULT }, { 4000, TIER_DEFAULT }, { 0 }
};

#define EXCLUSIVE_ANON                                                                             \
	{                                                                                          \
		.backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .dirty = true               \
	}

static const struct bench_case cases[] = {
	{
		.name = "fork.anon",
		.timed = "clone(2) with SIGCHLD until the parent returns; the child does not run "
			 "yet",
		.state = EXCLUSIVE_ANON,
		.sizes = sizes,
		.folios = FOLIOS_ALL,
		.op = clone_child,
		.undo = end_child,
		.faults = FAULTS_FEW,
		.samples = 10,
	},
	{
		.name = "fork.exit",
		.timed = "from SIGCONT to a stopped child, which exits, until waitpid(2) returns",
		.state = EXCLUSIVE_ANON,
		.sizes = sizes,
		.folios = FOLIOS_ALL,
		.setup = clone_and_wait_for_stop,
		.op = release_and_reap,
		.faults = FAULTS_FEW,
		.counter_scope = COUNTER_SCOPE_CPU,
		.samples = 10,
		.tier = TIER_DEFAULT,
	},
	{
		.name = "fork.vmas",
		.timed = "clone(2) with SIGCHLD of a process with that many VMAs more, all without "
			 "pages",
		.state = { .backing = BACKING_ANON },
		.parameter = "vmas",
		.parameters = vma_counts,
		.parameter_is_vmas = true,
		.op = clone_child,
		.undo = end_child,
		.keeps_state = true,
		.unit = UNIT_CALL,
		.faults = FAULTS_FEW,
	},
};

static const struct bench_program program = {
	.name = "fork",
	.about = "fork(2) of sized memory, and the exit of the child.",
	.cases = cases,
	.case_count = sizeof(cases) / sizeof(cases[0]),
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, &program);
}
