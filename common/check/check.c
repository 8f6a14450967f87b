// SPDX-License-Identifier: GPL-2.0-or-later
/* Checks what an op does to data, permissions, copy-on-write and markers. */
#include "check.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sys/kfile.h"
#include "sys/pin.h"
#include "verify/verify.h"
#include "state/needs.h"
#include "state/exclusivity.h"
#include "measure/busy_threads.h"
#include "state/touch.h"

enum { PROOFS = 5, PROOF_WAIT_MS = 20 };

/* One way to run a case. */
struct pass {
	bool is_undone;		  /* else the last check is of the result of the op */
	bool child_lives;	  /* the process that shares the pages */
	bool looks_at_soft_dirty; /* else at copy-on-write: clearing the bits makes pages fault */
};

struct check {
	const struct case_entry *case_entry;
	struct pass pass;
	struct after_op look;
};

static bool call(struct check *check, int (*hook)(struct case_run *run), const char *what)
{
	int error = hook ? hook(&check->look.run) : 0;
	struct reason reason;

	if (!error)
		return true;
	reason_set(&reason, "%s: %s", what, strerror(-error));
	return after_op_note(check->look.result, AFTER_OP_STATE, ORACLE_DOUBTED, &reason);
}

/*
 * Asks again if the state is refuted: a page under migration has no entry for a moment, its frame
 * may change between two files, and a child that has ended still maps pages while somebody reads
 * its /proc. A wrong state stays wrong.
 */
static void prove(const struct page_state *spec, struct check *check, struct verify *ret_evidence)
{
	const struct timespec wait = { .tv_nsec = PROOF_WAIT_MS * 1000000L };

	verify_state(spec, check->look.run.state.regions, NULL, ret_evidence);
	for (int i = 1; i < PROOFS && ret_evidence->verdict == PROOF_REFUTED; i++) {
		nanosleep(&wait, NULL);
		verify_state(spec, check->look.run.state.regions, NULL, ret_evidence);
	}
}

/* Skips the check if the machine does not provide the state. */
static bool build(struct check *check)
{
	struct page_state spec = check->look.point->spec;
	struct after_op_result *result = check->look.result;
	struct verify evidence;

	memset(&check->look.run, 0, sizeof(check->look.run));
	check->look.has_other_tags = false;
	check->look.run.parameter = check->look.point->parameter;
	check->look.run.worker = getpid();
	check->look.run.calls = spec.region_count;
	check->look.run.state.spec = spec;
	if (check->case_entry->show)
		return true;
	spec.child_lives = spec.child_lives || check->pass.child_lives;
	if (build_state(&spec, &check->look.run.state, &result->reason)) {
		result->is_skipped = true;
		return false;
	}
	disturbance_take(&result->before);
	prove(&spec, check, &evidence);
	if (evidence.verdict == PROOF_REFUTED) {
		result->is_skipped = true;
		reason_set(&result->reason, "state not reached: %.200s", evidence.reason.text);
	}
	return evidence.verdict != PROOF_REFUTED;
}

/*
 * Op and undo must leave the claimed state as it was, as when they are timed. In a pass about
 * soft-dirty, our own writes may have copied pages that were not exclusive.
 */
static bool prove_again(struct check *check)
{
	bool may_be_copied = check->pass.looks_at_soft_dirty &&
			     check->look.point->spec.sharing != SHARING_EXCLUSIVE;
	struct verify evidence;
	enum oracle_verdict verdict;

	if (!check->case_entry->keeps_state || check->case_entry->show || may_be_copied)
		return true;
	prove(&check->look.run.state.spec, check, &evidence);
	verdict = evidence.verdict == PROOF_PROVED    ? ORACLE_PASSED
		  : evidence.verdict == PROOF_REFUTED ? ORACLE_DOUBTED
						      : ORACLE_UNKNOWN;
	return after_op_note(check->look.result, AFTER_OP_STATE, verdict, &evidence.reason);
}

/* Clears the bits of the process, then writes half of each region, unless setup forbids writes. */
static bool prepare_soft_dirty(struct check *check)
{
	int error = kfile_write("/proc/self/clear_refs", "4");
	const struct build *state = &check->look.run.state;
	struct reason reason;

	reason_set(&reason, "soft-dirty: write 4 to /proc/self/clear_refs: %s", strerror(-error));
	if (error)
		return after_op_note(check->look.result, AFTER_OP_SOFT_DIRTY, ORACLE_UNKNOWN,
				     &reason);
	check->look.soft_dirty_bytes = check->case_entry->setup ? 0 : state->spec.size_bytes / 2;
	for (unsigned int i = 0; i < state->spec.region_count; i++)
		touch_write(state->regions[i], check->look.soft_dirty_bytes, 1);
	return true;
}

static bool run_op(struct check *check)
{
	const struct case_entry *case_entry = check->case_entry;

	return call(check, case_entry->setup, "setup") &&
	       (!check->pass.looks_at_soft_dirty || prepare_soft_dirty(check)) &&
	       call(check, case_entry->op, "op") &&
	       after_op_check(&check->look, case_entry->after_op, true) &&
	       after_op_check_child(&check->look);
}

static bool run_pass(struct check *check)
{
	const struct case_entry *case_entry = check->case_entry;
	bool is_located = case_entry->locate && !check->pass.is_undone;
	bool is_as_built = case_entry->undo || case_entry->after_op == ACCESS_AS_BUILT;

	if (!run_op(check))
		return false;
	if (check->look.has_other_tags)
		return call(check, case_entry->undo, "undo") &&
		       call(check, case_entry->teardown, "teardown");
	if (check->pass.is_undone &&
	    (!call(check, case_entry->undo, "undo") ||
	     !after_op_check(&check->look,
			     case_entry->undo ? case_entry->after_undo : ACCESS_UNTOLD, false) ||
	     !call(check, case_entry->teardown, "teardown") || !prove_again(check)))
		return false;
	if (check->pass.is_undone && case_entry->locate && !case_entry->undo)
		return true;
	return (!is_as_built && check->look.point->spec.pages != PAGES_FREED) ||
	       after_op_check_closely(&check->look, is_located);
}

static bool run_one(struct check *check, struct pass pass)
{
	bool is_fine;

	check->pass = pass;
	check->look.is_about_soft_dirty = pass.looks_at_soft_dirty;
	is_fine = build(check) && run_pass(check);
	exclusivity_end(check->look.run.child);
	region_release(&check->look.run.hole);
	if (!check->case_entry->show)
		build_destroy(&check->look.run.state);
	return is_fine;
}

static bool may_live(const struct page_state *spec)
{
	return spec->sharing == SHARING_FORKED || spec->sharing == SHARING_HALF;
}

static void run_passes(struct check *check)
{
	const struct page_state *spec = &check->look.point->spec;
	bool is_moved = check->case_entry->locate != NULL;
	struct reason ignored;
	bool has_soft_dirty = page_state_is_written_anon(spec) && check->case_entry->keeps_state &&
			      !spec->is_locked && !(is_moved && check->case_entry->moves_tables) &&
			      !(check->case_entry->needs & NEEDS_SOFT_DIRTY) &&
			      !needs_unmet(NEEDS_SOFT_DIRTY, spec, &ignored);
	const struct {
		bool is_wanted;
		struct pass pass;
	} passes[] = {
		{ true, { true, false, false } },
		{ is_moved, { false, false, false } },
		{ may_live(spec), { true, true, false } },
		{ may_live(spec) && is_moved, { false, true, false } },
		{ has_soft_dirty, { true, false, true } },
	};

	for (size_t i = 0; i < sizeof(passes) / sizeof(passes[0]); i++)
		if (passes[i].is_wanted && !run_one(check, passes[i].pass))
			return;
}

void check_run(const struct plan_point *point, int cpu, struct after_op_result *ret_result)
{
	struct check check = {
		.case_entry = point->case_entry,
		.look = { .point = point, .result = ret_result },
	};
	static int cpus[BUSY_THREADS_MAX];
	static struct busy_threads spin;
	unsigned int threads = 0;

	if (point->case_entry->sweep == SWEEP_THREADS)
		threads = (unsigned int)point->parameter - 1;
	pin_others(cpu, cpus, BUSY_THREADS_MAX);
	if (pin_to_cpu(cpu, &ret_result->reason) ||
	    busy_threads_start(&spin, cpus, threads, &ret_result->reason)) {
		ret_result->is_skipped = true;
	} else {
		run_passes(&check);
		busy_threads_stop(&spin);
	}
	ret_result->is_finished = true;
}
