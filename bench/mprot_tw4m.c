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
enum { SEGMENT_BYTES = 4 << 20, RW = PROT_READ | PROT_WRITE, PAIRS = 100 };

static char *segment(const struct case_run *run, unsigned long i)
{
	return run->state.regions[0] + i * SEGMENT_BYTES;
}

static int protect_segments(struct case_run *run, int protection)
{
	for (unsigned long i = 0; i < run->parameter; i++)
		if (mprotect(segment(run, i), SEGMENT_BYTES, protection))
			return -errno;
	return 0;
}

static int count_segments(struct case_run *run)
{
	run->calls = run->parameter;
	return 0;
}

/* @batch: number of libMicro's sample; its thread number is 0. */
static int libmicro_batch(struct case_run *run, unsigned int batch)
{
	for (unsigned long i = 0; i < run->parameter; i++) {
		int protection = RW;

		if ((batch + i) % 2 == 0) {
			touch_read(segment(run, i), SEGMENT_BYTES);
			protection = PROT_NONE;
		}
		if (mprotect(segment(run, i), SEGMENT_BYTES, protection))
			return -errno;
	}
	return 0;
}

/*
 * Two of its samples: each segment goes through both phases. With a batch of 1 they alternate, and
 * a median of single ones would lie in the one or the other.
 */
static int libmicro_pair(struct case_run *run)
{
	int error = libmicro_batch(run, 0);

	return error ? error : libmicro_batch(run, 1);
}

static int count_pair(struct case_run *run)
{
	run->calls = 2 * run->parameter;
	return 0;
}

static int touch_all(struct case_run *run)
{
	for (unsigned long i = 0; i < run->parameter; i++)
		touch_read(segment(run, i), SEGMENT_BYTES);
	return 0;
}

static int to_none(struct case_run *run)
{
	return protect_segments(run, PROT_NONE);
}

static int to_read_write(struct case_run *run)
{
	return protect_segments(run, RW);
}

static int redo_touch(struct case_run *run)
{
	int error = to_none(run);

	return error ? error : to_read_write(run);
}

static int begin_touch(struct case_run *run)
{
	int error = redo_touch(run);

	return error ? error : count_segments(run);
}

static int begin_none(struct case_run *run)
{
	touch_all(run);
	return count_segments(run);
}

static int redo_none(struct case_run *run)
{
	int error = to_read_write(run);

	touch_all(run);
	return error;
}

static int begin_rw(struct case_run *run)
{
	int error = to_none(run);

	return error ? error : count_segments(run);
}

static int redo_rw(struct case_run *run)
{
	touch_all(run);
	return to_none(run);
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
	  .setup = count_pair, .op = libmicro_pair, .teardown = to_read_write,
	  .after_op = ACCESS_UNTOLD, .keeps_state = true, .unit = UNIT_CALL,
	  .samples = PAIRS, .revision = 1 },
	{ .name = "mprot_tw4m.touch",
	  .timed = "its first phase alone: read a byte of each page, after PROT_NONE and back",
	  .state = { .backing = BACKING_ZERO_FILE, .sharing = SHARING_PARENT,
		     .pages = PAGES_WRITTEN, .advice = ADVICE_NONE, .region_count = 1 },
	  .sizes = sweeps_4m, .folios = FOLIOS_BASE_AND_PMD, .parameter = "batch",
	  .parameters = batches, .sweep = SWEEP_SIZE, .tier = TIER_DEFAULT,
	  .setup = begin_touch, .op = touch_all, .undo = redo_touch,
	  .keeps_state = true, .unit = UNIT_CALL },
	{ .name = "mprot_tw4m.none",
	  .timed = "its second phase alone: mprotect(2) of touched segments to PROT_NONE",
	  .state = { .backing = BACKING_ZERO_FILE, .sharing = SHARING_PARENT,
		     .pages = PAGES_WRITTEN, .advice = ADVICE_NONE, .region_count = 1 },
	  .sizes = sweeps_4m, .folios = FOLIOS_BASE_AND_PMD, .parameter = "batch",
	  .parameters = batches, .sweep = SWEEP_SIZE, .tier = TIER_DEFAULT,
	  .setup = begin_none, .op = to_none, .undo = redo_none,
	  .after_op = ACCESS_NONE, .keeps_state = true, .unit = UNIT_CALL },
	{ .name = "mprot_tw4m.rw",
	  .timed = "its third phase alone: mprotect(2) from PROT_NONE to read-write",
	  .state = { .backing = BACKING_ZERO_FILE, .sharing = SHARING_PARENT,
		     .pages = PAGES_WRITTEN, .advice = ADVICE_NONE, .region_count = 1 },
	  .sizes = sweeps_4m, .folios = FOLIOS_BASE_AND_PMD, .parameter = "batch",
	  .parameters = batches, .sweep = SWEEP_SIZE, .tier = TIER_DEFAULT,
	  .setup = begin_rw, .op = to_read_write, .undo = redo_rw, .teardown = to_read_write,
	  .after_undo = ACCESS_NONE, .keeps_state = true, .unit = UNIT_CALL },
};
/* clang-format on */

const struct case_program bench_program = {
	.name = "mprot_tw4m",
	.about = "libMicro's mprot_tw4m, by the pair of its phases, and each phase alone.",
	.cases = cases,
	.case_count = sizeof(cases) / sizeof(cases[0]),
};
