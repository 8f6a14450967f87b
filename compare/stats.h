/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Formulas of docs/STATISTICS.md: numbers in, numbers out. */
#ifndef PTEBENCH_STATS_H
#define PTEBENCH_STATS_H

#include <stdbool.h>
#include <stddef.h>

/** struct stats_moments - of @n values. @variance: over n - 1. NAN if @n is 0, or below 2. */
struct stats_moments {
	size_t n;
	double mean, variance;
};

/** struct stats_difference - mean(B) - mean(A), its standard error and degrees of freedom. */
struct stats_difference {
	double d, se, df;
};

/**
 * struct stats_times - when the values of one side were measured, in any unit.
 * @mean: of their times. @squares: sum of the squares of times about it.
 * @products: sum of the products of times and values, each about its mean.
 */
struct stats_times {
	double mean, squares, products;
};

/**
 * struct stats_fit - a linear model of the values of A and B.
 * @d: B - A, at the same time. @variance: of one value of A; @df: its degrees of freedom.
 * @scale: the squared standard error of @d, divided by @variance.
 */
struct stats_fit {
	double d, variance, df, scale;
};

/**
 * struct stats_prior - prior of a case's variance @s02, from the variances of all (Smyth 2004).
 * @f0: its degrees of freedom: 0 without a prior, infinite if all cases are alike.
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

/** stats_pooled() - difference if one value of either side has @variance, known with @df. */
struct stats_difference stats_pooled(const struct stats_moments *a, const struct stats_moments *b,
				     double variance, double df);

/** stats_times() - of @count values and their times. */
struct stats_times stats_times(const double *times, const double *values, size_t count);

/**
 * stats_fit() - fit y ~ side + time, or y ~ side, by weighted least squares.
 * @a, @b: of each side, at least 2 values. @times: of A and of B; NULL leaves the time out.
 * @ratio: variance of one value of B, divided by that of one value of A.
 * @lost_df: degrees of freedom that were used before, by centring on blocks.
 *
 * With Sxx, Sxy and Syy the sums of squares and products within the sides, those of B divided by
 * the ratio, and x the mean times:
 *   slope = Sxy / Sxx                       d = mean y_B - mean y_A - slope (x_B - x_A)
 *   df = n_A + n_B - 3 - lost_df            variance = (Syy - slope Sxy) / df
 *   scale = 1/n_A + ratio/n_B + (x_B - x_A)^2 / Sxx
 * Analysis of covariance, as in Searle, Linear Models (1971), section 8.2. Without the time the
 * slope and the last term are 0 and df is one larger.
 */
struct stats_fit stats_fit(const struct stats_moments *a, const struct stats_moments *b,
			   const struct stats_times *times, double ratio, size_t lost_df);

/** stats_slope() - slope of y over time that stats_fit() finds with a ratio of 1. */
double stats_slope(const struct stats_times *times);

/**
 * stats_log_variance() - estimate ln of the variance that a sample variance was drawn from.
 *
 * ln s^2 - psi(df/2) + ln(df/2), which is unbiased for normal values; its own variance is
 * trigamma(df/2). Smyth 2004, section 6.2.
 */
double stats_log_variance(double variance, double df);

/**
 * stats_shrunk_ratio() - one variance ratio of a whole set.
 * @logs: ln ratio of each of @count cases. @variance: of one of them, by chance.
 *
 * Shrinks the mean towards 0 by 1 - 4 variance / (count mean^2), and to 0 if that is negative, so
 * that few cases do not make up a ratio (positive-part James and Stein, 1961, with 4 for 1).
 */
double stats_shrunk_ratio(const double *logs, size_t count, double variance);

/** stats_quantile() - quantile of Student's t; @df may be infinite. @p: in (0, 1). */
double stats_quantile(double p, double df);

/** stats_upper_tail() - P(T > @t) of Student's t; @df may be infinite. */
double stats_upper_tail(double t, double df);

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
 * stats_trigamma_inverse() - the y > 0 with trigamma(y) = @x > 0, by Newton's method on 1/trigamma
 * (Smyth, Linear models and empirical Bayes methods, 2004, appendix).
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

/** stats_bh() - Benjamini-Hochberg q of each of @count p; NAN of NAN: not tested. */
void stats_bh(const double *p, size_t count, double *ret_q);

/**
 * stats_inliers() - range of the @count sorted values within 10 MAD (not scaled) of the median.
 * @ret_first, @ret_last: of the first, and of the last plus 1; all are in the range if MAD is 0.
 */
void stats_inliers(const double *sorted, size_t count, size_t *ret_first, size_t *ret_last);

/** struct stats_clusters - means of two clusters, and the share of the upper one. */
struct stats_clusters {
	double share, low, high;
};

/**
 * stats_two_clusters() - true if values fall into two clusters with next to nothing between.
 * @sorted: ascending; false for fewer than 10 values.
 * @least: minimal distance of the clusters' means.
 * @ret_clusters: receives them, if there are two.
 *
 * Splits at the largest variance between the two (Otsu 1979). Each has more than 10% of the values,
 * and the middle half between their means fewer than 5%: in a normal or uniform distribution it has
 * a fourth or more.
 */
bool stats_two_clusters(const double *sorted, size_t count, double least,
			struct stats_clusters *ret_clusters);

/**
 * stats_gap() - size of the gap where @count sorted values fall into two groups; 0 if they do not.
 * @least: minimal gap between them.
 *
 * Compares the largest gap that leaves 10% of the values, and at least two, on each side with the
 * SD within the groups. 1% of normal samples of this size exceed the limit: 7.6 for 6 values, 2.5
 * from 16 on. 0 for fewer than 6 values.
 */
double stats_gap(const double *sorted, size_t count, double least);

#endif
