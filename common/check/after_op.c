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

bool after_op_note(struct after_op *look, enum after_op_oracle oracle, enum oracle_verdict verdict,
		   const struct reason *reason)
{
	if (verdict == ORACLE_PASSED) {
		look->result->passed |= oracle;
	} else if (verdict == ORACLE_UNKNOWN) {
		look->result->unknown |= oracle;
		look->result->unknown_reason = *reason;
	} else {
		look->result->failed = oracle;
		look->result->reason = *reason;
	}
	return verdict != ORACLE_FAILED;
}

/* Do the pages hold what was written to them, and may they be read without changing them? */
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

static struct oracle_region region_of(const struct after_op *look, unsigned int i, bool is_located)
{
	struct oracle_region region = {
		.at = look->run.state.regions[i],
		.origin = look->run.state.regions[i],
		.bytes = look->run.state.spec.size_bytes,
	};

	if (is_located && look->point->case_entry->locate)
		region.at = look->point->case_entry->locate(&look->run, i);
	return region;
}

static bool look_at_data(struct after_op *look, const struct oracle_region *region)
{
	struct reason reason = { "" };

	if (holds_tags(&look->point->spec))
		return after_op_note(look, AFTER_OP_DATA, oracle_tags(region, 0, &reason), &reason);
	if (holds_zeros(&look->point->spec))
		return after_op_note(look, AFTER_OP_DATA, oracle_zeros(region, &reason), &reason);
	return true;
}

static bool look_at_access(struct after_op *look, const struct oracle_region *region,
			   enum case_access access)
{
	bool is_readable = holds_tags(&look->point->spec) || holds_zeros(&look->point->spec);
	struct reason reason = { "" };

	if (access == ACCESS_NONE)
		return after_op_note(look, AFTER_OP_PERMISSIONS, oracle_no_access(region, &reason),
				     &reason);
	if (access == ACCESS_ZEROED)
		return after_op_note(look, AFTER_OP_DATA, oracle_zeros(region, &reason), &reason);
	if (access == ACCESS_READ && is_readable &&
	    !after_op_note(look, AFTER_OP_PERMISSIONS, oracle_read_only(region, &reason), &reason))
		return false;
	return look_at_data(look, region);
}

/* The place that was moved away from, and what lies around a region that stays. */
static bool look_around(struct after_op *look, unsigned int i, bool is_located)
{
	struct oracle_region here = region_of(look, i, false);
	struct reason reason = { "" };
	enum oracle_verdict verdict;

	if (is_located && look->point->case_entry->locate)
		verdict = oracle_no_access(&here, &reason);
	else
		verdict = oracle_guard_pages(&here, &reason);
	return after_op_note(look, AFTER_OP_PERMISSIONS, verdict, &reason);
}

/*
 * mremap(2) of a VMA whose userfaultfd did not ask for EVENT_REMAP takes the protection off. Seen
 * on Linux 6.18, x86-64 and arm64; older kernels are not judged.
 */
static bool look_at_uffd(struct after_op *look, const struct oracle_region *region)
{
	enum page_state_pages pages = look->point->spec.pages;
	struct reason reason = { "" };

	if ((pages != PAGES_UFFD_WP && pages != PAGES_UFFD_MARKER) ||
	    !look->point->case_entry->locate || !kernel_version_is_at_least(6, 18))
		return true;
	return after_op_note(look, AFTER_OP_UFFD_WP,
			     oracle_bits(region, 0, PAGEMAP_UFFD_WP, "uffd-wp", &reason), &reason);
}

/*
 * mremap(2) sets the bits of entries that it moves one by one (move_soft_dirty_pte(), mm/mremap.c);
 * mprotect(2) keeps them: set in the half that was written after they were cleared, else clear.
 */
static bool look_at_soft_dirty(struct after_op *look, const struct oracle_region *region)
{
	struct oracle_region written = *region, clean = *region;
	struct reason reason = { "" };

	if (!look->is_about_soft_dirty)
		return true;
	written.bytes = look->point->case_entry->locate ? region->bytes : look->soft_dirty_bytes;
	clean.at += written.bytes;
	clean.bytes -= written.bytes;
	return after_op_note(look, AFTER_OP_SOFT_DIRTY,
			     oracle_bits(&written, PAGEMAP_SOFT_DIRTY, 0, "soft-dirty, lost",
					 &reason),
			     &reason) &&
	       after_op_note(look, AFTER_OP_SOFT_DIRTY,
			     oracle_bits(&clean, 0, PAGEMAP_SOFT_DIRTY, "soft-dirty, made up",
					 &reason),
			     &reason);
}

bool after_op_check(struct after_op *look, enum case_access access, bool is_located)
{
	bool goes_on = true;

	if (access == ACCESS_UNTOLD || look->point->case_entry->show ||
	    look->point->spec.backing == BACKING_NONE)
		return true;
	for (unsigned int i = 0; i < look->run.state.spec.region_count && goes_on; i++) {
		struct oracle_region region = region_of(look, i, is_located);

		goes_on = (!is_located ||
			   (look_at_soft_dirty(look, &region) && look_at_uffd(look, &region))) &&
			  look_at_access(look, &region, access) && look_around(look, i, is_located);
	}
	return goes_on;
}

/* What the page state promises to survive; changes it. */
static bool look_at_dirty(struct after_op *look, unsigned int i, const struct oracle_region *region,
			  bool is_located)
{
	const struct page_state *spec = &look->point->spec;
	struct reason reason = { "" };

	(void)is_located;
	if (spec->pages == PAGES_FREED)
		return after_op_note(look, AFTER_OP_DIRTY, oracle_freed(region, &reason), &reason);
	if (spec->backing == BACKING_FILE) {
		munmap(region->at, region->bytes);
		return after_op_note(look, AFTER_OP_DIRTY,
				     oracle_file(look->run.state.file_fd,
						 (off_t)i * (off_t)region->bytes, region, &reason),
				     &reason);
	}
	if (spec->pages == PAGES_SWAPPED)
		return after_op_note(look, AFTER_OP_DATA, oracle_tags(region, 0, &reason), &reason);
	return true;
}

/* A child of now sees the region where it is, one of before where it was. */
static bool isolate(struct after_op *look, const struct page_state *spec,
		    const struct oracle_region *where, pid_t child)
{
	struct oracle_region region = *where;
	struct reason reason = { "" };

	region.child_at = child == look->run.state.child ? region.origin : region.at;
	look->has_other_tags = true;
	return after_op_note(look, AFTER_OP_ISOLATION,
			     oracle_isolation(spec, &region, child, &reason), &reason);
}

static bool count_faults(struct after_op *look, const struct oracle_region *region, bool is_located)
{
	bool is_split = is_located && look->point->case_entry->splits;
	struct page_state spec = look->run.state.spec;
	struct reason reason = { "" };

	if (look->point->case_entry->leaves)
		spec.sharing = look->point->case_entry->leaves;
	return after_op_note(look, AFTER_OP_FAULTS, oracle_faults(&spec, region, is_split, &reason),
			     &reason);
}

typedef bool look_fn(struct after_op *look, unsigned int i, const struct oracle_region *region,
		     bool is_located);

static bool each_region(struct after_op *look, bool is_located, look_fn *look_at)
{
	bool goes_on = true;

	for (unsigned int i = 0; i < look->point->spec.region_count && goes_on; i++) {
		struct oracle_region region = region_of(look, i, is_located);

		goes_on = look_at(look, i, &region, is_located);
	}
	return goes_on;
}

static bool look_at_faults(struct after_op *look, unsigned int i,
			   const struct oracle_region *region, bool is_located)
{
	(void)i;
	return look->run.state.child || count_faults(look, region, is_located);
}

static bool look_at_isolation(struct after_op *look, unsigned int i,
			      const struct oracle_region *region, bool is_located)
{
	struct page_state spec = look->run.state.spec;

	(void)i;
	(void)is_located;
	if (look->run.state.child)
		return isolate(look, &spec, region, look->run.state.child);
	spec.sharing = SHARING_EXCLUSIVE; /* the child of now maps all of it */
	return isolate(look, &spec, region, look->run.child);
}

/* With the child that shares the pages; or else counts faults, forks one, and looks then. */
static bool look_at_cow(struct after_op *look, bool is_located)
{
	struct reason reason;
	int error;

	if (!each_region(look, is_located, look_at_faults))
		return false;
	error = look->run.state.child ? 0 : ops_fork_stopped(&look->run);
	reason_set(&reason, "isolation: fork: %s", strerror(-error));
	if (error)
		return after_op_note(look, AFTER_OP_ISOLATION, ORACLE_UNKNOWN, &reason);
	return each_region(look, is_located, look_at_isolation);
}

/* The last look, which may change everything. */
bool after_op_check_closely(struct after_op *look, bool is_located)
{
	const struct page_state *spec = &look->point->spec;
	bool is_cow = page_state_is_private_anon(spec) && spec->pages == PAGES_WRITTEN &&
		      !look->is_about_soft_dirty;

	if (look->point->case_entry->show || spec->backing == BACKING_NONE)
		return true;
	return each_region(look, is_located, look_at_dirty) &&
	       (!is_cow || look_at_cow(look, is_located));
}

/* The child that the op has made, or that has looked on: it maps all of the memory. */
bool after_op_check_child(struct after_op *look)
{
	struct page_state spec = look->point->spec;
	bool goes_on = true;

	if (look->run.child <= 0 || !look->point->case_entry->isolates ||
	    !page_state_is_private_anon(&spec) ||
	    (spec.pages != PAGES_WRITTEN && spec.pages != PAGES_PINNED))
		return true;
	spec.sharing = SHARING_EXCLUSIVE;
	for (unsigned int i = 0; i < spec.region_count && goes_on; i++) {
		struct oracle_region region = region_of(look, i, false);

		goes_on = isolate(look, &spec, &region, look->run.child);
	}
	return goes_on;
}
