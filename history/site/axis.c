// SPDX-License-Identifier: GPL-2.0-or-later
/* Chooses range, unit and ticks of an axis. */
#include "chart.h"

#include <math.h>
#include <stdio.h>

/* Axes with this ratio of ends, or more, are logarithmic. */
#define LOG_RATIO 3.0

struct axis axis_fit(const struct dataset_series *series, double margin)
{
	double low = INFINITY, high = -INFINITY, middle, least = 1.5 * log1p(margin), room;
	struct axis axis;

	for (size_t i = 0; i < series->count; i++) {
		low = fmin(low, log(series->values[i].value));
		high = fmax(high, log(series->values[i].value));
	}
	middle = (low + high) / 2;
	low = fmin(low, middle - least);
	high = fmax(high, middle + least);
	room = 0.06 * (high - low);
	axis.is_log = exp(high - low) >= LOG_RATIO;
	axis.low = exp(low - room);
	axis.high = exp(high + room);
	return axis;
}

double axis_place(const struct axis *axis, double value)
{
	double place = axis->is_log ? log(value / axis->low) / log(axis->high / axis->low)
				    : (value - axis->low) / (axis->high - axis->low);

	return fmin(fmax(place, 0), 1);
}

/* Return: the factor of the largest unit that is not above a value. */
static double unit_of(double value, enum csv_reader_metric unit, const char **ret_name)
{
	static const struct {
		double factor;
		const char *time, *count;
	} units[] = {
		{ 1e12, NULL, "T" },
		{ 1e9, "s", "G" },
		{ 1e6, "ms", "M" },
		{ 1e3, "us", "k" },
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		*ret_name = unit == CSV_READER_NS ? units[i].time : units[i].count;
		if (*ret_name && value >= units[i].factor)
			return units[i].factor;
	}
	*ret_name = unit == CSV_READER_NS ? "ns" : "";
	return 1;
}

/* Rounds up to 1, 2 or 5 times a power of ten. */
static double round_up(double least)
{
	double power = pow(10, floor(log10(least)));

	if (least <= power * (1 + 1e-9))
		return power;
	return least <= 2 * power * (1 + 1e-9)	 ? 2 * power
	       : least <= 5 * power * (1 + 1e-9) ? 5 * power
						 : 10 * power;
}

static int linear_ticks(const struct axis *axis, double factor, const char *name,
			struct axis_tick *ticks)
{
	double step = round_up((axis->high - axis->low) / 7);
	int decimals = (int)fmin(fmax(ceil(-log10(step / factor) - 1e-9), 0), 9), count = 0;
	double first = ceil(axis->low / step);

	for (; count < AXIS_TICKS_MAX && (first + count) * step <= axis->high; count++) {
		ticks[count].value = (first + count) * step;
		snprintf(ticks[count].text, sizeof(ticks[count].text), "%.*f%s", decimals,
			 ticks[count].value / factor, name);
	}
	return count;
}

/* The more decades, the fewer values in each. */
static int log_ticks(const struct axis *axis, double factor, const char *name,
		     struct axis_tick *ticks)
{
	static const double parts[][6] = { { 1, 1.5, 2, 3, 5, 7 }, { 1, 2, 5 }, { 1 } };
	double decades = log10(axis->high / axis->low);
	int kind = decades < 1.5 ? 0 : decades < 4 ? 1 : 2, count = 0;
	int first = (int)floor(log10(axis->low)), last = (int)floor(log10(axis->high));
	int every = (last - first) / (AXIS_TICKS_MAX - 2) + 1;

	for (int power = first; power <= last; power += every)
		for (int i = 0; i < 6 && parts[kind][i] > 0 && count < AXIS_TICKS_MAX; i++) {
			double value = parts[kind][i] * pow(10, power);

			if (value < axis->low || value > axis->high)
				continue;
			ticks[count].value = value;
			snprintf(ticks[count].text, sizeof(ticks[count].text), "%.4g%s",
				 value / factor, name);
			count++;
		}
	return count;
}

int axis_ticks(const struct axis *axis, enum csv_reader_metric unit, struct axis_tick *ret_ticks)
{
	const char *name;
	double factor = unit_of(axis->high, unit, &name);

	if (axis->is_log)
		return log_ticks(axis, factor, name, ret_ticks);
	return linear_ticks(axis, factor, name, ret_ticks);
}
