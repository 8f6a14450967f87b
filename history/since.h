/* SPDX-License-Identifier: GPL-2.0-or-later */
/* By how much does the newest kernel differ from the last release? */
#ifndef PTEBENCH_SINCE_H
#define PTEBENCH_SINCE_H

#include "dataset.h"

/**
 * since_is_release() - does a kernel's release name one: "6.12.117+deb12", but not "6.18.0-rc3",
 * "6.17.0-next-20251003", "6.18.0-rc3-00012-g0123456789ab", nor one with "-dirty"?
 */
bool since_is_release(const char *release);

/**
 * struct since - @kernel: the last release (index), as it stands in the series before its newest
 * kernel; SIZE_MAX when there is none. @value: the newest value of the series.
 * @d: ln ratio of the newest kernel's values (mean) to that release's; NAN when unknown.
 */
struct since {
	size_t kernel;
	double value, d;
};

/** since_measure() - @glob: which releases count; NULL: see since_is_release(). */
struct since since_measure(const struct dataset *dataset, const struct dataset_series *series,
			   const char *glob);

#endif
