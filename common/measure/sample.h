/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One timed sample: the clock, the counters and the kernel's accounting around one op. */
#ifndef PTEBENCH_SAMPLE_H
#define PTEBENCH_SAMPLE_H

#include "base/opt_u64.h"
#include "counters.h"

/**
 * struct sample - one sample.
 * @elapsed_ns: without the cost of reading the clock.
 * @counters: kernel side; without the cost of reading them.
 * @minor_faults, @involuntary_switches: of this thread.
 * @tlb_interrupts, @call_interrupts: TLB-shootdown and function-call interrupts that all CPUs
 *	received; unknown if nobody asked, or the architecture does not count them (arm64).
 * @cpu: where it ended.
 */
struct sample {
	uint64_t elapsed_ns;
	struct counters_reading counters;
	struct opt_u64 minor_faults;
	struct opt_u64 involuntary_switches;
	struct opt_u64 tlb_interrupts;
	struct opt_u64 call_interrupts;
	int cpu;
};

/** struct sample_session - open counters, and overheads that are subtracted from each sample. */
struct sample_session {
	struct counters counters;
	struct counters_reading counter_overhead;
	uint64_t clock_overhead_ns;
	int interrupts_fd;
};

/**
 * sample_open() - open the counters, as counters_open(), and measure the overheads.
 * @needs_interrupts: read /proc/interrupts around each op. The kernel writes a line for each
 *	interrupt and a number for each CPU, which takes milliseconds on 128 CPUs and leaves the
 *	caches and TLBs cold for the next op.
 */
void sample_open(enum counters_scope scope, int cpu, bool needs_interrupts,
		 struct sample_session *ret_sampler);

/**
 * sample_take() - time @op, which returns 0 or -errno.
 * @ret_sample: untouched on error.
 *
 * Return: what @op returned.
 */
int sample_take(const struct sample_session *sampler, int (*op)(void *argument), void *argument,
		struct sample *ret_sample);

#endif
