/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A case, as data: what is timed, on which page state, over which sweeps. */
#ifndef PTEBENCH_CASE_H
#define PTEBENCH_CASE_H

#include "measure/counters.h"
#include "state/needs.h"
#include "state/build.h"

/* The runs that have a point: --quick the first tier, the default run the first two, --full all. */
enum case_tier { TIER_QUICK, TIER_DEFAULT, TIER_FULL, TIERS };

/* What the cost is divided by. */
enum case_unit {
	UNIT_PAGE, /* the base pages of the regions */
	UNIT_CALL, /* the calls of a sample */
};

/* Minor faults that a sample must show. */
enum case_faults {
	FAULTS_NONE,	   /* any fault is a disturbance */
	FAULTS_FEW,	   /* up to 8 a call: of the caller's own stack after fork(2) */
	FAULTS_PER_FOLIO,  /* one for each folio, region and call; else the size is refuted */
	FAULTS_PER_SHARED, /* one for each entry that is not exclusive; else a disturbance */
	FAULTS_OWN,	   /* the op writes each page: at least one a folio, about one a page */
	FAULTS_ANY,	   /* any number: the row has it */
};

/* Folio sizes of a sweep: of base pages, 16K .. 1M, the PMD size by PTEs ("2M-pte"), by PMD. */
enum case_folios {
	FOLIOS_NONE,	/* the case is not about folios */
	FOLIOS_PTE,	/* all that are mapped by PTEs */
	FOLIOS_ALL,	/* also PMD-mapped */
	FOLIOS_SMALL,	/* base pages to 1M, which fit a region of 1 MiB */
	FOLIOS_LARGE,	/* all that are mapped by PTEs, without base pages */
	FOLIOS_UNSPLIT, /* base pages to 1M, and PMD-mapped: PMD entries of shmem do not split */
	FOLIOS_BASE,
	FOLIOS_PMD,
	FOLIOS_BASE_AND_PMD,
	FOLIOS_CONTPTE, /* a block of contiguous PTEs: 16 pages of 4K, 128 of 16K, 32 of 64K */
};

/* Effect of the swept parameter on the page state. */
enum case_sweep {
	SWEEP_NOTHING, /* only the case uses it */
	SWEEP_SIZE,    /* multiplies the size of a region */
	SWEEP_VMAS,    /* number of pages of a region, and of VMAs that it is split into */
	SWEEP_MIXED,   /* mixed_every */
	SWEEP_THREADS, /* number of threads, of which all but one spin; at most the CPUs */
};

/* Expected access to all pages of memory. */
enum case_access {
	ACCESS_AS_BUILT, /* readable and writable, holding what was written; or as the state says */
	ACCESS_READ,	 /* readable, not writable, holding what was written */
	ACCESS_NONE,
	ACCESS_ZEROED, /* reads as zeros */
	ACCESS_UNTOLD, /* not checked */
};

/** struct case_value - a value of a sweep: bytes or a number. A list ends with value 0. */
struct case_value {
	size_t value;
	enum case_tier tier;
};

/**
 * struct case_run - arguments of an op.
 * @state: the memory.
 * @parameter: the swept parameter, or 0.
 * @calls: calls that one op makes: the number of regions, unless setup changes it.
 * @hole: address space for the case's own use; released after teardown.
 * @worker: the process that calls the hooks; 0: unknown.
 * @child, @number, @data: for the case's own use.
 */
struct case_run {
	struct build state;
	unsigned long parameter;
	uint64_t calls;
	struct region hole;
	int worker, child;
	long number;
	void *data;
};

/**
 * struct case_entry - a case. The hooks return 0 or -errno, and may be NULL, but for @op.
 * @name: family.what, [a-z0-9._-]; never reused with a new meaning.
 * @timed: one sentence: what the clock encloses.
 * @state: size_bytes and folio_bytes are set by the sweeps; region_count 0: enough for some 2 us of
 *	work.
 * @sizes: region sizes in bytes; NULL: @state.size_bytes. The first one, 4M, 64M and 1G have all
 *	folio sizes, others base pages, 64K and the PMD size.
 * @parameter: name of the swept parameter in the ID of the point, or NULL.
 * @parameters: its values.
 * @size_pages: a region has a multiple of so many base pages, if a user chooses it; 0: 1.
 * @has_one_size: there are no other sizes than those of the table.
 * @needs: of enum needs, in addition to those of the state.
 * @setup: untimed, after the state is proved: brings it to where the op starts.
 * @op: timed; nothing but the operation.
 * @undo: untimed: back to where the op starts.
 * @teardown: untimed: back to the proved state.
 * @after_op, @after_undo: expected access then, for check mode.
 * @locate: where region @i is after the op; NULL: it does not move.
 * @moves_tables: page tables move as a whole, and their entries do not change.
 * @splits: PMD-mapped folios are mapped by PTEs after the op.
 * @isolates: after the op, run->child is a child that maps the memory.
 * @leaves: the sharing after op, undo and teardown; SHARING_NONE: that of @state.
 * @show: if the op maps its own memory: makes it for the proof, in place of build_state(), and sets
 *	run->state.regions[0].
 * @hide: undoes @show.
 * @keeps_state: op and undo do not change the proved state; else it is rebuilt for each sample.
 * @samples: samples of one process; 0: 20.
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
	unsigned int size_pages;
	bool has_one_size;
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
 * struct case_program - a program of bench/.
 * @name: of its executable, and its value in the family column.
 * @about: one sentence for --help and docs/CASES.md.
 */
struct case_program {
	const char *name;
	const char *about;
	const struct case_entry *cases;
	size_t case_count;
};

#endif
