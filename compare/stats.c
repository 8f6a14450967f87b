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

double stats_pooled_variance(const struct stats_moments *a, const struct stats_moments *b)
{
	double squares = 0, df = 0;

	for (int side = 0; side < 2; side++) {
		const struct stats_moments *moments = side ? b : a;

		if (moments->n < 2)
			continue;
		squares += moments->variance * (double)(moments->n - 1);
		df += (double)(moments->n - 1);
	}
	return squares / df;
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

double stats_quantile(double p, double df)
{
	return df > DF_NORMAL ? gsl_cdf_ugaussian_Pinv(p) : gsl_cdf_tdist_Pinv(p, df);
}

double stats_half_width(const struct stats_difference *difference, double confidence)
{
	return stats_quantile(0.5 + confidence / 2, difference->df) * difference->se;
}

/* P(T > t). */
static double above(double t, double df)
{
	return df > DF_NORMAL ? gsl_cdf_ugaussian_Q(t) : gsl_cdf_tdist_Q(t, df);
}

double stats_margin_p(const struct stats_difference *difference, double margin)
{
	double d = fabs(difference->d), se = difference->se;

	if (se <= 0)
		return d > margin ? 0 : 1;
	return above((d - margin) / se, difference->df) + above((d + margin) / se, difference->df);
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

struct stats_prior stats_prior(const double *variances, const double *dfs, size_t count)
{
	struct stats_prior prior = { 0 };
	struct stats_moments moments;
	double *e = xcalloc(count + 1, sizeof(*e)), trigamma = 0, rest;
	size_t used = 0;

	for (size_t k = 0; k < count; k++) {
		if (!(variances[k] > 0) || !(dfs[k] > 0))
			continue;
		e[used++] = log(variances[k]) - psi_less_log(dfs[k] / 2);
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

double stats_mde(double sd, double df, size_t n_a, size_t n_b)
{
	return (stats_quantile(0.975, df) + stats_quantile(0.8, df)) * sd *
	       sqrt(1 / (double)n_a + 1 / (double)n_b);
}

size_t stats_units_needed(double d, double sd, double margin, size_t most)
{
	double room = fabs(fabs(d) - margin);

	for (size_t n = 2; n <= most; n++) {
		double df = 2 * (double)n - 2, se = sd * sqrt(2 / (double)n);
		double reach = stats_quantile(0.975, df) * se;

		if (fabs(d) > margin)
			reach += stats_quantile(0.8, df) * se;
		if (reach <= room)
			return n;
	}
	return most + 1;
}

size_t stats_mser5(const double *values, size_t count, bool *ret_wants_more)
{
	enum { BATCH = 5, BATCHES_LEAST = 10 };
	size_t batches = count / BATCH, best = 0;
	double least = INFINITY, sum = 0, squares = 0;

	*ret_wants_more = false;
	if (batches < BATCHES_LEAST)
		return 0;
	/* From the end: the sums grow with the part that is kept. Values are relative to the last.
	 */
	for (size_t batch = batches; batch-- > 0;) {
		double kept = (double)(batches - batch), mean = 0, statistic;

		for (size_t i = 0; i < BATCH; i++)
			mean += (values[batch * BATCH + i] - values[count - 1]) / BATCH;
		sum += mean;
		squares += mean * mean;
		statistic = fmax(0, squares - sum * sum / kept) / (kept * kept);
		if (batch <= batches / 2 && statistic <= least) {
			least = statistic;
			best = batch;
		}
	}
	*ret_wants_more = best == batches / 2 && least > 0;
	return best * BATCH;
}

size_t stats_outliers(const double *sorted, size_t count)
{
	double *off, median, mad;
	size_t outliers = 0;

	if (!count)
		return 0;
	median = gsl_stats_median_from_sorted_data(sorted, 1, count);
	off = xcalloc(count, sizeof(*off));
	for (size_t i = 0; i < count; i++)
		off[i] = fabs(sorted[i] - median);
	gsl_sort(off, 1, count);
	mad = gsl_stats_median_from_sorted_data(off, 1, count);
	for (size_t i = 0; i < count && mad > 0; i++)
		outliers += off[i] > 10 * mad;
	free(off);
	return outliers;
}

bool stats_two_clusters(const double *sorted, size_t count, double least, double *ret_share)
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
	*ret_share = (double)(count - split) / (double)count;
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

bool stats_has_gap(const double *sorted, size_t count, double least)
{
	/* From 6 values on: 1% of normal samples exceed it (tests/compare/test_stats_shape.c). */
	static const double limits[] = { 7.6, 6.1, 4.9, 4.4, 3.9, 3.6, 3.2, 3.0, 2.8, 2.6, 2.5 };
	enum { LEAST = 6, LIMITS = sizeof(limits) / sizeof(limits[0]) };
	struct stats_moments low, high;
	double gap, squares;
	size_t at;

	if (count < LEAST)
		return false;
	at = inner_gap(sorted, count);
	gap = sorted[at] - sorted[at - 1];
	low = stats_moments(sorted, at);
	high = stats_moments(sorted + at, count - at);
	squares = stats_pooled_variance(&low, &high);
	return gap > 0 && gap >= least &&
	       gap > sqrt(squares) * limits[count - LEAST < LIMITS ? count - LEAST : LIMITS - 1];
}
