// SPDX-License-Identifier: GPL-2.0-or-later
/* Implements docs/STATISTICS.md, with GSL for the distributions. */
#include "stats.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_psi.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#include "base/die.h"

/* Beyond this, Student's t equals the normal distribution to more digits than are printed. */
static const double DF_NORMAL = 1e7;

struct stats_moments stats_moments(const double *values, size_t count)
{
	struct stats_moments moments = { .n = count, .mean = NAN, .variance = NAN };
	double sum = 0, off = 0, squares = 0;

	for (size_t i = 0; i < count; i++)
		sum += values[i];
	if (count)
		moments.mean = sum / (double)count;
	for (size_t i = 0; i < count; i++) {
		off += values[i] - moments.mean;
		squares += gsl_pow_2(values[i] - moments.mean);
	}
	/* The second term corrects for rounding in the mean (Chan, Golub and LeVeque 1983). */
	if (count > 0)
		moments.mean += off / (double)count;
	if (count > 1)
		moments.variance = (squares - off * off / (double)count) / (double)(count - 1);
	return moments;
}

double stats_lag1(const double *values, size_t count)
{
	struct stats_moments moments = stats_moments(values, count);
	double products = 0;

	if (count < 3 || !(moments.variance > 0))
		return NAN;
	for (size_t i = 1; i < count; i++)
		products += (values[i] - moments.mean) * (values[i - 1] - moments.mean);
	return products / (moments.variance * (double)(count - 1));
}

struct stats_difference stats_welch(const struct stats_moments *a, const struct stats_moments *b)
{
	double va = a->variance / (double)a->n, vb = b->variance / (double)b->n;
	double rest = va * va / (double)(a->n - 1) + vb * vb / (double)(b->n - 1);

	return (struct stats_difference) {
		.d = b->mean - a->mean,
		.se = sqrt(va + vb),
		.df = rest > 0 ? gsl_pow_2(va + vb) / rest : (double)(a->n + b->n - 2),
	};
}

static double squares_of(const struct stats_moments *moments)
{
	return moments->n > 1 ? moments->variance * (double)(moments->n - 1) : 0;
}

double stats_pooled_variance(const struct stats_moments *a, const struct stats_moments *b)
{
	size_t df = (a->n > 1 ? a->n - 1 : 0) + (b->n > 1 ? b->n - 1 : 0);

	return (squares_of(a) + squares_of(b)) / (double)df;
}

struct stats_difference stats_pooled(const struct stats_moments *a, const struct stats_moments *b,
				     double variance, double df)
{
	return (struct stats_difference) {
		.d = b->mean - a->mean,
		.se = sqrt(variance * (1 / (double)a->n + 1 / (double)b->n)),
		.df = df,
	};
}

struct stats_times stats_times(const double *times, const double *values, size_t count)
{
	struct stats_moments of_times = stats_moments(times, count);
	struct stats_moments of_values = stats_moments(values, count);
	struct stats_times sums = { .mean = of_times.mean };

	for (size_t i = 0; i < count; i++) {
		double off = times[i] - of_times.mean;

		sums.squares += off * off;
		sums.products += off * (values[i] - of_values.mean);
	}
	return sums;
}

struct stats_fit stats_fit(const struct stats_moments *a, const struct stats_moments *b,
			   const struct stats_times *times, double ratio, size_t lost_df)
{
	double squares = squares_of(a) + squares_of(b) / ratio;
	struct stats_fit fit = {
		.d = b->mean - a->mean,
		.df = (double)(a->n + b->n) - 2 - (double)lost_df,
		.scale = 1 / (double)a->n + ratio / (double)b->n,
	};

	if (times) {
		double sxx = times[0].squares + times[1].squares / ratio;
		double sxy = times[0].products + times[1].products / ratio;
		double apart = times[1].mean - times[0].mean;

		fit.d -= sxy / sxx * apart;
		fit.df--;
		fit.scale += apart * apart / sxx;
		squares = fmax(0, squares - sxy * sxy / sxx);
	}
	fit.variance = squares / fit.df;
	return fit;
}

double stats_slope(const struct stats_times *times)
{
	return (times[0].products + times[1].products) / (times[0].squares + times[1].squares);
}

double stats_quantile(double p, double df)
{
	return df > DF_NORMAL ? gsl_cdf_ugaussian_Pinv(p) : gsl_cdf_tdist_Pinv(p, df);
}

double stats_half_width(const struct stats_difference *difference, double confidence)
{
	return stats_quantile(0.5 + confidence / 2, difference->df) * difference->se;
}

double stats_upper_tail(double t, double df)
{
	return df > DF_NORMAL ? gsl_cdf_ugaussian_Q(t) : gsl_cdf_tdist_Q(t, df);
}

double stats_margin_p(const struct stats_difference *difference, double margin)
{
	double d = fabs(difference->d), se = difference->se;

	if (se <= 0)
		return d > margin ? 0 : 1;
	return stats_upper_tail((d - margin) / se, difference->df) +
	       stats_upper_tail((d + margin) / se, difference->df);
}

double stats_trigamma_inverse(double x)
{
	double y = 0.5 + 1 / x, step;
	int rounds = 0;

	if (x > 1e7)
		return 1 / sqrt(x);
	if (x < 1e-6)
		return 1 / x;
	do {
		double tri = gsl_sf_psi_1(y);

		step = tri * (1 - tri / x) / gsl_sf_psi_n(2, y);
		y += step;
	} while (-step / y > 1e-10 && ++rounds < 50);
	return y;
}

/* psi(x) - ln(x), which goes to 0. */
static double psi_less_log(double x)
{
	return isinf(x) ? 0 : gsl_sf_psi(x) - log(x);
}

double stats_log_variance(double variance, double df)
{
	return log(variance) - psi_less_log(df / 2);
}

double stats_shrunk_ratio(const double *logs, size_t count, double variance)
{
	struct stats_moments moments = stats_moments(logs, count);
	double error = 4 * variance / (double)count, square = gsl_pow_2(moments.mean);

	return square > error ? exp(moments.mean * (1 - error / square)) : 1;
}

struct stats_prior stats_prior(const double *variances, const double *dfs, size_t count)
{
	struct stats_prior prior = { 0 };
	struct stats_moments moments;
	double *e = xcalloc(count + 1, sizeof(*e)), trigamma = 0, rest;
	size_t used = 0;

	for (size_t k = 0; k < count; k++) {
		if (!(variances[k] > 0) || !(dfs[k] > 0))
			continue;
		e[used++] = stats_log_variance(variances[k], dfs[k]);
		trigamma += gsl_sf_psi_1(dfs[k] / 2);
	}
	if (used >= 2) {
		moments = stats_moments(e, used);
		rest = moments.variance - trigamma / (double)used;
		prior.f0 = rest > 0 ? 2 * stats_trigamma_inverse(rest) : INFINITY;
		prior.s02 = exp(moments.mean + psi_less_log(prior.f0 / 2));
	}
	free(e);
	return prior;
}

void stats_moderate(const struct stats_prior *prior, double *variance, double *df)
{
	if (isinf(prior->f0))
		*variance = prior->s02;
	else
		*variance = (prior->f0 * prior->s02 + *df * *variance) / (prior->f0 + *df);
	*df += prior->f0;
}

void stats_bh(const double *p, size_t count, double *ret_q)
{
	double *sorted = xcalloc(count + 1, sizeof(*sorted)), least = 1;
	size_t *order = xcalloc(count + 1, sizeof(*order)), *of = xcalloc(count + 1, sizeof(*of));
	size_t tested = 0;

	for (size_t i = 0; i < count; i++) {
		ret_q[i] = NAN;
		if (!isnan(p[i])) {
			of[tested] = i;
			sorted[tested++] = p[i];
		}
	}
	gsl_sort_index(order, sorted, 1, tested);
	for (size_t rank = tested; rank > 0; rank--) {
		size_t at = order[rank - 1];

		least = fmin(least, sorted[at] * (double)tested / (double)rank);
		ret_q[of[at]] = least;
	}
	free(of);
	free(order);
	free(sorted);
}

void stats_inliers(const double *sorted, size_t count, size_t *ret_first, size_t *ret_last)
{
	double *off = xcalloc(count + 1, sizeof(*off)), median = 0, mad = 0;
	size_t first = 0, last = count;

	if (count)
		median = gsl_stats_median_from_sorted_data(sorted, 1, count);
	for (size_t i = 0; i < count; i++)
		off[i] = fabs(sorted[i] - median);
	gsl_sort(off, 1, count);
	if (count)
		mad = gsl_stats_median_from_sorted_data(off, 1, count);
	free(off);
	while (mad > 0 && first < last && median - sorted[first] > 10 * mad)
		first++;
	while (mad > 0 && first < last && sorted[last - 1] - median > 10 * mad)
		last--;
	*ret_first = first;
	*ret_last = last;
}

bool stats_two_clusters(const double *sorted, size_t count, double least,
			struct stats_clusters *ret_clusters)
{
	double total = 0, lower = 0, best = -1, low = 0, high = 0;
	size_t split = 0, between = 0;

	if (count < 10)
		return false;
	/* Relative to the least one: equal values are 0, and rounding cannot separate them. */
	for (size_t i = 0; i < count; i++)
		total += sorted[i] - sorted[0];
	for (size_t i = 1; i < count; i++) {
		double n = (double)i, rest = (double)(count - i), apart;

		lower += sorted[i - 1] - sorted[0];
		apart = (total - lower) / rest - lower / n;
		if (n * rest * apart * apart > best) {
			best = n * rest * apart * apart;
			split = i;
			low = lower / n;
			high = (total - lower) / rest;
		}
	}
	for (size_t i = 0; i < count; i++) {
		double off = sorted[i] - sorted[0];

		between += off > low + (high - low) / 4 && off < high - (high - low) / 4;
	}
	if (high - low < least || high <= low || split * 10 <= count ||
	    (count - split) * 10 <= count || between * 20 >= count)
		return false;
	*ret_clusters = (struct stats_clusters) {
		.share = (double)(count - split) / (double)count,
		.low = sorted[0] + low,
		.high = sorted[0] + high,
	};
	return true;
}

/* Largest gap of sorted values with 10% of them, and at least two, on each side. */
static size_t inner_gap(const double *sorted, size_t count)
{
	size_t least = (count + 9) / 10 < 2 ? 2 : (count + 9) / 10, at = least;

	for (size_t i = least + 1; i + least <= count; i++)
		if (sorted[i] - sorted[i - 1] > sorted[at] - sorted[at - 1])
			at = i;
	return at;
}

double stats_gap(const double *sorted, size_t count, double least)
{
	/* From 6 values on: 1% of normal samples exceed it (tests/compare/test_stats_shape.c). */
	static const double limits[] = { 7.6, 6.1, 4.9, 4.4, 3.9, 3.6, 3.2, 3.0, 2.8, 2.6, 2.5 };
	enum { LEAST = 6, LIMITS = sizeof(limits) / sizeof(limits[0]) };
	struct stats_moments low, high;
	double gap, squares;
	size_t at;

	if (count < LEAST)
		return 0;
	at = inner_gap(sorted, count);
	gap = sorted[at] - sorted[at - 1];
	low = stats_moments(sorted, at);
	high = stats_moments(sorted + at, count - at);
	squares = stats_pooled_variance(&low, &high);
	if (gap < least ||
	    gap <= sqrt(squares) * limits[count - LEAST < LIMITS ? count - LEAST : LIMITS - 1])
		return 0;
	return gap;
}
