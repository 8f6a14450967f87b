// SPDX-License-Identifier: GPL-2.0-or-later
/* Chooses unit, range and scale of an axis. */
#include "page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/utf8.h"

enum { TITLE_COLUMNS = 46 };

void panel_add(struct panel *panel, double value)
{
	if (!isfinite(value) || value <= 0)
		return;
	panel->least = panel->most > 0 ? fmin(panel->least, value) : value;
	panel->most = fmax(panel->most, value);
}

/* Scale of the largest unit in which the greatest value is at least 1. */
static double scale_of(double most, const char *unit, const char **ret_unit)
{
	static const struct {
		double scale;
		const char *time, *count;
	} units[] = {
		{ 1, "ns", "" },
		{ 1e3, "us", "thousand " },
		{ 1e6, "ms", "million " },
		{ 1e9, "s", "billion " },
	};
	size_t i = sizeof(units) / sizeof(units[0]) - 1;

	while (i && most < 2 * units[i].scale)
		i--;
	*ret_unit = strcmp(unit, "ns") ? units[i].count : units[i].time;
	return units[i].scale;
}

/* Rounds away to 1, 2 or 5 times a power of ten. */
static double round_out(double value, bool up)
{
	static const double steps[] = { 1, 2, 5, 10 };
	double power = pow(10, floor(log10(value)));
	size_t i = 0;

	while (i < 3 && (up ? steps[i] * power < value : steps[i + 1] * power <= value))
		i++;
	return steps[i] * power;
}

void panel_write(struct datafile *sheet, size_t number, const struct panel *panel, bool from_zero,
		 const char *unit, const char *title)
{
	const char *prefix;
	bool has = panel->most > 0;
	double least = has ? panel->least : 1, most = has ? panel->most : 1;
	double scale = scale_of(most, unit, &prefix), span = most / least, low, high;
	int base = span >= 20 ? 10 : span >= 6 && from_zero ? 2 : 0;
	char *label = xasprintf("%s%s per %s", prefix, strcmp(unit, "ns") ? unit : "",
				panel->is_per_page ? "page" : "call");
	char *cut = utf8_cut(title, TITLE_COLUMNS);

	least /= scale;
	most /= scale;
	if (base == 10) {
		low = round_out(least * 0.9, false);
		high = round_out(most * 1.1, true);
	} else if (base == 2) {
		low = exp2(floor(log2(least * 0.98)));
		high = exp2(ceil(log2(most * 1.02)));
	} else {
		double pad = fmax(0.1 * (most - least), 0.01 * most);

		low = from_zero ? 0 : least - pad;
		high = from_zero ? 1.15 * most : most + pad;
	}
	datafile_row(sheet, "%zu %zu %g %g %g %s %s", number, (size_t)base, low, high, scale, cut,
		     label);
	free(cut);
	free(label);
}
