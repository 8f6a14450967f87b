/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A results tree of many machines and kernels that nobody measured, with changes that we know. */
#ifndef PTEBENCH_LABORATORY_H
#define PTEBENCH_LABORATORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LABORATORY_TEXT_BYTES = 64 };

/**
 * struct laboratory - what a tree is like: FOLDER/machine/kernel/run.
 * @machines, @kernels, @boots of a kernel on a machine, one run each.
 * @points: as in fakes.h, and a control; @processes of a point in a run, @samples of a process.
 * @release_every: so many kernels are a release and what follows it until the next one.
 * @boot_sd, @process_sd, @sample_sd: of ln time; a tenth of them for cycles, a hundredth for
 *                                    instructions.
 * @drift_sd, @drift_rho: the machine's own level, the same for all points of a run: AR(1).
 * @spike_share: so many values, of a point in a run, are a tenth too long.
 * @has_changes: are changes planted (plants.h)? @seed: of all noise, and of their places.
 */
struct laboratory {
	unsigned int machines, kernels, boots, points, processes, samples, release_every;
	double boot_sd, process_sd, sample_sd, drift_sd, drift_rho, spike_share;
	bool has_changes;
	unsigned long seed;
};

/** struct laboratory_size - what was written. */
struct laboratory_size {
	uint64_t runs, rows, bytes;
};

/** laboratory_default() - 6 machines, 200 kernels, 12 points, a process of 3 samples. */
struct laboratory laboratory_default(void);

/** laboratory_write() - make the tree, planted.csv and kernels.csv; dies when it cannot. */
struct laboratory_size laboratory_write(const char *folder, const struct laboratory *laboratory);

/** laboratory_release() - "6.14.0" or "6.15.0-rc2-00123-g0123456789ab"; @ret:
 * LABORATORY_TEXT_BYTES. */
void laboratory_release(const struct laboratory *laboratory, unsigned int kernel, char *ret);

/** laboratory_machine() - the name of a host; @ret: LABORATORY_TEXT_BYTES. */
void laboratory_machine(unsigned int machine, char *ret);

/** laboratory_run() - the name of a run: UTC time, machine, number; @ret: LABORATORY_TEXT_BYTES. */
void laboratory_run(const struct laboratory *laboratory, unsigned int machine, unsigned int kernel,
		    unsigned int boot, char *ret);

#endif
