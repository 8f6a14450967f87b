// SPDX-License-Identifier: GPL-2.0-or-later
/* Applies the oracles that a case asks for after its op. */
#include "after_op.h"

#include <string.h>
#include <sys/mman.h>

#include "sys/kernel_version.h"
#include "measure/ops.h"
#include "sys/pagemap.h"

const char *after_op_oracle_name(enum after_op_oracle oracle)
{
	static const char *const names[AFTER_OP_ORACLES] = {
		"state", "data",       "permissions", "faults", "isolation",
		"dirty", "soft-dirty", "uffd-wp",     "leaks",	"log",
	};

	return names[__builtin_ctz(oracle)];
}

bool after_op_note(struct after_op_result *result, enum after_op_oracle oracle,
		   enum oracle_verdict verdict, const struct reason *reason)
{
	if (verdict == ORACLE_PASSED) {
		result->passed |= oracle;
	} else if (verdict == ORACLE_UNKNOWN) {
		result->unknown |= oracle;
		result->unknown_reason = *reason;
	} else if (verdict == ORACLE_FAILED || !result->failed) {
		result->failed = oracle;
		result->is_doubted = verdict == ORACLE_DOUBTED;
		result->reason = *reason;
	}
	return verdict == ORACLE_PASSED || verdict == ORACLE_UNKNOWN;
}

static bool note(struct after_op *look, enum after_op_oracle oracle, enum oracle_verdict verdict)
{
	return after_op_note(look->result, oracle, verdict, &look->reason);
}

typedef bool look_fn(struct after_op *look, const struct oracle_region *region);

/* Calls @look_at for each region, until it returns false. */
static bool each_region(struct after_op *look, look_fn *look_at)
{
	const struct page_state *spec = &look->run.state.spec;
	bool goes_on = true;

	for (unsigned int i = 0; i < spec->region_count && goes_on; i++) {
		struct oracle_region region = {
			.at = look->run.state.regions[i],
			.origin = look->run.state.regions[i],
			.bytes = spec->size_bytes,
			.file_offset = (off_t)i * (off_t)spec->size_bytes,
		};

		if (look->is_located && look->point->case_entry->locate)
			region.at = look->point->case_entry->locate(&look->run, i);
		goes_on = look_at(look, &region);
	}
	return goes_on;
}

/* Do the pages hold what was written to them, and does reading not change them? */
static bool holds_tags(const struct page_state *spec)
{
	switch (spec->pages) {
	case PAGES_WRITTEN:
	case PAGES_UFFD_WP:
	case PAGES_PINNED: return true;
	case PAGES_READ: return page_state_is_file(spec);
	default: return false;
	}
}

static bool holds_zeros(const struct page_state *spec)
{
	return spec->pages == PAGES_READ && !page_state_is_file(spec);
}

static bool look_at_data(struct after_op *look, const struct oracle_region *region)
{
	if (holds_tags(&look->point->spec))
		return note(look, AFTER_OP_DATA, oracle_tags(region, 0, &look->reason));
	if (holds_zeros(&look->point->spec))
		return note(look, AFTER_OP_DATA, oracle_zeros(region, &look->reason));
	return true;
}

static bool look_at_access(struct after_op *look, const struct oracle_region *region)
{
	bool is_readable = holds_tags(&look->point->spec) || holds_zeros(&look->point->spec);
	struct reason *reason = &look->reason;

	if (look->access == ACCESS_NONE)
		return note(look, AFTER_OP_PERMISSIONS, oracle_no_access(region, reason));
	if (look->access == ACCESS_ZEROED)
		return note(look, AFTER_OP_DATA, oracle_zeros(region, reason));
	if (look->access == ACCESS_READ && is_readable &&
	    !note(look, AFTER_OP_PERMISSIONS, oracle_read_only(region, reason)))
		return false;
	return look_at_data(look, region);
}

/* Checks the place that a region was moved from, or the guard pages of one that was not moved. */
static bool look_around(struct after_op *look, const struct oracle_region *region)
{
	struct oracle_region before = *region;
	bool is_moved = look->is_located && look->point->case_entry->locate;

	before.at = before.origin;
	return note(look, AFTER_OP_PERMISSIONS,
		    is_moved ? oracle_no_access(&before, &look->reason)
			     : oracle_guard_pages(&before, &look->reason));
}

/*
 * mremap(2) removes the protection if the userfaultfd of the VMA did not ask for EVENT_REMAP. Seen
 * on Linux 6.18, x86-64 and arm64; not checked on older kernels.
 */
static bool look_at_uffd(struct after_op *look, const struct oracle_region *region)
{
	enum page_state_pages pages = look->point->spec.pages;

	if ((pages != PAGES_UFFD_WP && pages != PAGES_UFFD_MARKER) ||
	    !look->point->case_entry->locate || !kernel_version_is_at_least(6, 18))
		return true;
	return note(look, AFTER_OP_UFFD_WP,
		    oracle_bits(region, 0, PAGEMAP_UFFD_WP, "uffd-wp", &look->reason));
}

/*
 * mremap(2) sets the bits of entries that it moves one by one (move_soft_dirty_pte(), mm/mremap.c).
 * mprotect(2) keeps them: set in the half that was written after they were cleared, else clear.
 */
static bool look_at_soft_dirty(struct after_op *look, const struct oracle_region *region)
{
	struct oracle_region written = *region, clean = *region;
	struct reason *reason = &look->reason;

	if (!look->is_about_soft_dirty)
		return true;
	written.bytes = look->point->case_entry->locate ? region->bytes : look->soft_dirty_bytes;
	clean.at += written.bytes;
	clean.bytes -= written.bytes;
	return note(look, AFTER_OP_SOFT_DIRTY,
		    oracle_bits(&written, PAGEMAP_SOFT_DIRTY, 0, "soft-dirty, lost", reason)) &&
	       note(look, AFTER_OP_SOFT_DIRTY,
		    oracle_bits(&clean, 0, PAGEMAP_SOFT_DIRTY, "soft-dirty, made up", reason));
}

static bool look_at_region(struct after_op *look, const struct oracle_region *region)
{
	return (!look->is_located ||
		(look_at_soft_dirty(look, region) && look_at_uffd(look, region))) &&
	       look_at_access(look, region) && look_around(look, region);
}

bool after_op_check(struct after_op *look, enum case_access access, bool is_located)
{
	look->access = access;
	look->is_located = is_located;
	return access == ACCESS_UNTOLD || look->point->case_entry->show ||
	       look->point->spec.backing == BACKING_NONE || each_region(look, look_at_region);
}

/* Checks what must survive reclaim, the disk or swap. Changes the memory. */
static bool look_at_dirty(struct after_op *look, const struct oracle_region *region)
{
	const struct page_state *spec = &look->point->spec;
	int fd = look->run.state.file_fd;

	if (spec->pages == PAGES_FREED)
		return note(look, AFTER_OP_DIRTY, oracle_freed(region, &look->reason));
	if (spec->backing == BACKING_FILE) {
		munmap(region->at, region->bytes);
		return note(look, AFTER_OP_DIRTY, oracle_file(fd, region, &look->reason));
	}
	if (spec->pages == PAGES_SWAPPED)
		return note(look, AFTER_OP_DATA, oracle_tags(region, 0, &look->reason));
	return true;
}

/* A child of before the op maps regions where they were; a later one maps all, where they are. */
static bool isolate(struct after_op *look, const struct oracle_region *where, pid_t child)
{
	struct page_state spec = look->run.state.spec;
	struct oracle_region region = *where;
	bool is_old = child == look->run.state.child;

	region.child_at = is_old ? region.origin : region.at;
	if (!is_old)
		spec.sharing = SHARING_EXCLUSIVE;
	look->has_other_tags = true;
	return note(look, AFTER_OP_ISOLATION,
		    oracle_isolation(&spec, &region, child, &look->reason));
}

static bool look_at_faults(struct after_op *look, const struct oracle_region *region)
{
	const struct case_entry *case_entry = look->point->case_entry;
	bool is_split = look->is_located && case_entry->splits;
	struct page_state spec = look->run.state.spec;

	if (look->run.state.child)
		return true;
	if (case_entry->leaves)
		spec.sharing = case_entry->leaves;
	return note(look, AFTER_OP_FAULTS, oracle_faults(&spec, region, is_split, &look->reason));
}

static bool look_at_isolation(struct after_op *look, const struct oracle_region *region)
{
	pid_t old = look->run.state.child;

	return isolate(look, region, old ? old : look->run.child);
}

/* Checks with the child that shares the pages. Without one, counts faults, and forks a child. */
static bool look_at_cow(struct after_op *look)
{
	int error;

	if (!each_region(look, look_at_faults))
		return false;
	error = look->run.state.child ? 0 : ops_fork_stopped(&look->run);
	reason_set(&look->reason, "isolation: fork: %s", strerror(-error));
	if (error)
		return note(look, AFTER_OP_ISOLATION, ORACLE_UNKNOWN);
	return each_region(look, look_at_isolation);
}

bool after_op_check_closely(struct after_op *look, bool is_located)
{
	const struct page_state *spec = &look->point->spec;
	bool is_cow = page_state_is_written_anon(spec) && !look->is_about_soft_dirty;

	look->is_located = is_located;
	if (look->point->case_entry->show || spec->backing == BACKING_NONE)
		return true;
	return each_region(look, look_at_dirty) && (!is_cow || look_at_cow(look));
}

static bool look_at_child(struct after_op *look, const struct oracle_region *region)
{
	return isolate(look, region, look->run.child);
}

bool after_op_check_child(struct after_op *look)
{
	const struct page_state *spec = &look->point->spec;

	look->is_located = false;
	if (look->run.child <= 0 || !look->point->case_entry->isolates ||
	    !page_state_is_private_anon(spec) ||
	    (spec->pages != PAGES_WRITTEN && spec->pages != PAGES_PINNED))
		return true;
	return each_region(look, look_at_child);
}
