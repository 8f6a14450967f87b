/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernel optimisations that the counted instructions of a run show. */
#ifndef PTEBENCH_KERNEL_FEATURES_H
#define PTEBENCH_KERNEL_FEATURES_H

#include "design.h"

enum { KERNEL_FEATURES_MAX = 8 };

enum kernel_features_answer {
	KERNEL_FEATURES_UNKNOWN,
	KERNEL_FEATURES_PRESENT,
	KERNEL_FEATURES_ABSENT
};

/**
 * struct kernel_features - one optimisation.
 * @name: "fork batching". @since: first mainline release that has it.
 * @ratio: instructions per page of large folios over those of order 0; NAN if unknown.
 * @folio: size of the large folios, as "64K". @why: why it is unknown; else empty.
 */
struct kernel_features {
	const char *name, *since, *folio;
	enum kernel_features_answer answer;
	double ratio;
	struct reason why;
};

/**
 * kernel_features_read() - detect the optimisations in runs of one kernel on one machine.
 * @runs: @count, at least 1. @ret_signatures: KERNEL_FEATURES_MAX of them.
 *
 * The limits separate kernels that were measured with and without (docs/REPRODUCING.md), on x86-64
 * and arm64 with base pages of 4K, in counted instructions; unknown otherwise.
 *
 * Return: number of optimisations of the architecture.
 */
size_t kernel_features_read(const struct load_run *const *runs, size_t count,
			    struct kernel_features *ret_signatures);

/** kernel_features_text() - "present (0.69)", "absent (1.00)", "unknown (why)"; to be freed. */
char *kernel_features_text(const struct kernel_features *signature);

#endif
