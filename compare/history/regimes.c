// SPDX-License-Identifier: GPL-2.0-or-later
/* What are the levels between change points, and how surely are they known? */
#include "regimes.h"

#include <math.h>
#include <stdlib.h>

#include "breaks.h"
#include "fail.h"
#include "stats.h"

/* 95% of the argmax of W(s) - |s|/2 lie within +-11 (Bai 1997, section 3). */
static const double bai_95 = 11;

static void set_level(struct regime *regime, const struct stats_moments *moments)
{
	double half = NAN;

	if (moments->n > 1)
		half = stats_quantile(0.975, (double)moments->n - 1) *
		       sqrt(moments->variance / (double)moments->n);
	regime->mean = moments->mean;
	regime->low = moments->mean - half;
	regime->high = moments->mean + half;
}

static void set_place(struct regimes_change *change, const struct regime *before,
		      const struct regime *after, double variance)
{
	double ratio = bai_95 * variance / (change->d * change->d);
	size_t last = after->first + after->count - 1, most = last - before->first;
	size_t reach = ratio < (double)most ? 1 + (size_t)ratio : most;

	change->from = change->at > before->first + reach ? change->at - reach : before->first + 1;
	change->to = change->at + reach < last ? change->at + reach : last;
}

static void set_change(const double *y, const struct regime *before, const struct regime *after,
		       struct regimes_change *change)
{
	struct stats_moments a = stats_moments(y + before->first, before->count);
	struct stats_moments b = stats_moments(y + after->first, after->count);
	struct stats_difference difference = stats_welch(&a, &b);
	double half = difference.se > 0 ? stats_half_width(&difference, 0.95) : 0;

	change->low = change->d - half;
	change->high = change->d + half;
	set_place(change, before, after, stats_pooled_variance(&a, &b));
}

static void set_autocorrelation(const double *y, size_t n, struct regimes *regimes)
{
	double *rest = xcalloc(n, sizeof(*rest));

	for (size_t i = 0; i < regimes->count; i++) {
		const struct regime *regime = &regimes->regimes[i];

		for (size_t j = regime->first; j < regime->first + regime->count; j++)
			rest[j] = y[j] - regime->mean;
	}
	regimes->lag1 = stats_lag1(rest, n);
	regimes->is_autocorrelated =
		isfinite(regimes->lag1) && fabs(regimes->lag1) > 1.96 / sqrt((double)n);
	free(rest);
}

void regimes_make(const double *y, size_t n, const struct breaks_point *points, size_t count,
		  struct regimes *ret_regimes)
{
	struct regimes regimes = {
		.count = count + 1,
		.regimes = xcalloc(count + 1, sizeof(*regimes.regimes)),
		.changes = xcalloc(count + 1, sizeof(*regimes.changes)),
		.is_short = n < 2 * (size_t)BREAKS_SEGMENT_LEAST,
	};

	for (size_t i = 0; i <= count; i++) {
		struct regime *regime = &regimes.regimes[i];
		struct stats_moments moments;

		regime->first = i ? points[i - 1].at : 0;
		regime->count = (i < count ? points[i].at : n) - regime->first;
		moments = stats_moments(y + regime->first, regime->count);
		set_level(regime, &moments);
	}
	for (size_t i = 0; i < count; i++) {
		struct regimes_change *change = &regimes.changes[i];

		change->at = points[i].at;
		change->p = points[i].p;
		change->d = regimes.regimes[i + 1].mean - regimes.regimes[i].mean;
		set_change(y, &regimes.regimes[i], &regimes.regimes[i + 1], change);
	}
	set_autocorrelation(y, n, &regimes);
	*ret_regimes = regimes;
}

void regimes_free(struct regimes *regimes)
{
	free(regimes->regimes);
	free(regimes->changes);
}
