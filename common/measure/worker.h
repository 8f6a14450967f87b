/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The process that measures one point: builds the state, proves it, takes samples, and proves it
 * again. Its results are in memory that the supervisor shares, since it may die.
 */
#ifndef PTEBENCH_WORKER_H
#define PTEBENCH_WORKER_H

#include "plan.h"
#include "csv_row.h"
#include "sample.h"

enum { WORKER_SAMPLES_MAX = 1000, WORKER_SAMPLES_DEFAULT = 20 };

/**
 * struct worker_outcome - the result of a point.
 * @status: CSV_ROW_OK and CSV_ROW_STATE_UNVERIFIED have samples; CSV_ROW_STATE_NOT_REACHED,
 *	CSV_ROW_UNSUPPORTED and CSV_ROW_OP_FAILED have none.
 * @is_finished: false: the worker died, and only @reason is valid.
 * @calls, @pages: of each sample; @pages is unknown if the cost is per call.
 * @pages_matching, @pages_known: minimum of the proofs.
 * @faults_expected: minor faults that prove the state of a sample (FAULTS_PER_FOLIO).
 * @faults_least, @faults_most: range for any other sample.
 * @build_ns, @prove_ns, @op_ns: time that went into building and releasing states, into their
 *	proofs, and into ops, also those of the warm-up.
 * @shootdowns_expected: interrupts of each sample, if threads spin and this CPU needs them.
 */
struct worker_outcome {
	enum csv_row_status status;
	struct reason reason;
	bool is_finished;
	bool has_fifo;
	int cpu;
	uint64_t clock_overhead_ns;
	uint64_t calls;
	struct opt_u64 pages;
	struct opt_u64 pages_matching, pages_known, pages_total, vmas;
	struct opt_u64 faults_expected;
	uint64_t faults_least, faults_most;
	struct opt_u64 shootdowns_expected;
	uint64_t build_ns, prove_ns, op_ns;
	unsigned int sample_count;
	struct sample samples[WORKER_SAMPLES_MAX];
};

/**
 * worker_run() - measure a point in this process, which the supervisor forked for it.
 * @point: its knobs are set.
 * @samples: 1 .. WORKER_SAMPLES_MAX; 0: as the case says.
 * @outcome: shared memory.
 */
void worker_run(const struct plan_point *point, int cpu, unsigned int samples,
		struct worker_outcome *outcome);

#endif
