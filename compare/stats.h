/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Formulas of docs/STATISTICS.md: numbers in, numbers out. */
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
 * struct stats_difference - mean(B) - mean(A) and its standard error.
 * @d: the difference.
 * @se: its standard error.
 * @df: degrees of freedom of @se; may be infinite.
 */
struct stats_difference {
	double d, se, df;
};

/**
 * struct stats_prior - prior of a case's variance, from the variances of all (Smyth 2004).
 * @f0: its degrees of freedom: 0 without a prior, infinite if all cases are alike.
 * @s02: its variance.
 */
struct stats_prior {
	double f0, s02;
};

/** stats_moments() - mean and variance of @count values, by two passes. */
struct stats_moments stats_moments(const double *values, size_t count);

/** stats_lag1() - lag-1 autocorrelation of @count values; NAN below 3 or when all are equal. */
double stats_lag1(const double *values, size_t count);

/** stats_welch() - difference with Welch-Satterthwaite degrees of freedom; both n at least 2. */
struct stats_difference stats_welch(const struct stats_moments *a, const struct stats_moments *b);

/** stats_pooled_variance() - variances weighted by n - 1. A side of one value adds nothing. */
double stats_pooled_variance(const struct stats_moments *a, const struct stats_moments *b);

/**
 * stats_pooled() - difference if both sides have the variance @variance.
 * @variance: of one value.
 * @df: degrees of freedom of the variance.
 */
struct stats_difference stats_pooled(const struct stats_moments *a, const struct stats_moments *b,
				     double variance, double df);

/** stats_quantile() - quantile of Student's t; @df may be infinite. @p: in (0, 1). */
double stats_quantile(double p, double df);

/** stats_half_width() - half width of the two-sided interval. @confidence: in (0, 1), as 0.95. */
double stats_half_width(const struct stats_difference *difference, double confidence);

/**
 * stats_margin_p() - probability of a |d| as large, if the true one is no larger than the margin.
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

/** stats_moderate() - shrink @variance towards the prior, which adds its f0 to @df. */
void stats_moderate(const struct stats_prior *prior, double *variance, double *df);

/**
 * stats_bh() - Benjamini-Hochberg q of each of @count p.
 * @p: NAN if not tested; @ret_q is NAN, too.
 */
void stats_bh(const double *p, size_t count, double *ret_q);

/** stats_mde() - smallest effect found with 80% power: (t.975 + t.8) sd sqrt(1/a + 1/b). */
double stats_mde(double sd, double df, size_t n_a, size_t n_b);

/**
 * stats_units_needed() - units per side that would decide whether @d is beyond the margin.
 * @d: the difference found; @sd: of one unit.
 *
 * Beyond the margin: 80% power to separate |d| from it; within: a 95% interval that stays inside.
 *
 * Return: 2 to @most, or @most + 1 when more are needed.
 */
size_t stats_units_needed(double d, double sd, double margin, size_t most);

/**
 * stats_mser5() - number of first values that are warm-up (White, MSER-5; batches of 5).
 * @ret_wants_more: receives whether the best cut lies at or beyond half of the batches.
 *
 * Return: values to leave out, at most half; 0 when there are fewer than 10 batches: of 4 batches
 * of white noise 38% would want more, of 10 a tenth, of 20 a fiftieth
 * (tests/compare/test_stats_shape.c).
 */
size_t stats_mser5(const double *values, size_t count, bool *ret_wants_more);

/**
 * stats_outliers() - number of @count sorted values more than 10 MAD from the median.
 *
 * MAD: the median absolute deviation, not scaled. If it is 0, none is counted.
 */
size_t stats_outliers(const double *sorted, size_t count);

/**
 * stats_two_clusters() - true if values fall into two clusters with next to nothing between.
 * @sorted: ascending; false for fewer than 10 values.
 * @least: minimal distance of the clusters' means.
 * @ret_share: receives the share of the upper cluster, if there are two.
 *
 * Splits at the largest variance between the two (Otsu 1979). Each has more than 10% of the values,
 * and the middle half between their means fewer than 5%: in a normal or uniform distribution it has
 * a fourth or more.
 */
bool stats_two_clusters(const double *sorted, size_t count, double least, double *ret_share);

/**
 * stats_has_gap() - true if @count sorted values fall into two groups.
 * @least: minimal gap between them.
 *
 * Compares the largest gap that leaves 10% of the values, and at least two, on each side with the
 * SD within the groups. 1% of normal samples of this size exceed the limit: 7.6 for 6 values, 2.5
 * from 16 on. False for fewer than 6 values.
 */
bool stats_has_gap(const double *sorted, size_t count, double least);

#endif
