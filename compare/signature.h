/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which optimisations of the kernel do a run's own numbers show? */
#ifndef PTEBENCH_SIGNATURE_H
#define PTEBENCH_SIGNATURE_H

#include "units.h"

enum { SIGNATURES_MAX = 8 };

enum signature_answer { SIGNATURE_UNKNOWN, SIGNATURE_PRESENT, SIGNATURE_ABSENT };

/**
 * struct signature - one optimisation.
 * @name: "fork batching". @since: the release of the mainline kernel that brought it.
 * @ratio: instructions for a page of large folios over those for order-0; NAN when unknown.
 * @folio: which large ones, as "64K".
 * @why: why it is unknown; empty else.
 */
struct signature {
	const char *name, *since, *folio;
	enum signature_answer answer;
	double ratio;
	struct reason why;
};

/**
 * signature_read() - of runs of one kernel on one machine.
 * @runs: @count, at least 1.
 * @ret_signatures: SIGNATURES_MAX of them.
 *
 * The limits lie between kernels that were measured on both sides (docs/REPRODUCING.md), on x86-64
 * and arm64 with base pages of 4K, in counted instructions; elsewhere nothing is known.
 *
 * Return: how many the architecture has.
 */
size_t signature_read(const struct run *const *runs, size_t count,
		      struct signature *ret_signatures);

/** signature_text() - "present (0.69)", "absent (1.00)", "unknown (why)"; the caller frees it. */
char *signature_text(const struct signature *signature);

#endif
