// SPDX-License-Identifier: GPL-2.0-or-later
/* Groups the changes of many cases and machines by the kernel that may have brought them. */
#include "alerts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

/*
 * An alert for sorting. @is_new: it has not stood yet. @from, @to: first and last kernel that it
 * may have come with, in the order of all kernels. The machine may not have run those between.
 */
struct candidate {
	bool is_new;
	size_t alert, from, to;
	double d;
};

static struct candidate candidate_of(const struct dataset *dataset, const struct alerts *alerts,
				     size_t at)
{
	const struct alerts_alert *alert = &alerts->alerts[at];
	const struct dataset_series *series = &dataset->series[alert->series];
	const struct segments_change *change = alerts_change(dataset, alert);
	/* twice the 95% interval, which 2 of 40 members would miss */
	size_t down = 2 * (change->at - change->from), up = 2 * (change->to - change->at);
	size_t first = change->at > down ? change->at - down : 1;
	size_t last = change->at + up < series->count ? change->at + up : series->count - 1;
	size_t before = dataset_run_at(dataset, series, first - 1)->kernel;
	size_t after = dataset_run_at(dataset, series, last)->kernel;
	struct candidate candidate = { segments_is_new(change, alerts->stand), at, alert->bad,
				       alert->bad, change->d };

	if (before + 1 < candidate.from)
		candidate.from = before + 1;
	if (after > candidate.to)
		candidate.to = after;
	return candidate;
}

static int by_effect(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (fabs(x->d) != fabs(y->d))
		return fabs(x->d) > fabs(y->d) ? -1 : 1;
	return x->alert < y->alert ? -1 : 1;
}

static int by_sureness(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	size_t width = x->to - x->from, other = y->to - y->from;

	if (x->is_new != y->is_new)
		return x->is_new ? 1 : -1;
	if (width != other)
		return width < other ? -1 : 1;
	return by_effect(a, b);
}

static size_t distance(size_t a, size_t b)
{
	return a > b ? a - b : b - a;
}

/* Finds the nearest group with a kernel that the alert may have come with, or adds a group. */
static size_t group_for(struct alerts *alerts, const struct candidate *candidate)
{
	const struct alerts_alert *alert = &alerts->alerts[candidate->alert];
	bool is_faster = candidate->d <= 0;
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < alerts->group_count; i++) {
		const struct alerts_group *group = &alerts->groups[i];

		if (group->is_faster == is_faster && group->bad >= candidate->from &&
		    group->bad <= candidate->to &&
		    (best == SIZE_MAX || distance(group->bad, alert->bad) <
						 distance(alerts->groups[best].bad, alert->bad)))
			best = i;
	}
	if (best != SIZE_MAX)
		return best;
	alerts->groups = xrealloc(alerts->groups, alerts->group_count + 1, sizeof(*alerts->groups));
	alerts->groups[alerts->group_count] = (struct alerts_group) {
		.is_faster = is_faster,
		.bad = alert->bad,
		.good = alert->good,
	};
	return alerts->group_count++;
}

static void join(struct alerts *alerts, struct alerts_group *group, size_t at)
{
	group->members = xrealloc(group->members, group->count + 1, sizeof(*group->members));
	group->members[group->count++] = at;
	group->counts[alerts->alerts[at].state]++;
}

static void sort_members(const struct dataset *dataset, const struct alerts *alerts,
			 struct alerts_group *group)
{
	struct candidate *order = xcalloc(group->count, sizeof(*order));
	double sign = group->is_faster ? -1 : 1;

	for (size_t i = 0; i < group->count; i++)
		order[i] = candidate_of(dataset, alerts, group->members[i]);
	qsort(order, group->count, sizeof(*order), by_effect);
	for (size_t i = 0; i < group->count; i++)
		group->members[i] = order[i].alert;
	group->most = sign * fabs(order[0].d);
	group->least = sign * fabs(order[group->count - 1].d);
	group->median = (order[(group->count - 1) / 2].d + order[group->count / 2].d) / 2;
	free(order);
}

/* Counts distinct machines and points, and looks for controls. */
static void count_members(const struct dataset *dataset, const struct alerts *alerts,
			  struct alerts_group *group)
{
	bool *machines = xcalloc(dataset->machine_count, sizeof(*machines));
	bool *points = xcalloc(dataset->point_count, sizeof(*points));

	for (size_t i = 0; i < group->count; i++) {
		const struct dataset_series *series =
			&dataset->series[alerts->alerts[group->members[i]].series];

		group->machines += !machines[series->machine];
		machines[series->machine] = true;
		group->cases += !points[series->point];
		points[series->point] = true;
		group->moves_control |= !strcmp(dataset->points[series->point].family, "control");
	}
	free(points);
	free(machines);
}

static int by_urgency(const void *a, const void *b)
{
	const struct alerts_group *x = a, *y = b;

	for (int state = 0; state < ALERTS_STATES; state++) {
		bool has = x->counts[state] > 0, other = y->counts[state] > 0;

		if (has != other)
			return has ? -1 : 1;
	}
	if (x->bad != y->bad)
		return x->bad > y->bad ? -1 : 1;
	return x->members[0] < y->members[0] ? -1 : 1;
}

void alerts_group(const struct dataset *dataset, struct alerts *alerts)
{
	struct candidate *candidates = xcalloc(alerts->count + 1, sizeof(*candidates));

	for (size_t i = 0; i < alerts->count; i++)
		candidates[i] = candidate_of(dataset, alerts, i);
	qsort(candidates, alerts->count, sizeof(*candidates), by_sureness);
	for (size_t i = 0; i < alerts->count; i++) {
		size_t group = group_for(alerts, &candidates[i]);

		join(alerts, &alerts->groups[group], candidates[i].alert);
	}
	for (size_t i = 0; i < alerts->group_count; i++) {
		sort_members(dataset, alerts, &alerts->groups[i]);
		count_members(dataset, alerts, &alerts->groups[i]);
	}
	if (alerts->group_count)
		qsort(alerts->groups, alerts->group_count, sizeof(*alerts->groups), by_urgency);
	for (size_t i = 0; i < alerts->group_count; i++)
		for (size_t j = 0; j < alerts->groups[i].count; j++)
			alerts->alerts[alerts->groups[i].members[j]].group = i;
	free(candidates);
}
