// SPDX-License-Identifier: GPL-2.0-or-later
/* Does an op do what it must to data, permissions, copy-on-write and markers? */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "affinity.h"
#include "evidence.h"
#include "kernel.h"
#include "needs.h"
#include "ops.h"
#include "oracle.h"
#include "pagemap.h"
#include "sharing.h"
#include "spin.h"

/* One way through a case. */
struct pass {
	bool is_undone;		  /* else the op's outcome is what is looked at last */
	bool child_lives;	  /* the process that shares the pages */
	bool looks_at_soft_dirty; /* else at copy-on-write: clearing the bits makes pages fault */
};

struct check {
	const struct point *point;
	const struct bench_case *bench_case;
	struct pass pass;
	struct bench_run run;
	bool has_other_tags; /* looking has changed them */
	struct check_result *result;
};

const char *check_oracle_name(enum check_oracle oracle)
{
	static const char *const names[CHECK_ORACLES] = {
		"state", "data",       "permissions", "faults", "isolation",
		"dirty", "soft-dirty", "uffd-wp",     "leaks",	"log",
	};

	return names[__builtin_ctz(oracle)];
}

/* Return: false when it failed, and the check is over. */
static bool note(struct check *check, enum check_oracle oracle, enum oracle_verdict verdict,
		 const struct reason *reason)
{
	if (verdict == ORACLE_PASSED) {
		check->result->passed |= oracle;
	} else if (verdict == ORACLE_UNKNOWN) {
		check->result->unknown |= oracle;
		check->result->unknown_reason = *reason;
	} else {
		check->result->failed = oracle;
		check->result->reason = *reason;
	}
	return verdict != ORACLE_FAILED;
}

static bool call(struct check *check, int (*hook)(struct bench_run *run), const char *what)
{
	int error = hook ? hook(&check->run) : 0;
	struct reason reason;

	if (!error)
		return true;
	reason_set(&reason, "%s: %s", what, strerror(-error));
	return note(check, CHECK_STATE, ORACLE_FAILED, &reason);
}

/* Do the pages hold what was written to them, and may they be read without changing them? */
static bool holds_tags(const struct state_spec *spec)
{
	switch (spec->pages) {
	case PAGES_WRITTEN:
	case PAGES_UFFD_WP:
	case PAGES_PINNED: return true;
	case PAGES_READ: return spec_is_file(spec);
	default: return false;
	}
}

static bool holds_zeros(const struct state_spec *spec)
{
	return spec->pages == PAGES_READ && !spec_is_file(spec);
}

static struct oracle_region region_of(const struct check *check, unsigned int i, bool is_located)
{
	struct oracle_region region = {
		.at = check->run.state.regions[i],
		.origin = check->run.state.regions[i],
		.bytes = check->run.state.spec.size_bytes,
	};

	if (is_located && check->bench_case->locate)
		region.at = check->bench_case->locate(&check->run, i);
	return region;
}

static bool look_at_data(struct check *check, const struct oracle_region *region)
{
	struct reason reason = { "" };

	if (holds_tags(&check->point->spec))
		return note(check, CHECK_DATA, oracle_tags(region, 0, &reason), &reason);
	if (holds_zeros(&check->point->spec))
		return note(check, CHECK_DATA, oracle_zeros(region, &reason), &reason);
	return true;
}

static bool look_at_access(struct check *check, const struct oracle_region *region,
			   enum case_access access)
{
	bool is_readable = holds_tags(&check->point->spec) || holds_zeros(&check->point->spec);
	struct reason reason = { "" };

	if (access == ACCESS_NONE)
		return note(check, CHECK_PERMISSIONS, oracle_no_access(region, &reason), &reason);
	if (access == ACCESS_ZEROED)
		return note(check, CHECK_DATA, oracle_zeros(region, &reason), &reason);
	if (access == ACCESS_READ && is_readable &&
	    !note(check, CHECK_PERMISSIONS, oracle_read_only(region, &reason), &reason))
		return false;
	return look_at_data(check, region);
}

/* The place that was moved away from, and what lies around a region that stays. */
static bool look_around(struct check *check, unsigned int i, bool is_located)
{
	struct oracle_region here = region_of(check, i, false);
	struct reason reason = { "" };
	enum oracle_verdict verdict;

	if (is_located && check->bench_case->locate)
		verdict = oracle_no_access(&here, &reason);
	else
		verdict = oracle_fences(&here, &reason);
	return note(check, CHECK_PERMISSIONS, verdict, &reason);
}

/*
 * mremap(2) of a VMA whose userfaultfd did not ask for EVENT_REMAP takes the protection off.
 * Source: "userfaultfd: Fix uffd-wp on mremap" of Linux 6.14, mm/mremap.c.
 */
static bool look_at_uffd(struct check *check, const struct oracle_region *region)
{
	enum spec_pages pages = check->point->spec.pages;
	struct reason reason = { "" };

	if ((pages != PAGES_UFFD_WP && pages != PAGES_UFFD_MARKER) || !check->bench_case->locate ||
	    !kernel_is_at_least(6, 14))
		return true;
	return note(check, CHECK_UFFD_WP,
		    oracle_bits(region, 0, PAGEMAP_UFFD_WP, "uffd-wp", &reason), &reason);
}

/* mremap(2) sets the bits, mprotect(2) leaves them clear. Source: mm/mremap.c, move_soft_dirty_pte.
 */
static bool look_at_soft_dirty(struct check *check, const struct oracle_region *region)
{
	bool is_moved = check->bench_case->locate != NULL;
	struct reason reason = { "" };

	if (!check->pass.looks_at_soft_dirty)
		return true;
	return note(check, CHECK_SOFT_DIRTY,
		    oracle_bits(region, is_moved ? PAGEMAP_SOFT_DIRTY : 0,
				is_moved ? 0 : PAGEMAP_SOFT_DIRTY, "soft-dirty", &reason),
		    &reason);
}

static bool look(struct check *check, enum case_access access, bool is_located)
{
	bool goes_on = true;

	if (access == ACCESS_UNTOLD || check->bench_case->show ||
	    check->point->spec.backing == BACKING_NONE)
		return true;
	for (unsigned int i = 0; i < check->run.state.spec.region_count && goes_on; i++) {
		struct oracle_region region = region_of(check, i, is_located);

		goes_on = (!is_located ||
			   (look_at_soft_dirty(check, &region) && look_at_uffd(check, &region))) &&
			  look_at_access(check, &region, access) &&
			  look_around(check, i, is_located);
	}
	return goes_on;
}

/* What the page state promises to survive; changes it. */
static bool look_at_dirty(struct check *check, unsigned int i, const struct oracle_region *region,
			  bool is_located)
{
	const struct state_spec *spec = &check->point->spec;
	struct reason reason = { "" };

	(void)is_located;
	if (spec->pages == PAGES_FREED)
		return note(check, CHECK_DIRTY, oracle_freed(region, &reason), &reason);
	if (spec->backing == BACKING_FILE) {
		munmap(region->at, region->bytes);
		return note(check, CHECK_DIRTY,
			    oracle_file(check->run.state.file_fd, (off_t)i * (off_t)region->bytes,
					region, &reason),
			    &reason);
	}
	if (spec->pages == PAGES_SWAPPED)
		return note(check, CHECK_DATA, oracle_tags(region, 0, &reason), &reason);
	return true;
}

static bool isolate(struct check *check, const struct state_spec *spec,
		    const struct oracle_region *region, pid_t child)
{
	struct reason reason = { "" };

	check->has_other_tags = true;
	return note(check, CHECK_ISOLATION, oracle_isolation(spec, region, child, &reason),
		    &reason);
}

static bool count_faults(struct check *check, const struct oracle_region *region, bool is_located)
{
	bool is_split = is_located && check->bench_case->splits;
	struct state_spec spec = check->run.state.spec;
	struct reason reason = { "" };

	if (check->bench_case->leaves)
		spec.sharing = check->bench_case->leaves;
	return note(check, CHECK_FAULTS, oracle_faults(&spec, region, is_split, &reason), &reason);
}

typedef bool look_fn(struct check *check, unsigned int i, const struct oracle_region *region,
		     bool is_located);

static bool each_region(struct check *check, bool is_located, look_fn *look_at)
{
	bool goes_on = true;

	for (unsigned int i = 0; i < check->point->spec.region_count && goes_on; i++) {
		struct oracle_region region = region_of(check, i, is_located);

		goes_on = look_at(check, i, &region, is_located);
	}
	return goes_on;
}

static bool look_at_faults(struct check *check, unsigned int i, const struct oracle_region *region,
			   bool is_located)
{
	(void)i;
	return check->run.state.child || count_faults(check, region, is_located);
}

static bool look_at_isolation(struct check *check, unsigned int i,
			      const struct oracle_region *region, bool is_located)
{
	struct state_spec spec = check->run.state.spec;

	(void)i;
	(void)is_located;
	if (check->run.state.child)
		return isolate(check, &spec, region, check->run.state.child);
	spec.sharing = SHARING_EXCLUSIVE; /* the child of now maps all of it */
	return isolate(check, &spec, region, check->run.child);
}

/* With the child that shares the pages; or else counts faults, forks one, and looks then. */
static bool look_at_cow(struct check *check, bool is_located)
{
	if (!each_region(check, is_located, look_at_faults))
		return false;
	if (!check->run.state.child && is_located) /* a child would see it elsewhere */
		return true;
	if (!check->run.state.child && !call(check, ops_fork_stopped, "fork"))
		return false;
	return each_region(check, is_located, look_at_isolation);
}

/* The last look, which may change everything. */
static bool look_closely(struct check *check, bool is_located)
{
	const struct state_spec *spec = &check->point->spec;
	bool is_cow = spec_is_private_anon(spec) && spec->pages == PAGES_WRITTEN &&
		      !check->pass.looks_at_soft_dirty;

	if (check->bench_case->show || spec->backing == BACKING_NONE)
		return true;
	return each_region(check, is_located, look_at_dirty) &&
	       (!is_cow || look_at_cow(check, is_located));
}

/* A state that this machine does not give is no fault of the op. */
static bool build(struct check *check)
{
	struct state_spec spec = check->point->spec;
	struct evidence evidence = { .verdict = EVIDENCE_PROVED };
	struct reason reason;

	memset(&check->run, 0, sizeof(check->run));
	check->has_other_tags = false;
	check->run.parameter = check->point->parameter;
	check->run.calls = spec.region_count;
	check->run.state.spec = spec;
	if (check->bench_case->show)
		return true;
	spec.child_lives = spec.child_lives || check->pass.child_lives;
	if (state_build(&spec, &check->run.state, &reason)) {
		check->result->is_skipped = true;
		check->result->reason = reason;
		return false;
	}
	evidence_read(&spec, check->run.state.regions, NULL, &evidence);
	if (evidence.verdict == EVIDENCE_REFUTED) {
		check->result->is_skipped = true;
		reason_set(&check->result->reason, "state not reached: %.200s",
			   evidence.reason.text);
	}
	return evidence.verdict != EVIDENCE_REFUTED;
}

/* Op and undo must leave the claimed state as it was, as they do for the clock. */
static bool prove_again(struct check *check)
{
	struct evidence evidence;
	enum oracle_verdict verdict;

	if (!check->bench_case->keeps_state || check->bench_case->show)
		return true;
	evidence_read(&check->run.state.spec, check->run.state.regions, NULL, &evidence);
	verdict = evidence.verdict == EVIDENCE_PROVED	 ? ORACLE_PASSED
		  : evidence.verdict == EVIDENCE_REFUTED ? ORACLE_FAILED
							 : ORACLE_UNKNOWN;
	return note(check, CHECK_STATE, verdict, &evidence.reason);
}

static bool clear_soft_dirty(struct check *check)
{
	int fd = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
	bool is_done = fd >= 0 && write(fd, "4", 1) == 1;
	struct reason reason;

	if (fd >= 0)
		close(fd);
	reason_set(&reason, "soft-dirty: write 4 to /proc/self/clear_refs: %s", strerror(errno));
	return is_done || note(check, CHECK_SOFT_DIRTY, ORACLE_UNKNOWN, &reason);
}

/* The child that the op has made, or that has looked on: it maps all of the memory. */
static bool look_at_own_child(struct check *check)
{
	struct state_spec spec = check->point->spec;
	bool goes_on = true;

	if (check->run.child <= 0 || !check->bench_case->isolates || !spec_is_private_anon(&spec) ||
	    (spec.pages != PAGES_WRITTEN && spec.pages != PAGES_PINNED))
		return true;
	spec.sharing = SHARING_EXCLUSIVE;
	for (unsigned int i = 0; i < spec.region_count && goes_on; i++) {
		struct oracle_region region = region_of(check, i, false);

		goes_on = isolate(check, &spec, &region, check->run.child);
	}
	return goes_on;
}

/* The op once, and what can be seen of it. */
static bool run_op(struct check *check)
{
	const struct bench_case *bench_case = check->bench_case;

	return call(check, bench_case->setup, "setup") &&
	       (!check->pass.looks_at_soft_dirty || clear_soft_dirty(check)) &&
	       call(check, bench_case->op, "op") && look(check, bench_case->after_op, true) &&
	       look_at_own_child(check);
}

static bool run_pass(struct check *check)
{
	const struct bench_case *bench_case = check->bench_case;
	bool is_located = bench_case->locate && !check->pass.is_undone;
	bool is_as_built = bench_case->undo || bench_case->after_op == ACCESS_AS_BUILT;

	if (!run_op(check))
		return false;
	if (check->has_other_tags)
		return call(check, bench_case->undo, "undo") &&
		       call(check, bench_case->teardown, "teardown");
	if (check->pass.is_undone &&
	    (!call(check, bench_case->undo, "undo") ||
	     !look(check, bench_case->undo ? bench_case->after_undo : ACCESS_UNTOLD, false) ||
	     !call(check, bench_case->teardown, "teardown") || !prove_again(check)))
		return false;
	if (check->pass.is_undone && bench_case->locate && !bench_case->undo)
		return true;
	return !is_as_built && check->point->spec.pages != PAGES_FREED
		       ? true
		       : look_closely(check, is_located);
}

static bool run_one(struct check *check, struct pass pass)
{
	bool is_fine;

	check->pass = pass;
	is_fine = build(check) && run_pass(check);
	sharing_end(check->run.child);
	arena_release(&check->run.hole);
	if (!check->bench_case->show)
		state_destroy(&check->run.state);
	return is_fine;
}

static bool may_live(const struct state_spec *spec)
{
	return spec->sharing == SHARING_FORKED || spec->sharing == SHARING_HALF;
}

static void run_passes(struct check *check)
{
	const struct state_spec *spec = &check->point->spec;
	bool is_moved = check->bench_case->locate != NULL;
	struct reason ignored;
	bool has_soft_dirty = spec_is_private_anon(spec) && spec->pages == PAGES_WRITTEN &&
			      check->bench_case->keeps_state &&
			      !needs_unmet(NEED_SOFT_DIRTY, spec, &ignored);
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

void check_run(const struct point *point, int cpu, struct check_result *ret_result)
{
	struct check check = {
		.point = point,
		.bench_case = point->bench_case,
		.result = ret_result,
	};
	static int cpus[SPIN_THREADS_MAX];
	static struct spin spin;
	unsigned int threads = 0;

	if (point->bench_case->sweep == SWEEP_THREADS)
		threads = (unsigned int)point->parameter - 1;
	affinity_others(cpu, cpus, SPIN_THREADS_MAX);
	if (affinity_pin(cpu, &ret_result->reason) ||
	    spin_start(&spin, cpus, threads, &ret_result->reason)) {
		ret_result->is_skipped = true;
	} else {
		run_passes(&check);
		spin_stop(&spin);
	}
	ret_result->is_finished = true;
}
