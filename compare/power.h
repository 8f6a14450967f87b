/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a comparison can show: the minimum detectable effect, and the units that it takes. */
#ifndef PTEBENCH_POWER_H
#define PTEBENCH_POWER_H

#include "stats.h"

/**
 * power_mde() - smallest change that is found with 80% power.
 * @fit: @variance and @df after moderation. @margin: that of the test.
 * @level: significance level, as that of Benjamini and Hochberg after the discoveries of the set.
 *
 * The d at which a repetition gives stats_margin_p() <= @level with a probability of .8. The true
 * variance is unknown: it is averaged over variance df / chi-square(df), and the variance that the
 * repetition estimates over chi-square(df), by 8 quantiles each (Wilson and Hilferty 1931).
 */
double power_mde(const struct stats_fit *fit, double margin, double level);

/**
 * struct power_plan - what a number of units per side is computed from.
 * @variance: of one unit of A; @ratio: see stats_fit().
 * @f0: degrees of freedom of the prior, 0 without. @margin, @level: see power_mde().
 * @is_paired: units of A and B share a boot, so that n of them have n - 2 degrees of freedom and
 *             not 2n - 3.
 */
struct power_plan {
	double variance, ratio, f0, margin, level;
	bool is_paired;
};

/** power_planned_fit() - the fit of @n units per side whose orders balance, as its d would have. */
struct stats_fit power_planned_fit(const struct power_plan *plan, size_t n);

/**
 * power_units_to_see() - units per side that find a true change of @change with 80% power.
 *
 * Return: 2 to @most, or @most + 1 when more are needed.
 */
size_t power_units_to_see(const struct power_plan *plan, double change, size_t most);

/**
 * power_units_to_call_same() - units per side whose 95% interval lies within the margin with a
 * probability of 80%, if nothing changed.
 *
 * Return: as power_units_to_see().
 */
size_t power_units_to_call_same(const struct power_plan *plan, size_t most);

#endif
