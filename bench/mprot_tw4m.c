// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Times libMicro's mprot_tw4m (mprotect.c with -l 4m -w -t) by the pair of its two phases, and each
 * phase alone.
 */
#include "bench.h"
#include "sweeps.h"

#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>

/* libMicro takes 200 samples, of which each other one is of the same phase. */
enum { SEGMENT_BYTES = 4 << 20, RW = PROT_READ | PROT_WRITE, PAIRS = 50, WARM_SAMPLES = 20 };

enum phase { PHASE_TOUCH, PHASE_NONE, PHASE_RW };

/* run->number: the next call of libMicro, doubled, and 1 more once its segment is touched. */
static enum phase next_phase(const struct case_run *run)
{
	unsigned long call = (unsigned long)run->number / 2;
	unsigned long sample = call / run->parameter, segment = call % run->parameter;

	if ((sample + segment) % 2)
		return PHASE_RW;
	return run->number % 2 ? PHASE_NONE : PHASE_TOUCH;
}

static int take_phase(struct case_run *run)
{
	unsigned long call = (unsigned long)run->number / 2;
	char *segment = run->state.regions[0] + call % run->parameter * SEGMENT_BYTES;
	enum phase phase = next_phase(run);

	if (phase == PHASE_TOUCH) {
		touch_read(segment, SEGMENT_BYTES);
		run->number++;
		return 0;
	}
	run->number = (long)(2 * (call + 1));
	return mprotect(segment, SEGMENT_BYTES, phase == PHASE_NONE ? PROT_NONE : RW) ? -errno : 0;
}

/*
 * Two of its samples: each segment goes through all phases. With a batch of 1 they alternate, and
 * a median of single ones would lie in the one or the other.
 */
static int take_pair(struct case_run *run)
{
	long end = run->number + (long)(4 * run->parameter);

	while (run->number < end) {
		int error = take_phase(run);

		if (error)
			return error;
	}
	return 0;
}

static int count_pair(struct case_run *run)
{
	run->calls = 2 * run->parameter;
	return 0;
}

/*
 * Goes on as libMicro does, so that each phase finds what it finds there. In its first sample each
 * other segment is read-write already, and the caches are cold for some more.
 */
static int go_on_to(struct case_run *run, enum phase phase)
{
	long warm = (long)(2 * run->parameter * WARM_SAMPLES);
	int error = 0;

	run->calls = 1;
	while ((run->number < warm || next_phase(run) != phase) && !error)
		error = take_phase(run);
	return error;
}

static int to_touch(struct case_run *run)
{
	return go_on_to(run, PHASE_TOUCH);
}

static int to_none(struct case_run *run)
{
	return go_on_to(run, PHASE_NONE);
}

static int to_read_write(struct case_run *run)
{
	return go_on_to(run, PHASE_RW);
}

/* libMicro 0.4.1 has B = 1, other copies 10, Red Hat's 40. */
static const struct case_value batches[] = {
	{ 1, TIER_QUICK }, { 10, TIER_DEFAULT }, { 40, TIER_DEFAULT }, { 0 }
};

/* clang-format off */
static const struct case_entry cases[] = {
	{ .name = "mprot_tw4m",
	  .timed = "two samples of libMicro, n = 0 and 1: for each segment i of 4 MiB: n + i even: "
		   "read a byte of each page, then PROT_NONE; odd: read-write",
	  .state = { .backing = BACKING_ZERO_FILE, .sharing = SHARING_PARENT,
		     .pages = PAGES_WRITTEN, .advice = ADVICE_NONE, .region_count = 1 },
	  .sizes = sweeps_4m, .folios = FOLIOS_BASE_AND_PMD, .parameter = "batch",
	  .parameters = batches, .sweep = SWEEP_SIZE, .tier = TIER_QUICK,
	  .setup = count_pair, .op = take_pair, .teardown = ops_to_read_write,
	  .after_op = ACCESS_UNTOLD, .keeps_state = true, .unit = UNIT_CALL,
	  .samples = PAIRS },
	{ .name = "mprot_tw4m.touch",
	  .timed = "the first phase of one segment, in libMicro's order: read a byte of each page",
	  .state = { .backing = BACKING_ZERO_FILE, .sharing = SHARING_PARENT,
		     .pages = PAGES_WRITTEN, .advice = ADVICE_NONE, .region_count = 1 },
	  .sizes = sweeps_4m, .folios = FOLIOS_BASE_AND_PMD, .parameter = "batch",
	  .parameters = batches, .sweep = SWEEP_SIZE, .tier = TIER_DEFAULT,
	  .setup = to_touch, .op = take_phase, .undo = to_touch, .teardown = ops_to_read_write,
	  .keeps_state = true,
	  .unit = UNIT_CALL, .samples = PAIRS },
	{ .name = "mprot_tw4m.none",
	  .timed = "the second: mprotect(2) of the touched segment to PROT_NONE",
	  .state = { .backing = BACKING_ZERO_FILE, .sharing = SHARING_PARENT,
		     .pages = PAGES_WRITTEN, .advice = ADVICE_NONE, .region_count = 1 },
	  .sizes = sweeps_4m, .folios = FOLIOS_BASE_AND_PMD, .parameter = "batch",
	  .parameters = batches, .sweep = SWEEP_SIZE, .tier = TIER_DEFAULT,
	  .setup = to_none, .op = take_phase, .undo = to_none, .teardown = ops_to_read_write,
	  .after_op = ACCESS_NONE, .keeps_state = true,
	  .unit = UNIT_CALL, .samples = PAIRS },
	{ .name = "mprot_tw4m.rw",
	  .timed = "the third: mprotect(2) of a segment from PROT_NONE to read-write",
	  .state = { .backing = BACKING_ZERO_FILE, .sharing = SHARING_PARENT,
		     .pages = PAGES_WRITTEN, .advice = ADVICE_NONE, .region_count = 1 },
	  .sizes = sweeps_4m, .folios = FOLIOS_BASE_AND_PMD, .parameter = "batch",
	  .parameters = batches, .sweep = SWEEP_SIZE, .tier = TIER_DEFAULT,
	  .setup = to_read_write, .op = take_phase, .undo = to_read_write,
	  .teardown = ops_to_read_write,
	  .after_undo = ACCESS_NONE, .keeps_state = true,
	  .unit = UNIT_CALL, .samples = PAIRS },
};
/* clang-format on */

const struct case_program bench_program = {
	.name = "mprot_tw4m",
	.about = "libMicro's mprot_tw4m, by the pair of its phases, and each phase alone.",
	.cases = cases,
	.case_count = sizeof(cases) / sizeof(cases[0]),
};
