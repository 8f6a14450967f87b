// SPDX-License-Identifier: GPL-2.0-or-later
/* Counts verdicts, and averages the units of both sides over the cases of a family. */
#include "comparison.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"

/* The case of a verdict that changed most, or NULL. */
static const struct match_point *extreme(const struct comparison_machine *machine,
					 enum csv_reader_metric metric, enum verdict_kind verdict,
					 double *ret_d)
{
	const struct match_point *found = NULL;

	*ret_d = 0;
	for (size_t i = 0; i < machine->match.count; i++) {
		const struct verdict *on = &machine->on[metric][i];

		if (on->is_judged && on->verdict == verdict && fabs(on->d) > fabs(*ret_d)) {
			found = &machine->match.points[i];
			*ret_d = on->d;
		}
	}
	return found;
}

static void append_changed(char **line, const struct comparison_machine *machine,
			   enum csv_reader_metric metric, enum verdict_kind verdict, size_t count,
			   const char *word, const char *most)
{
	char *group, *label, percent[FORMAT_BYTES];
	const struct match_point *point;
	double d;

	point = extreme(machine, metric, verdict, &d);
	if (!count || !point)
		return;
	format_point(point->row->point, &group, &label);
	xappend(line, ", ", "%zu %s (%s %s %s %s)", count, word, most, point->row->case_name, label,
		format_percent(d, percent));
	free(label);
	free(group);
}

static void append_count(char **line, size_t count, const char *word)
{
	if (count)
		xappend(line, ", ", "%zu %s", count, word);
}

static bool is_one_unit(const struct comparison_machine *machine, enum csv_reader_metric metric)
{
	for (size_t i = 0; i < machine->match.count; i++)
		if (machine->on[metric][i].is_judged &&
		    !(machine->on[metric][i].metrics.flags & METRICS_FLAG_WITHIN))
			return false;
	return true;
}

char *conclusions_line(const struct comparison_machine *machine, enum csv_reader_metric metric)
{
	struct comparison_counts counts = comparison_count(machine, metric);
	char *line = xstrdup("");

	if (counts.judged && is_one_unit(machine, metric)) {
		free(line);
		if (machine->design.is_within)
			return xstrdup(
				"no verdict is possible: one boot. Take 6 boots, and measure "
				"A and B in each, in turns");
		return xasprintf("no verdict is possible: one %s a side. Take 6 of each, in turns "
				 "(ABBA), or give other boots of this machine with --history",
				 design_level_names[machine->design.level]);
	}
	append_changed(&line, machine, metric, VERDICT_SLOWER, counts.verdicts[VERDICT_SLOWER],
		       "slower", "worst");
	append_changed(&line, machine, metric, VERDICT_FASTER, counts.verdicts[VERDICT_FASTER],
		       "faster", "best");
	append_count(&line, counts.verdicts[VERDICT_SAME] + counts.verdicts[VERDICT_SMALL],
		     "within the margin");
	append_count(&line, counts.verdicts[VERDICT_UNDECIDED], "undecided");
	append_count(&line, counts.fates[MATCH_REFUSED], "not comparable");
	if (!*line)
		xappend(&line, "", "nothing to compare");
	return line;
}

/* Units of both sides, summed over cases. */
struct sums {
	size_t cases, units[DESIGN_SIDES];
	double y[DESIGN_SIDES][METRICS_UNITS_KEPT], time[DESIGN_SIDES][METRICS_UNITS_KEPT];
	bool has_times, is_within;
	size_t lost_df;
};

static bool is_whole(const struct verdict *on, const struct sums *sums)
{
	return on->is_judged && on->metrics.kept[DESIGN_SIDE_A] == sums->units[DESIGN_SIDE_A] &&
	       on->metrics.kept[DESIGN_SIDE_B] == sums->units[DESIGN_SIDE_B];
}

static void add_case(struct sums *sums, const struct metrics *metrics)
{
	for (int side = 0; side < DESIGN_SIDES; side++)
		for (size_t i = 0; i < sums->units[side]; i++) {
			sums->y[side][i] += metrics->units[side][i].y;
			sums->time[side][i] = metrics->units[side][i].time;
		}
	sums->has_times = metrics->has_times;
	sums->lost_df = metrics->lost_df;
	sums->cases++;
}

static struct conclusions_mean mean_of(struct sums *sums, const char *family)
{
	struct stats_moments moments[DESIGN_SIDES];
	struct stats_times times[DESIGN_SIDES];
	struct conclusions_mean mean = {
		.family = family, .cases = sums->cases, .low = NAN, .high = NAN
	};
	struct stats_fit fit;
	double half;

	for (int side = 0; side < DESIGN_SIDES; side++) {
		for (size_t i = 0; i < sums->units[side]; i++)
			sums->y[side][i] /= (double)sums->cases;
		moments[side] = stats_moments(sums->y[side], sums->units[side]);
		times[side] = stats_times(sums->time[side], sums->y[side], sums->units[side]);
	}
	fit = stats_fit(&moments[DESIGN_SIDE_A], &moments[DESIGN_SIDE_B],
			sums->has_times ? times : NULL, 1, sums->lost_df);
	mean.d = fit.d;
	if (sums->is_within || sums->units[DESIGN_SIDE_A] < 2 || sums->units[DESIGN_SIDE_B] < 2 ||
	    fit.df < 1)
		return mean;
	half = stats_quantile(0.975, fit.df) * sqrt(fit.variance * fit.scale);
	mean.low = mean.d - half;
	mean.high = mean.d + half;
	return mean;
}

/* Cases of a family, or of all, that all units measured: those that have the most units. */
static struct sums sum_up(const struct comparison_machine *machine, enum csv_reader_metric metric,
			  const char *family)
{
	struct sums sums = { .is_within = machine->design.is_within };

	for (size_t i = 0; i < machine->match.count; i++)
		for (int side = 0; side < DESIGN_SIDES; side++) {
			size_t kept = machine->on[metric][i].metrics.kept[side];

			sums.units[side] = kept > sums.units[side] ? kept : sums.units[side];
		}
	for (size_t i = 0; i < machine->match.count && sums.units[DESIGN_SIDE_A]; i++)
		if (is_whole(&machine->on[metric][i], &sums) &&
		    (!family || !strcmp(machine->match.points[i].row->family, family)))
			add_case(&sums, &machine->on[metric][i].metrics);
	return sums;
}

size_t conclusions_means(const struct comparison_machine *machine, enum csv_reader_metric metric,
			 struct conclusions_mean *ret_means)
{
	struct sums sums = sum_up(machine, metric, NULL);
	size_t count = 0;

	if (sums.cases < 2)
		return 0;
	for (size_t i = 0; i < machine->match.count; i++) {
		const char *family = machine->match.points[i].row->family;
		struct sums part;
		bool is_new = true;

		for (size_t k = 0; k < count; k++)
			is_new &= strcmp(ret_means[k].family, family) != 0;
		if (!is_new)
			continue;
		part = sum_up(machine, metric, family);
		if (part.cases)
			ret_means[count++] = mean_of(&part, family);
	}
	ret_means[count] = mean_of(&sums, NULL);
	return count + 1;
}
