// SPDX-License-Identifier: GPL-2.0-or-later
/* Separates the variance between boots, between invocations and between processes. */
#include "allocation.h"

#include <gsl/gsl_math.h>
#include <math.h>

enum { GROUP = -1, LEVELS = DESIGN_PROCESS + 1 };

/*
 * By level: squares about the mean of the part above, and the sums of squared sizes, divided by the
 * size of the part above (k12) and of the group (k1, k3).
 */
struct sums {
	double squares[LEVELS], by_above[LEVELS], by_group[LEVELS];
};

/* Length of the first group, boot, invocation or process. */
static size_t length_of(const struct variance_value *values, size_t count, int level)
{
	size_t n = 1;

	while (n < count && level < DESIGN_PROCESS && values[n].group == values->group &&
	       (level < DESIGN_BOOT || values[n].boot == values->boot) &&
	       (level < DESIGN_INVOCATION || values[n].run == values->run))
		n++;
	return n;
}

static double mean_of(const struct variance_value *values, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += values[i].y;
	return sum / (double)count;
}

/* Adds the parts of a part above @level, and theirs. */
static void add_parts(const struct variance_value *values, size_t count, int level, double group_n,
		      struct sums *sums, struct variance_components *ret)
{
	double mean = mean_of(values, count);

	for (size_t i = 0, size; i < count; i += size) {
		double n;

		size = length_of(values + i, count - i, level);
		n = (double)size;
		sums->squares[level] += n * gsl_pow_2(mean_of(values + i, size) - mean);
		sums->by_above[level] += n * n / (double)count;
		sums->by_group[level] += n * n / group_n;
		ret->units[level]++;
		ret->df[level]++;
		if (level < DESIGN_PROCESS)
			add_parts(values + i, size, level + 1, group_n, sums, ret);
	}
	ret->df[level]--;
}

/* Return: what is below the level has @below squares in the sum; what remains, per @coefficient. */
static double component(struct variance_components *ret, const struct sums *sums,
			enum design_level level, double below, double coefficient)
{
	double value = NAN;

	if (ret->df[level] > 0)
		value = (sums->squares[level] - below) / coefficient;
	ret->is_negative[level] = value < 0;
	ret->of[level] = ret->is_negative[level] ? 0 : value;
	return isnan(value) ? 0 : value;
}

struct variance_components variance_components(const struct variance_value *values, size_t count)
{
	struct variance_components ret = { .boot_variance = NAN };
	double process, run, boot, n = (double)count, k12, k3;
	struct sums sums = { 0 };

	for (size_t i = 0, size; i < count; i += size) {
		size = length_of(values + i, count - i, GROUP);
		add_parts(values + i, size, DESIGN_BOOT, (double)size, &sums, &ret);
	}
	k12 = sums.by_above[DESIGN_INVOCATION];
	k3 = sums.by_group[DESIGN_INVOCATION];
	process = component(&ret, &sums, DESIGN_PROCESS, 0, ret.df[DESIGN_PROCESS]);
	run = component(&ret, &sums, DESIGN_INVOCATION, ret.df[DESIGN_INVOCATION] * process,
			n - k12);
	boot = component(&ret, &sums, DESIGN_BOOT, ret.df[DESIGN_BOOT] * process + (k12 - k3) * run,
			 n - sums.by_group[DESIGN_BOOT]);
	ret.per_boot = n / (double)ret.units[DESIGN_BOOT];
	if (ret.df[DESIGN_BOOT] > 0)
		ret.boot_variance = boot + run + process / ret.per_boot;
	return ret;
}
