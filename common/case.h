/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A case, as data: what is timed, on which page state, over which sweeps. */
#ifndef PTEBENCH_CASE_H
#define PTEBENCH_CASE_H

#include "measure/counters.h"
#include "state/needs.h"
#include "state/build.h"

/* In which runs a point is: --quick has the first, the default run the first two, --full all. */
enum case_tier { TIER_QUICK, TIER_DEFAULT, TIER_FULL, TIERS };

/* What the cost is divided by. */
enum case_unit {
	UNIT_PAGE, /* the base pages of the regions */
	UNIT_CALL, /* the calls of a sample */
};

/* Minor faults that a sample must show. */
enum case_faults {
	FAULTS_NONE,	   /* any is a disturbance */
	FAULTS_FEW,	   /* up to 8 a call: the caller's own stack after fork(2) */
	FAULTS_PER_FOLIO,  /* one a folio of each region and call, else the size is refuted */
	FAULTS_PER_SHARED, /* one for each entry that is not exclusive, else it was disturbed */
	FAULTS_OWN,	   /* the op writes each page; at least one a folio, and about one a page */
	FAULTS_ANY,	   /* as many as the kernel takes: the row has them */
};

/* Which folio sizes are swept. Base pages, 16K .. 1M, the PMD size by PTEs ("2M-pte"), by PMD. */
enum case_folios {
	FOLIOS_NONE,	/* the case is not about folios */
	FOLIOS_PTE,	/* all that are mapped by PTEs */
	FOLIOS_ALL,	/* those, and PMD-mapped */
	FOLIOS_SMALL,	/* base pages to 1M: folios that fit the region of 1 MiB */
	FOLIOS_LARGE,	/* what PTEs map, without base pages */
	FOLIOS_UNSPLIT, /* base pages to 1M, and PMD-mapped: shmem, whose PMD entries do not split
			 */
	FOLIOS_BASE,
	FOLIOS_PMD,
	FOLIOS_BASE_AND_PMD,
	FOLIOS_CONTPTE, /* the size of a block of contiguous PTEs: 16 pages of 4K, 128 of 16K, 32 of
			 * 64K */
};

/* What the swept parameter sets in the page state. */
enum case_sweep {
	SWEEP_NOTHING, /* only the case uses it */
	SWEEP_SIZE,    /* a region is so many times its size */
	SWEEP_VMAS,    /* a region of so many pages is cut into as many VMAs */
	SWEEP_MIXED,   /* each so-many-th page is exclusive */
	SWEEP_THREADS, /* so many threads run, all but one of them spinning; to the CPUs there are
			*/
};

/* How memory is found, by all of its pages. */
enum case_access {
	ACCESS_AS_BUILT, /* readable and writable, holding what was written; or as its state says */
	ACCESS_READ,	 /* readable, not writable, holding what was written */
	ACCESS_NONE,
	ACCESS_ZEROED, /* reads as zeros */
	ACCESS_UNTOLD, /* mixed: check mode does not check it */
};

/** struct case_value - one value of a sweep, in bytes or as a number. A list ends with value 0. */
struct case_value {
	size_t value;
	enum case_tier tier;
};

/**
 * struct case_run - what an op works on.
 * @state: the memory.
 * @parameter: the swept parameter; 0 when there is none.
 * @calls: calls that one op makes: set to the number of regions before setup, which may change it.
 * @hole: address space for the case's own use; released after teardown.
 * @child: a child process for the case's own use.
 * @number: for the case's own use.
 * @data: memory for the case's own use.
 */
struct case_run {
	struct build state;
	unsigned long parameter;
	uint64_t calls;
	struct region hole;
	int child;
	long number;
	void *data;
};

/**
 * struct case_entry - one table entry.
 * @name: family.what, [a-z0-9._-]; never reused with a new meaning.
 * @timed: one sentence: what the clock encloses.
 * @state: size_bytes and folio_bytes are filled in by the sweeps; region_count 0: as many as make
 *         some 2 us of work.
 * @sizes: region sizes in bytes; NULL: @state.size_bytes as it is. Of several, 4M, 64M and 1G have
 *         all folio sizes, others base pages, 64K and the PMD size.
 * @folios: folio sizes.
 * @parameter: name of the swept parameter in the point's id, or NULL.
 * @parameters: its values.
 * @sweep: what the parameter sets.
 * @needs: of enum needs, beyond those of the state.
 * @setup: untimed, once the state is proved: brings it to where the op starts. May be NULL.
 * @op: timed; nothing but the operation. Like all of these returns 0 or -errno.
 * @undo: untimed: back to where the op starts. May be NULL.
 * @teardown: untimed: back to the proved state. May be NULL.
 * @after_op, @after_undo: how the memory is found then, for check mode.
 * @locate: where region @i is after the op; NULL: where it was.
 * @moves_tables: page tables move whole, and their entries stay as they are.
 * @splits: PMD-mapped folios are mapped by PTEs after the op.
 * @isolates: run->child is a child that maps the memory, when the op is over.
 * @leaves: the sharing that op, undo and teardown leave; SHARING_NONE: that of @state.
 * @show: for an op that maps its own memory: make it exist for the evidence, instead of
 *        build_state(). Sets run->state.regions[0].
 * @hide: undo @show.
 * @keeps_state: op and undo leave the proved state as it was; else it is rebuilt for each sample.
 * @samples: samples of one process, 0: 20.
 * @tier: the first run that has the case.
 */
struct case_entry {
	const char *name;
	const char *timed;
	struct page_state state;
	const struct case_value *sizes;
	enum case_folios folios;
	const char *parameter;
	const struct case_value *parameters;
	enum case_sweep sweep;
	unsigned int needs;
	int (*setup)(struct case_run *run);
	int (*op)(struct case_run *run);
	int (*undo)(struct case_run *run);
	int (*teardown)(struct case_run *run);
	enum case_access after_op, after_undo;
	char *(*locate)(const struct case_run *run, unsigned int i);
	bool moves_tables;
	bool splits;
	bool isolates;
	enum page_state_sharing leaves;
	int (*show)(struct case_run *run);
	int (*hide)(struct case_run *run);
	bool keeps_state;
	enum case_unit unit;
	enum case_faults faults;
	enum counters_scope counters_scope;
	unsigned int samples;
	enum case_tier tier;
};

/**
 * struct case_program - one program of bench/.
 * @name: as its executable and as the family column.
 * @about: one sentence for --help and docs/CASES.md.
 */
struct case_program {
	const char *name;
	const char *about;
	const struct case_entry *cases;
	size_t case_count;
};

#endif
