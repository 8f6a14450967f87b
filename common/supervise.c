// SPDX-License-Identifier: GPL-2.0-or-later
/* How is a point measured without the machine being the worse for it? */
#include "supervise.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "settings.h"
#include "thp.h"

#define NS_PER_S 1000000000ull

static sigset_t signals_taken, signals_before;

void supervise_begin(void)
{
	sigemptyset(&signals_taken);
	sigaddset(&signals_taken, SIGINT);
	sigaddset(&signals_taken, SIGTERM);
	sigaddset(&signals_taken, SIGHUP);
	sigaddset(&signals_taken, SIGCHLD);
	sigprocmask(SIG_BLOCK, &signals_taken, &signals_before);
	signal(SIGPIPE, SIG_IGN);
}

/* A group of its own: Ctrl-C reaches the supervisor alone, and the children die with the worker. */
static _Noreturn void become_worker(const struct point *point, const struct supervision *how,
				    struct outcome *outcome, pid_t supervisor)
{
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != supervisor)
		_exit(1);
	sigprocmask(SIG_SETMASK, &signals_before, NULL);
	worker_run(point, how->cpu, how->samples, outcome);
	_exit(0);
}

/* Waits for the worker's end, a signal, or the limit. Return: the signal that asked to end, or 0.
 */
static int wait_for(pid_t worker, unsigned int limit_s, int *ret_status, bool *ret_is_late)
{
	uint64_t deadline = clock_now_ns() + limit_s * NS_PER_S;

	*ret_is_late = false;
	while (waitpid(worker, ret_status, WNOHANG) == 0) {
		uint64_t now = clock_now_ns();
		uint64_t left = now < deadline ? deadline - now : 0;
		struct timespec wait = { .tv_sec = (time_t)(left / NS_PER_S),
					 .tv_nsec = (long)(left % NS_PER_S) };
		int taken = left ? sigtimedwait(&signals_taken, NULL, &wait) : -1;

		if (taken == SIGCHLD || (taken < 0 && left && errno == EINTR))
			continue;
		kill(-worker, SIGKILL);
		kill(worker, SIGKILL);
		waitpid(worker, ret_status, 0);
		*ret_is_late = taken < 0;
		return taken < 0 ? 0 : taken;
	}
	kill(-worker, SIGKILL); /* children that the worker left behind */
	return 0;
}

static void judge_end(int status, bool is_late, unsigned int limit_s, struct outcome *outcome)
{
	if (!is_late && WIFEXITED(status) && outcome->is_finished)
		return;
	outcome->status = STATUS_OP_FAILED;
	outcome->sample_count = 0;
	if (is_late)
		reason_set(&outcome->reason, "worker killed after its time limit of %u s", limit_s);
	else if (WIFSIGNALED(status))
		reason_set(&outcome->reason, "worker killed by signal %d (%s)", WTERMSIG(status),
			   strsignal(WTERMSIG(status)));
	else
		reason_set(&outcome->reason, "worker ended before its time, exit status %d",
			   WEXITSTATUS(status));
}

static int run_worker(const struct point *point, const struct supervision *how,
		      struct outcome *outcome)
{
	pid_t supervisor = getpid(), worker;
	struct outcome *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
				      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int status = 0, taken;
	bool is_late;

	worker = shared == MAP_FAILED ? -1 : fork();
	if (worker < 0) {
		outcome->status = STATUS_OP_FAILED;
		reason_set(&outcome->reason, "fork the worker: %s", strerror(errno));
		if (shared != MAP_FAILED)
			munmap(shared, sizeof(*shared));
		return 0;
	}
	if (!worker)
		become_worker(point, how, shared, supervisor);
	setpgid(worker, worker);
	taken = wait_for(worker, how->time_limit_s, &status, &is_late);
	judge_end(status, is_late, how->time_limit_s, shared);
	memcpy(outcome, shared, sizeof(*outcome));
	munmap(shared, sizeof(*shared));
	return taken;
}

int supervise_point(const struct point *point, const struct supervision *how,
		    struct outcome *outcome, struct reason *ret_reason)
{
	struct settings settings;
	int taken = 0, error;

	memset(outcome, 0, sizeof(*outcome));
	outcome->cpu = how->cpu;
	if (thp_is_unsupported(&point->spec, &outcome->reason)) {
		outcome->status = STATUS_UNSUPPORTED;
		return 0;
	}
	thp_settings(&point->spec, &settings);
	if (settings_apply(&settings, &outcome->reason))
		outcome->status = STATUS_STATE_NOT_REACHED;
	else
		taken = run_worker(point, how, outcome);
	error = settings_restore(NULL, ret_reason);
	return error ? error : taken;
}
