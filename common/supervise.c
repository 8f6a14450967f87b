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
#include "lock.h"
#include "settings.h"
#include "swapdev.h"
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
static _Noreturn void become_worker(const struct supervise_job *job, void *shared, pid_t supervisor)
{
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != supervisor)
		_exit(1);
	sigprocmask(SIG_SETMASK, &signals_before, NULL);
	job->work(job->context, shared);
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

static void describe_end(int status, bool is_late, unsigned int limit_s, struct reason *ret_reason)
{
	if (is_late)
		reason_set(ret_reason, "worker killed after its time limit of %u s", limit_s);
	else if (WIFSIGNALED(status))
		reason_set(ret_reason, "worker killed by signal %d (%s)", WTERMSIG(status),
			   strsignal(WTERMSIG(status)));
	else
		reason_set(ret_reason, "worker ended before its time, exit status %d",
			   WEXITSTATUS(status));
}

/* Return: the signal that asked to end, or 0. */
static int run_worker(const struct supervise_job *job, void *result, struct reason *ret_end)
{
	pid_t supervisor = getpid(), worker;
	void *shared = mmap(NULL, job->result_bytes, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int status = 0, taken;
	bool is_late;

	worker = shared == MAP_FAILED ? -1 : fork();
	if (worker < 0) {
		reason_set(ret_end, "fork the worker: %s", strerror(errno));
		if (shared != MAP_FAILED)
			munmap(shared, job->result_bytes);
		return 0;
	}
	if (!worker)
		become_worker(job, shared, supervisor);
	setpgid(worker, worker);
	taken = wait_for(worker, job->time_limit_s, &status, &is_late);
	describe_end(status, is_late, job->time_limit_s, ret_end);
	memcpy(result, shared, job->result_bytes);
	munmap(shared, job->result_bytes);
	return taken;
}

int supervise_restore(unsigned int *ret_restored, struct reason *ret_reason)
{
	int error = settings_restore(JOURNAL_OF_POINT, ret_restored, ret_reason);
	struct reason ignored;
	int swap_error = swapdev_restore(NULL, error ? &ignored : ret_reason);

	return error ? error : swap_error;
}

int supervise_recover(unsigned int *ret_restored, struct reason *ret_reason)
{
	unsigned int of_run = 0;
	int error = supervise_restore(ret_restored, ret_reason);

	if (!error && !lock_is_inherited())
		error = settings_restore(JOURNAL_OF_RUN, &of_run, ret_reason);
	if (ret_restored)
		*ret_restored += of_run;
	return error;
}

/* A quarter more than needed: others may swap as well, and folios want neighbours. */
static int prepare(const struct state_spec *spec, struct reason *ret_reason)
{
	uint64_t bytes = (uint64_t)spec->size_bytes * spec->region_count;
	struct settings settings;
	int error;

	thp_settings(spec, &settings);
	error = settings_apply(JOURNAL_OF_POINT, &settings, ret_reason);
	settings_free(&settings);
	if (!error && spec->pages == PAGES_SWAPPED)
		error = swapdev_begin(bytes + bytes / 4, ret_reason);
	return error;
}

int supervise_run(const struct supervise_job *job, void *result, struct reason *ret_end,
		  bool *ret_is_prepared, struct reason *ret_reason)
{
	int taken = 0, error;

	*ret_is_prepared = !prepare(job->spec, ret_end);
	if (*ret_is_prepared)
		taken = run_worker(job, result, ret_end);
	error = supervise_restore(NULL, ret_reason);
	return error ? error : taken;
}

struct measurement {
	const struct point *point;
	const struct supervision *how;
};

static void measure(const void *context, void *shared)
{
	const struct measurement *it = context;

	worker_run(it->point, it->how->cpu, it->how->samples, shared);
}

int supervise_point(const struct point *point, const struct supervision *how,
		    struct outcome *outcome, struct reason *ret_reason)
{
	const struct measurement it = { point, how };
	const struct supervise_job job = {
		.spec = &point->spec,
		.work = measure,
		.context = &it,
		.result_bytes = sizeof(*outcome),
		.time_limit_s = how->time_limit_s,
	};
	struct reason end = { "" };
	bool is_prepared;
	int result;

	memset(outcome, 0, sizeof(*outcome));
	outcome->cpu = how->cpu;
	if (plan_is_unsupported(point, &outcome->reason)) {
		outcome->status = STATUS_UNSUPPORTED;
		return 0;
	}
	result = supervise_run(&job, outcome, &end, &is_prepared, ret_reason);
	if (!is_prepared) {
		outcome->status = STATUS_STATE_NOT_REACHED;
		outcome->reason = end;
	} else if (!outcome->is_finished) {
		outcome->status = STATUS_OP_FAILED;
		outcome->sample_count = 0;
		outcome->reason = end;
	}
	return result;
}
