/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the points of a metric on a machine share: a variance ratio, a prior, boots of two kinds. */
#ifndef PTEBENCH_VERDICT_SET_H
#define PTEBENCH_VERDICT_SET_H

#include "verdict.h"

/** verdict_set_make() - estimate it from @count points with metrics and is_judged set. */
struct verdict_set verdict_set_make(const struct verdict *points, size_t count);

/** verdict_set_fit() - fit one point; see stats_fit(). */
struct stats_fit verdict_set_fit(const struct metrics *metrics, double ratio);

/** verdict_set_has_spread() - true if the units of a point have a variance: 2 a side, and df left.
 */
bool verdict_set_has_spread(const struct metrics *metrics);

#endif
