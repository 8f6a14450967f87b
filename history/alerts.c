// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes an alert of each change, and determines its state and kernel. */
#include "alerts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

/* Share of series in which changepoint_find() finds a change by chance. */
static const double alpha = 0.01;

const struct segments_change *alerts_change(const struct dataset *dataset,
					    const struct alerts_alert *alert)
{
	return &dataset->series[alert->series].segments.changes[alert->change];
}

char *alerts_why_new(const struct dataset *dataset, const struct alerts *alerts,
		     const struct alerts_alert *alert)
{
	const struct segments_change *change = alerts_change(dataset, alert);

	if (!segments_is_new(change, alerts->stand))
		return NULL;
	return xasprintf("new: stood for %zu of %zu runs%s", change->stood, alerts->stand,
			 change->stood < alerts->stand ? ""
						       : "; no runs after its first 5 bear it out");
}

/*
 * True if any later level is at most the margin above the level before the change. A new level does
 * not count: a few fast runs close no alert.
 */
static bool is_over(const struct segments *segments, size_t change, const struct alerts *alerts)
{
	for (size_t i = change + 2; i < segments->count; i++)
		if (segments->levels[i].mean <=
			    segments->levels[change].mean + log1p(alerts->margin) &&
		    !segments_is_new(&segments->changes[i - 1], alerts->stand))
			return true;
	return false;
}

/* Finds a line with a release that the change may have come with. */
static const struct acknowledged_line *look_up(const struct dataset *dataset,
					       const struct alerts_alert *alert,
					       const struct acknowledged *acknowledged)
{
	const struct dataset_series *series = &dataset->series[alert->series];
	const struct segments_change *change = alerts_change(dataset, alert);
	const struct acknowledged_line *line = NULL;

	for (size_t i = change->from; i <= change->to && !line; i++)
		line = acknowledged_find(acknowledged, dataset->machines[series->machine].name,
					 dataset->points[series->point].name,
					 dataset_kernel_at(dataset, series, i)->release);
	return line;
}

static bool begins_kernel(const struct dataset *dataset, const struct dataset_series *series,
			  size_t at)
{
	return dataset_run_at(dataset, series, at)->kernel !=
	       dataset_run_at(dataset, series, at - 1)->kernel;
}

/*
 * The nearest first value of a kernel in the interval of the change's place, or the change's own:
 * the first boots of a kernel may look like those of the kernel before.
 */
static size_t first_of_kernel(const struct dataset *dataset, const struct dataset_series *series,
			      const struct segments_change *change)
{
	for (size_t off = 0; off <= change->to - change->from; off++) {
		if (change->at >= change->from + off &&
		    begins_kernel(dataset, series, change->at - off))
			return change->at - off;
		if (change->at + off <= change->to &&
		    begins_kernel(dataset, series, change->at + off))
			return change->at + off;
	}
	return change->at;
}

static void judge(const struct dataset *dataset, const struct acknowledged *acknowledged,
		  const struct alerts *alerts, struct alerts_alert *alert)
{
	const struct dataset_series *series = &dataset->series[alert->series];
	const struct segments_change *change = alerts_change(dataset, alert);
	const struct acknowledged_line *line;

	alert->at = first_of_kernel(dataset, series, change);
	alert->good = dataset_run_at(dataset, series, alert->at - 1)->kernel;
	alert->bad = dataset_run_at(dataset, series, alert->at)->kernel;
	alert->note = "";
	if (change->d <= 0) {
		alert->state = ALERTS_FASTER;
		return;
	}
	line = look_up(dataset, alert, acknowledged);
	if (line)
		alert->note = line->note;
	alert->state = is_over(&series->segments, alert->change, alerts) ? ALERTS_OVER
		       : line						 ? ALERTS_ACKNOWLEDGED
		       : segments_is_new(change, alerts->stand)		 ? ALERTS_PENDING
									 : ALERTS_OPEN;
}

void alerts_find(const struct dataset *dataset, const struct acknowledged *acknowledged,
		 double margin, size_t stand, struct alerts *ret_alerts)
{
	struct alerts alerts = { .margin = margin, .stand = stand };
	size_t room = 1;

	for (size_t i = 0; i < dataset->series_count; i++) {
		room += dataset->series[i].segments.count - 1;
		*(dataset->series[i].segments.is_short ? &alerts.others : &alerts.judged) += 1;
	}
	alerts.by_chance = alpha * (double)alerts.judged;
	alerts.alerts = xcalloc(room, sizeof(*alerts.alerts));
	for (size_t i = 0; i < dataset->series_count; i++)
		for (size_t j = 0; j + 1 < dataset->series[i].segments.count; j++) {
			struct alerts_alert *alert = &alerts.alerts[alerts.count++];

			*alert = (struct alerts_alert) { .series = i, .change = j };
			judge(dataset, acknowledged, &alerts, alert);
		}
	*ret_alerts = alerts;
}

void alerts_free(struct alerts *alerts)
{
	for (size_t i = 0; i < alerts->group_count; i++)
		free(alerts->groups[i].members);
	free(alerts->groups);
	free(alerts->alerts);
}

size_t alerts_count(const struct alerts *alerts, enum alerts_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < alerts->count; i++)
		count += alerts->alerts[i].state == state;
	return count;
}

size_t alerts_groups(const struct alerts *alerts, enum alerts_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < alerts->group_count; i++)
		count += alerts->groups[i].counts[state] > 0;
	return count;
}

const char *alerts_state_name(enum alerts_state state)
{
	static const char *const names[ALERTS_STATES] = {
		[ALERTS_OPEN] = "open",
		[ALERTS_PENDING] = "pending",
		[ALERTS_ACKNOWLEDGED] = "acknowledged",
		[ALERTS_OVER] = "over",
		[ALERTS_FASTER] = "faster",
	};

	return names[state];
}
