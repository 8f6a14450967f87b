/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decides whether slowdowns of known size were detected. Numbers in, numbers out. */
#ifndef PTEBENCH_DETECTION_H
#define PTEBENCH_DETECTION_H

#include <stddef.h>
#include <stdio.h>

#include "measure/csv_reader.h"

enum { DETECTION_ARMS_MAX = 8, DETECTION_CHUNKS = 10 };

/**
 * struct detection_seen - one injected change.
 * @known: its size, as a ratio less 1.
 * @seen: the ln ratio that was measured; @low, @high: its 95% interval.
 * @is_found: p <= .05 against no change, and in the right direction.
 */
struct detection_seen {
	double known, seen, low, high;
	bool is_found;
};

/**
 * struct detection_proof - one metric of one case.
 * @n: experimental units of each arm.
 * @sd: standard deviation of a unit, in ln, pooled over the arms.
 * @shown: smallest change that is found with 95% power at this n: (t.975 + t.95) sd sqrt(2/n), as a
 * ratio less 1.
 * @found_from: smallest injected change that was found with all larger ones; NAN: none.
 * @alarms: of @chunks consecutive parts of the A/A, those in which a difference was found.
 * @arms: @arm_count of them, the injected ones.
 */
struct detection_proof {
	size_t n, arm_count, chunks, alarms;
	double sd, shown, found_from;
	struct detection_seen arms[DETECTION_ARMS_MAX];
};

/**
 * detection_prove() - compare the arms with the A/A.
 * @y: @count arms of ln medians, one an experimental unit, equally many; the first two are the A/A.
 * @known: the change injected in each arm, as a ratio less 1; 0 for the first two.
 *
 * Each arm is compared with the first one alone, so a side has as many units as a user would have.
 */
void detection_prove(const struct csv_reader_series *const *y, const double *known, size_t count,
		     struct detection_proof *ret_proof);

/** detection_print() - print a proof in lines of at most 75 columns. */
void detection_print(const char *name, const struct detection_proof *proof, FILE *out);

#endif
