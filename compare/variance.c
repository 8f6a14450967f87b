// SPDX-License-Identifier: GPL-2.0-or-later
/* Separates the variance between boots, between invocations and between processes. */
#include "variance.h"

#include <math.h>

enum { LEVELS = DESIGN_PROCESS + 1 };

/* Sums over all groups: sums of squares, degrees of freedom, and the coefficients of s2. */
struct sums {
	double squares[LEVELS], df[LEVELS], n, k1, k3, k12;
	size_t units[LEVELS];
};

static bool are_together(const struct variance_value *a, const struct variance_value *b,
			 enum design_level level)
{
	return a->group == b->group && a->boot == b->boot &&
	       (level == DESIGN_BOOT || a->run == b->run);
}

static size_t length_of(const struct variance_value *values, size_t count, enum design_level level)
{
	size_t n = 1;

	while (n < count && are_together(&values[0], &values[n], level))
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

static void add_boot(struct sums *sums, const struct variance_value *values, size_t count,
		     double group_n)
{
	double mean = mean_of(values, count), n = (double)count;

	for (size_t i = 0, size; i < count; i += size) {
		double of_run, m;

		size = length_of(values + i, count - i, DESIGN_INVOCATION);
		of_run = mean_of(values + i, size);
		m = (double)size;
		for (size_t k = i; k < i + size; k++)
			sums->squares[DESIGN_PROCESS] += pow(values[k].y - of_run, 2);
		sums->squares[DESIGN_INVOCATION] += m * pow(of_run - mean, 2);
		sums->df[DESIGN_PROCESS] += m - 1;
		sums->df[DESIGN_INVOCATION]++;
		sums->k12 += m * m / n;
		sums->k3 += m * m / group_n;
		sums->units[DESIGN_INVOCATION]++;
	}
	sums->df[DESIGN_INVOCATION]--;
	sums->k1 += n * n / group_n;
	sums->units[DESIGN_BOOT]++;
}

static void add_group(struct sums *sums, const struct variance_value *values, size_t count)
{
	double mean = mean_of(values, count);

	for (size_t i = 0, size; i < count; i += size) {
		size = length_of(values + i, count - i, DESIGN_BOOT);
		add_boot(sums, values + i, size, (double)count);
		sums->squares[DESIGN_BOOT] +=
			(double)size * pow(mean_of(values + i, size) - mean, 2);
		sums->df[DESIGN_BOOT]++;
	}
	sums->df[DESIGN_BOOT]--;
	sums->n += (double)count;
	sums->units[DESIGN_PROCESS] += count;
}

/* Return: what is below the level has @below squares in the sum; what remains, per @coefficient. */
static double component(struct variance_components *ret, const struct sums *sums,
			enum design_level level, double below, double coefficient)
{
	double value = NAN;

	if (sums->df[level] > 0)
		value = (sums->squares[level] - below) / coefficient;
	ret->df[level] = sums->df[level];
	ret->is_negative[level] = value < 0;
	ret->of[level] = ret->is_negative[level] ? 0 : value;
	return isnan(value) ? 0 : value;
}

struct variance_components variance_components(const struct variance_value *values, size_t count)
{
	struct variance_components ret = { .boot_variance = NAN };
	struct sums sums = { 0 };
	double process, run, boot;

	for (size_t i = 0, size; i < count; i += size) {
		for (size = 1; i + size < count && values[i + size].group == values[i].group;)
			size++;
		add_group(&sums, values + i, size);
	}
	process = component(&ret, &sums, DESIGN_PROCESS, 0, sums.df[DESIGN_PROCESS]);
	run = component(&ret, &sums, DESIGN_INVOCATION, sums.df[DESIGN_INVOCATION] * process,
			sums.n - sums.k12);
	boot = component(&ret, &sums, DESIGN_BOOT,
			 sums.df[DESIGN_BOOT] * process + (sums.k12 - sums.k3) * run,
			 sums.n - sums.k1);
	for (int level = 0; level < LEVELS; level++)
		ret.units[level] = sums.units[level];
	ret.per_boot = sums.n / (double)sums.units[DESIGN_BOOT];
	if (sums.df[DESIGN_BOOT] > 0)
		ret.boot_variance = boot + run + process / ret.per_boot;
	return ret;
}
