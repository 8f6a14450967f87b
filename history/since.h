/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Difference between the newest kernel and the last release. */
#ifndef PTEBENCH_SINCE_H
#define PTEBENCH_SINCE_H

#include "dataset.h"

/**
 * since_is_release() - true for the name of a release, as "6.12.117+deb12"; not "6.18.0-rc3",
 * "6.17.0-next-20251003", "6.18.0-rc3-00012-g0123456789ab", nor with "-dirty".
 */
bool since_is_release(const char *release);

/**
 * struct since - @kernel: index of the last release before the newest kernel of the series;
 * SIZE_MAX if there is none. @value: the newest value of the series.
 * @d: ln ratio of the newest kernel's values (mean) to that release's; NAN when unknown.
 */
struct since {
	size_t kernel;
	double value, d;
};

/** since_measure() - compare. @glob: of releases; NULL: see since_is_release(). */
struct since since_measure(const struct dataset *dataset, const struct dataset_series *series,
			   const char *glob);

#endif
