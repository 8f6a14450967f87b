/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linear regression: a straight line by least squares, with standard errors. */
#ifndef PTEBENCH_LINREG_H
#define PTEBENCH_LINREG_H

#include <stddef.h>

/** struct linreg_point - @weight: proportional to 1 / variance of @y, above 0. */
struct linreg_point {
	double x, y, weight;
};

/**
 * struct linreg - y = @intercept + @slope x.
 * @intercept_se, @slope_se: standard errors.
 * @spread: sum of weight (x - X)^2, so that @slope_se^2 @spread is the variance of the residuals.
 * @df: degrees of freedom of that variance.
 */
struct linreg {
	double intercept, intercept_se, slope, slope_se, spread;
	size_t df;
};

/**
 * linreg_fit() - weighted least squares in closed form.
 * @ret_line: all NAN and @df 0 with fewer than 3 data, which have no residuals.
 *
 * Bevington and Robinson, Data Reduction and Error Analysis, chapter 6; the means X and Y are
 * weighted, too:
 *
 *	y = a + b x
 *	b = sum w (x - X)(y - Y) / S	S = sum w (x - X)^2
 *	a = Y - b X
 *	s^2 = sum w (y - a - b x)^2 / (n - 2)
 *	se(b)^2 = s^2 / S
 *	se(a)^2 = s^2 (1 / sum w + X^2 / S)
 *
 * These are s^2 times (X'WX)^-1: the residuals give the factor that the weights leave open. If all
 * x are equal, or a datum is NAN or infinite, the results are, too.
 */
void linreg_fit(const struct linreg_point *data, size_t count, struct linreg *ret_line);

#endif
