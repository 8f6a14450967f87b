// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes cases for tests of verdicts. */
#include "verdicts.h"

#include <math.h>

struct stats_moments verdicts_moments(size_t n, double mean, double sd)
{
	return (struct stats_moments) { .n = n, .mean = mean, .variance = n > 1 ? sd * sd : NAN };
}

/* A case whose B/A is @ratio, with @n units a side of SD @sd. */
struct verdict verdicts_case(size_t n, double ratio, double sd)
{
	struct verdict on = { .is_judged = true };

	for (int side = 0; side < DESIGN_SIDES; side++) {
		double mean = 3 + (side ? log(ratio) : 0);

		on.metrics.n[side] = n;
		on.metrics.processes[side] = 5 * n;
		on.metrics.value[side] = exp(mean);
		on.metrics.moments[side] = verdicts_moments(n, mean, sd);
		on.metrics.within[side] = verdicts_moments(5 * n, mean, sd);
	}
	on.metrics.least_variance = 1e-12;
	return on;
}

void verdicts_fill(struct verdict *points, size_t count, const struct verdict *on)
{
	for (size_t i = 0; i < count; i++)
		points[i] = *on;
}
