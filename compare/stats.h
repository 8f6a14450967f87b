/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The formulas of docs/STATISTICS.md: numbers in, numbers out; nothing of kernels. */
#ifndef PTEBENCH_STATS_H
#define PTEBENCH_STATS_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct stats_moments - of @n values.
 * @mean: NAN when @n is 0.
 * @variance: over n - 1; NAN when @n is below 2.
 */
struct stats_moments {
	size_t n;
	double mean, variance;
};

/**
 * struct stats_difference - mean(B) - mean(A), and how surely it is known.
 * @d: the difference.
 * @se: its standard error.
 * @df: degrees of freedom of @se; may be infinite.
 */
struct stats_difference {
	double d, se, df;
};

/**
 * struct stats_prior - what the variances of all cases say of the variance of one (Smyth 2004).
 * @f0: its degrees of freedom: 0 when there is none, infinite when all cases are alike.
 * @s02: its variance.
 */
struct stats_prior {
	double f0, s02;
};

/** stats_moments() - mean and variance of @count values, by two passes. */
struct stats_moments stats_moments(const double *values, size_t count);

/** stats_lag1() - lag-1 autocorrelation of @count values; NAN below 3 or when all are equal. */
double stats_lag1(const double *values, size_t count);

/** stats_welch() - with the Welch-Satterthwaite degrees of freedom; both n at least 2. */
struct stats_difference stats_welch(const struct stats_moments *a, const struct stats_moments *b);

/** stats_pooled_variance() - of both, weighted by their n - 1. A side of one value adds nothing. */
double stats_pooled_variance(const struct stats_moments *a, const struct stats_moments *b);

/**
 * stats_pooled() - the difference when both sides have the variance @variance.
 * @variance: of one value.
 * @df: how surely the variance is known.
 */
struct stats_difference stats_pooled(const struct stats_moments *a, const struct stats_moments *b,
				     double variance, double df);

/** stats_quantile() - of Student's t; @df may be infinite. @p: in (0, 1). */
double stats_quantile(double p, double df);

/** stats_half_width() - of the two-sided interval. @confidence: in (0, 1), as 0.95. */
double stats_half_width(const struct stats_difference *difference, double confidence);

/**
 * stats_margin_p() - how likely is a |d| as large, if the true one is no larger than the margin?
 * @margin: not negative, in the unit of d.
 *
 * P(T > (|d| - margin) / se) + P(T > (|d| + margin) / se), T: Student's t (McCarthy and Smyth,
 * Testing significance relative to a fold-change threshold is a TREAT, 2009). The second term is
 * the chance of a difference as large the other way; with a margin of 0 it makes p two-sided.
 * With an error of 0: 0 beyond the margin, else 1.
 */
double stats_margin_p(const struct stats_difference *difference, double margin);

/**
 * stats_trigamma_inverse() - the y > 0 with trigamma(y) = @x.
 * @x: positive.
 *
 * Newton's method on 1/trigamma (Smyth, Linear models and empirical Bayes methods, 2004, appendix).
 */
double stats_trigamma_inverse(double x);

/**
 * stats_prior() - estimate the prior from @count variances.
 * @variances, @dfs: of each case; a case with a variance of 0 or no degrees of freedom is left out.
 *
 * e_k = ln s_k^2 - psi(f_k/2) + ln(f_k/2); trigamma(f0/2) = var(e) - mean trigamma(f_k/2), and
 * where that is not positive f0 is infinite; s0^2 = exp(mean e + psi(f0/2) - ln(f0/2)). Smyth 2004,
 * section 6.2. f0 is 0 when fewer than 2 cases are left.
 */
struct stats_prior stats_prior(const double *variances, const double *dfs, size_t count);

/** stats_moderate() - @variance and @df drawn towards the prior, which adds its f0 to df. */
void stats_moderate(const struct stats_prior *prior, double *variance, double *df);

/**
 * stats_bh() - Benjamini-Hochberg: the false-discovery rate at which each of @count would be found.
 * @p: NAN for those that were not tested.
 * @ret_q: NAN for these too.
 */
void stats_bh(const double *p, size_t count, double *ret_q);

/** stats_mde() - smallest true difference found with 80% power: (t.975 + t.8) sd sqrt(1/a + 1/b).
 */
double stats_mde(double sd, double df, size_t n_a, size_t n_b);

/**
 * stats_units_needed() - how many units a side would settle whether @d is beyond the margin?
 * @d: as it was found; @sd: of one unit.
 *
 * Beyond the margin: 80% power to tell |d| from it; within: a 95% interval that stays inside.
 *
 * Return: 2 to @most, or @most + 1 when more are needed.
 */
size_t stats_units_needed(double d, double sd, double margin, size_t most);

/**
 * stats_mser5() - how many first values are warm-up (White, MSER-5; batches of 5)?
 * @ret_wants_more: receives whether the best cut lies at or beyond half of the batches.
 *
 * Return: values to leave out, at most half; 0 when there are fewer than 10 batches: of 4 batches
 * of white noise 38% would want more, of 10 a tenth, of 20 a fiftieth
 * (tests/compare/test_stats_shape.c).
 */
size_t stats_mser5(const double *values, size_t count, bool *ret_wants_more);

/**
 * stats_outliers() - of @count sorted values, how many lie more than 10 MAD from the median?
 *
 * MAD: the median absolute deviation, not scaled. Where it is 0 it tells nothing, and none is
 * counted.
 */
size_t stats_outliers(const double *sorted, size_t count);

/**
 * stats_two_clusters() - are there two clusters with next to nothing between?
 * @sorted: at least 10 values, ascending; else the answer is no.
 * @least: the means of the clusters are at least so far apart.
 * @ret_share: the share of the upper one, when there are two.
 *
 * The split is the one with the largest variance between the two (Otsu 1979). Each has more than
 * 10% of the values, and the middle half between their means has fewer than 5%: of a normal or a
 * uniform distribution it has a fourth or more.
 */
bool stats_two_clusters(const double *sorted, size_t count, double least, double *ret_share);

/**
 * stats_has_gap() - do @count sorted values fall into two groups?
 * @least: the gap between them is at least this.
 *
 * The largest gap that leaves 10% of the values, and two, or more on each side is held against the
 * SD within the groups. Its limit is that which 1% of normal samples of this size exceed: 7.6 for 6
 * values, 2.5 from 16 on. Of fewer than 6 values it cannot be told, and the answer is no.
 */
bool stats_has_gap(const double *sorted, size_t count, double least);

#endif
