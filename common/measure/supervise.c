// SPDX-License-Identifier: GPL-2.0-or-later
/* Sets knobs, forks the worker, waits for it, and restores the knobs. */
#include "supervise.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/kfile.h"
#include "sys/knobs.h"
#include "sys/lock.h"
#include "state/swap.h"
#include "state/thp.h"

#define NS_PER_S 1000000000ull

/* SIGKILL ends a process, and frees its memory, in that time, or not at all. */
enum { KILL_GRACE_S = 5 };

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

/* Its own process group: Ctrl-C reaches only the supervisor, and children die with the worker. */
static _Noreturn void become_worker(const struct supervise_job *job, void *shared, pid_t supervisor)
{
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != supervisor)
		_exit(1);
	/* Die first: not the supervisor, nor processes of the user. Takes no privilege: proc(5). */
	kfile_write("/proc/self/oom_score_adj", "1000");
	sigprocmask(SIG_SETMASK, &signals_before, NULL);
	job->work(job, shared);
	_exit(0);
}

/* How a worker ended. */
struct end {
	int status;	    /* of waitpid(2) */
	int taken;	    /* the signal that asked to end, or 0 */
	bool is_late;	    /* it was killed after its time limit */
	bool is_stuck;	    /* it was killed, and still exists */
	bool is_for_memory; /* the kernel killed processes for want of memory meanwhile */
};

/* Return: 0: the worker has ended; a signal of @signals; or -1: the time is over. */
static int wait_for(pid_t worker, const sigset_t *signals, unsigned int limit_s, int *ret_status)
{
	uint64_t deadline = clock_now_ns() + limit_s * NS_PER_S;

	while (waitpid(worker, ret_status, WNOHANG) == 0) {
		uint64_t now = clock_now_ns();
		uint64_t left = now < deadline ? deadline - now : 0;
		struct timespec wait = { .tv_sec = (time_t)(left / NS_PER_S),
					 .tv_nsec = (long)(left % NS_PER_S) };
		int taken = left ? sigtimedwait(signals, NULL, &wait) : -1;

		if (taken != SIGCHLD && !(taken < 0 && left && errno == EINTR))
			return taken;
	}
	return 0;
}

/* Waits only KILL_GRACE_S after SIGKILL, which does not wake an uninterruptible sleep. */
static void see_it_end(pid_t worker, unsigned int limit_s, struct end *ret_end)
{
	struct end end = { 0 };
	sigset_t its_end;
	int answer = wait_for(worker, &signals_taken, limit_s, &end.status);

	kill(-worker, SIGKILL); /* also children that the worker left behind */
	if (answer) {
		sigemptyset(&its_end);
		sigaddset(&its_end, SIGCHLD);
		kill(worker, SIGKILL);
		end.is_stuck = wait_for(worker, &its_end, KILL_GRACE_S, &end.status) != 0;
		end.is_late = answer < 0;
		end.taken = answer < 0 ? 0 : answer;
	}
	*ret_end = end;
}

/* Names the function of the kernel; only root sees it, others see "0". */
static void describe_stuck(pid_t worker, struct reason *ret_reason)
{
	char path[64], state[32] = "state unknown", where[80] = "";

	snprintf(path, sizeof(path), "/proc/%d/status", (int)worker);
	kfile_read_field(path, "State", state, sizeof(state));
	snprintf(path, sizeof(path), "/proc/%d/wchan", (int)worker);
	if (kfile_read(path, where, sizeof(where)) || !strcmp(where, "0"))
		where[0] = '\0';
	reason_set(ret_reason, "worker %d hangs in the kernel (%s%s%s) and could not be killed",
		   (int)worker, state, where[0] ? ", in " : "", where);
}

static void describe_end(pid_t worker, const struct end *end, unsigned int limit_s,
			 struct reason *ret_reason)
{
	int status = end->status;

	if (end->is_stuck)
		describe_stuck(worker, ret_reason);
	else if (end->is_late)
		reason_set(ret_reason, "worker killed after its time limit of %u s", limit_s);
	else if (WIFSIGNALED(status))
		reason_set(ret_reason, "worker killed by signal %d (%s)%s", WTERMSIG(status),
			   strsignal(WTERMSIG(status)),
			   end->is_for_memory && WTERMSIG(status) == SIGKILL
				   ? ": out of memory, of the machine or of our control group"
				   : "");
	else
		reason_set(ret_reason, "worker ended before its time, exit status %d",
			   WEXITSTATUS(status));
}

/* Return: processes killed since boot for want of memory, of the machine or of a control group. */
static struct opt_u64 count_oom_kills(void)
{
	static const char key[] = "\noom_kill ";
	struct opt_u64 kills = { 0 };
	char *text, *found;

	if (kfile_read_all("/proc/vmstat", &text, NULL))
		return kills;
	found = strstr(text, key);
	if (found)
		kills = opt_u64_of(strtoull(found + strlen(key), NULL, 10));
	free(text);
	return kills;
}

static void run_worker(const struct supervise_job *job, void *result, struct end *ret_end,
		       struct reason *ret_reason)
{
	struct opt_u64 kills = count_oom_kills();
	pid_t supervisor = getpid(), worker;
	void *shared = mmap(NULL, job->result_bytes, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	worker = shared == MAP_FAILED ? -1 : fork();
	if (worker < 0) {
		reason_set(ret_reason, "fork the worker: %s", strerror(errno));
		if (shared != MAP_FAILED)
			munmap(shared, job->result_bytes);
		return;
	}
	if (!worker)
		become_worker(job, shared, supervisor);
	setpgid(worker, worker);
	see_it_end(worker, job->how->time_limit_s, ret_end);
	ret_end->is_for_memory = kills.known && count_oom_kills().value > kills.value;
	describe_end(worker, ret_end, job->how->time_limit_s, ret_reason);
	memcpy(result, shared, job->result_bytes);
	munmap(shared, job->result_bytes);
}

int supervise_restore(unsigned int *ret_restored, struct reason *ret_reason)
{
	int error = knobs_restore(KNOBS_OF_POINT, ret_restored, ret_reason);
	struct reason ignored;
	int swap_error = swap_restore(error ? &ignored : ret_reason);

	return error ? error : swap_error;
}

int supervise_recover(unsigned int *ret_restored, struct reason *ret_reason)
{
	unsigned int of_run = 0;
	int error = supervise_restore(ret_restored, ret_reason);

	if (!error && !lock_is_inherited())
		error = knobs_restore(KNOBS_OF_RUN, &of_run, ret_reason);
	if (ret_restored)
		*ret_restored += of_run;
	return error;
}

/* Makes a quarter more swap space than needed: see swap_begin(). */
static int prepare(const struct page_state *spec, struct reason *ret_reason)
{
	uint64_t bytes = (uint64_t)spec->size_bytes * spec->region_count;
	struct knobs_list knobs;
	int error;

	thp_knobs(spec, &knobs);
	error = knobs_apply(KNOBS_OF_POINT, &knobs, ret_reason);
	knobs_free(&knobs);
	if (!error && spec->pages == PAGES_SWAPPED)
		error = swap_begin(bytes + bytes / 4, ret_reason);
	return error;
}

int supervise_run(const struct supervise_job *job, void *result, struct reason *ret_end,
		  bool *ret_is_prepared, struct reason *ret_reason)
{
	struct end end = { 0 };
	int error;

	*ret_is_prepared = !prepare(&job->point->spec, ret_end);
	if (*ret_is_prepared)
		run_worker(job, result, &end, ret_end);
	error = supervise_restore(NULL, ret_reason);
	if (!error && end.is_stuck) {
		reason_set(ret_reason, "%.160s: nothing can be measured beside it (reboot)",
			   ret_end->text);
		error = -EBUSY;
	}
	return error ? error : end.taken;
}

static void measure(const struct supervise_job *job, void *shared)
{
	worker_run(job->point, job->how->cpu, job->how->samples, shared);
}

int supervise_point(const struct plan_point *point, const struct supervise_session *how,
		    struct worker_outcome *outcome, struct reason *ret_reason)
{
	const struct supervise_job job = { point, how, measure, sizeof(*outcome) };
	struct reason end = { "" };
	bool is_prepared;
	int result;

	memset(outcome, 0, sizeof(*outcome));
	outcome->cpu = how->cpu;
	if (plan_is_unsupported(point, &outcome->reason)) {
		outcome->status = CSV_ROW_UNSUPPORTED;
		return 0;
	}
	result = supervise_run(&job, outcome, &end, &is_prepared, ret_reason);
	if (!is_prepared) {
		outcome->status = CSV_ROW_STATE_NOT_REACHED;
		outcome->reason = end;
	} else if (!outcome->is_finished) {
		outcome->status = CSV_ROW_OP_FAILED;
		outcome->sample_count = 0;
		outcome->reason = end;
	}
	return result;
}
