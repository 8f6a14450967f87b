/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Were changes of known size seen? Numbers in, numbers out. */
#ifndef PTEBENCH_EFFECT_H
#define PTEBENCH_EFFECT_H

#include <stddef.h>
#include <stdio.h>

#include "samples.h"

enum { EFFECT_ARMS_MAX = 8, EFFECT_CHUNKS = 10 };

/**
 * struct effect_seen - of one injected change.
 * @known: its size, as a ratio less 1. @seen: ln ratio that was measured; @low, @high: its 95%
 * interval. @is_found: p <= .05 against no change, and in the right direction.
 */
struct effect_seen {
	double known, seen, low, high;
	bool is_found;
};

/**
 * struct effect_proof - of one figure of one case.
 * @n: units of each arm. @sd: of one unit, in ln, pooled over the arms.
 * @shown: smallest change that is found with 95% power at this n: (t.975 + t.95) sd sqrt(2/n), as
 *         a ratio less 1.
 * @found_from: smallest injected change of which it and all larger ones were found; NAN: none.
 * @alarms: of @chunks parts of the A/A, one after the other, those in which a difference was found.
 * @arms: @arm_count of them, the injected ones.
 */
struct effect_proof {
	size_t n, arm_count, chunks, alarms;
	double sd, shown, found_from;
	struct effect_seen arms[EFFECT_ARMS_MAX];
};

/**
 * effect_prove() - hold the arms against the A/A.
 * @y: @count arms of ln medians, one a unit, equally many; the first two are the A/A.
 * @known: size of what was injected in each, as a ratio less 1; 0 for the first two.
 *
 * B is compared with the first arm alone: as many units a side as a user would have.
 */
void effect_prove(const struct samples_series *const *y, const double *known, size_t count,
		  struct effect_proof *ret_proof);

/** effect_print() - some lines of at most 75 columns. */
void effect_print(const char *name, const struct effect_proof *proof, FILE *out);

#endif
