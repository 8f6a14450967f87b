// SPDX-License-Identifier: GPL-2.0-or-later
/* Averages the power of the test over variances, and searches for changes and numbers of units. */
#include "power.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>

enum { STEPS = 8 };

/* Quantile of chi-square(df)/df at (@step + 1/2) / STEPS (Wilson and Hilferty 1931). */
static double chi_square_quantile(int step, double df)
{
	double z = gsl_cdf_ugaussian_Pinv((step + 0.5) / STEPS), part = 2 / (9 * df);

	return gsl_pow_3(fmax(0.05, 1 - part + z * sqrt(part)));
}

/* The t beyond which stats_margin_p() is @level or less; @margin: in standard errors. */
static double critical_t(double margin, double level, double df)
{
	double t = stats_quantile(1 - level / 2, df);

	for (int i = 0; i < 5; i++)
		t = stats_quantile(
			1 - fmax(level - stats_upper_tail(t + 2 * margin, df), level / 2), df);
	return t;
}

/* The critical t, and the SDs that the power is averaged over: see power_mde(). */
struct errors {
	double se, t, sds[STEPS];
};

static struct errors errors_of(const struct stats_fit *fit, double margin, double level)
{
	struct errors errors = { .se = sqrt(fit->variance * fit->scale) };

	if (errors.se > 0)
		errors.t = critical_t(margin / errors.se, level, fit->df);
	for (int i = 0; i < STEPS; i++)
		errors.sds[i] = sqrt(chi_square_quantile(i, fit->df));
	return errors;
}

/* Whether a true change of @beyond errors beyond the margin is found with 80% power. */
static bool is_enough(const struct errors *errors, double beyond)
{
	double found = 0;

	for (int i = 0; i < STEPS; i++)
		for (int k = 0; k < STEPS; k++)
			found += gsl_cdf_ugaussian_P(beyond * errors->sds[i] -
						     errors->t * errors->sds[k]);
	return found >= 0.8 * STEPS * STEPS;
}

double power_mde(const struct stats_fit *fit, double margin, double level)
{
	struct errors errors = errors_of(fit, margin, level);
	double low = 0, high = errors.t + 1;

	if (errors.se <= 0)
		return margin;
	while (!is_enough(&errors, high)) {
		low = high;
		high *= 2;
	}
	while (high - low > 1e-3 * high) {
		double middle = (low + high) / 2;

		if (is_enough(&errors, middle))
			high = middle;
		else
			low = middle;
	}
	return margin + high * errors.se;
}

struct stats_fit power_planned_fit(const struct power_plan *plan, size_t n)
{
	double df = plan->is_paired ? (double)n - 2 : 2 * (double)n - 3;

	return (struct stats_fit) {
		.variance = plan->variance,
		.df = plan->f0 + fmax(1, df),
		.scale = (1 + plan->ratio) / (double)n,
	};
}

/* Whether an interval of no change, off by 1.28 errors at most, stays inside the margin. */
static bool calls_same(const struct power_plan *plan, double margin, size_t n)
{
	struct stats_fit fit = power_planned_fit(plan, n);

	return (stats_quantile(0.975, fit.df) + gsl_cdf_ugaussian_Pinv(0.9)) *
		       sqrt(fit.variance * fit.scale) <=
	       margin;
}

static bool sees(const struct power_plan *plan, double change, size_t n)
{
	struct stats_fit fit = power_planned_fit(plan, n);
	struct errors errors = errors_of(&fit, plan->margin, plan->level);

	return errors.se <= 0 || is_enough(&errors, (change - plan->margin) / errors.se);
}

/* The least n from 2 to @most that will do, or @most + 1: more units never do worse. */
static size_t least_n(const struct power_plan *plan, double size, size_t most,
		      bool (*will_do)(const struct power_plan *, double, size_t))
{
	size_t low = 2, high = most + 1;

	while (low < high) {
		size_t n = (low + high) / 2;

		if (will_do(plan, size, n))
			high = n;
		else
			low = n + 1;
	}
	return low;
}

size_t power_units_to_see(const struct power_plan *plan, double change, size_t most)
{
	return change > plan->margin ? least_n(plan, change, most, sees) : most + 1;
}

size_t power_units_to_call_same(const struct power_plan *plan, size_t most)
{
	return least_n(plan, plan->margin, most, calls_same);
}
