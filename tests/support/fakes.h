/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of runs that nobody measured: with a known difference, and known spreads. */
#ifndef PTEBENCH_FAKES_H
#define PTEBENCH_FAKES_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct fakes - what a set is like.
 * @points: mprotect.case-N with five folio sizes; one control more.
 * @affected: of these points, the first so many take @ratio times as long, in all metrics.
 * @control_ratio: so many times as long the control takes, in all metrics.
 * @drift: by so much ln of all metrics grows from the first process of each run to its last.
 * @boots, @invocations of a boot, @processes of an invocation, @samples of a process.
 * @boot_sd, @process_sd, @sample_sd: of ln time; a tenth of them for cycles, a hundredth for
 *                                    instructions.
 * @slow_share: so many processes take half as long again: two clusters.
 * @slot: 0 or 1: which side of ABBA BAAB ... its runs are made at.
 * @seed: of all noise.
 * @host, @boot: the machine's name; what boot_ids begin with.
 * @has_counters: are instructions and cycles known?
 */
struct fakes {
	unsigned int points, affected, boots, invocations, processes, samples;
	double ratio, control_ratio, drift, boot_sd, process_sd, sample_sd, slow_share;
	unsigned int slot;
	unsigned long seed;
	const char *host, *boot;
	bool has_counters;
};

/** fakes_default() - 6 boots, 1 invocation, 5 processes, 20 samples; SDs 1%, 0.5%, 2%. */
struct fakes fakes_default(void);

/** fakes_write() - make the folder of a set, with its runs; dies when it cannot. Return: rows. */
uint64_t fakes_write(const char *folder, const struct fakes *fakes);

#endif
