/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which changes for the worse are still with us, and which of them came with one kernel? */
#ifndef PTEBENCH_ALERTS_H
#define PTEBENCH_ALERTS_H

#include "acknowledged.h"
#include "dataset.h"

/**
 * enum alerts_state - what became of a change.
 * @ALERTS_OPEN: slower, and still so.
 * @ALERTS_ACKNOWLEDGED: somebody has seen it; see acknowledged.h.
 * @ALERTS_OVER: slower once; the newest level is no more than the margin above the one before it.
 * @ALERTS_FASTER: a change for the better; no alert.
 */
enum alerts_state { ALERTS_OPEN, ALERTS_ACKNOWLEDGED, ALERTS_OVER, ALERTS_FASTER, ALERTS_STATES };

/**
 * struct alerts_alert - a change of one series.
 * @series: index; @change: index in its regimes' changes.
 * @at: index of the first value of the kernel that it came with. Where the new level begins among
 *      runs of one kernel it is the nearest first run of a kernel within the change's place; where
 *      there is none, the level's own first value: then no kernel brought it.
 * @good, @bad: kernels (indexes) of the values before @at and at it.
 * @group: index in alerts.groups.
 * @note: of the acknowledgement; empty when there is none, or it says nothing.
 */
struct alerts_alert {
	size_t series, change, at, good, bad, group;
	enum alerts_state state;
	const char *note;
};

/**
 * struct alerts_group - changes for the worse, or for the better, that came together.
 * @is_faster: all are.
 * @bad, @good: kernels of the change with the surest place.
 * @members: @count indexes of alerts; the largest effect first.
 * @counts: of them by state.
 * @machines, @cases: how many different ones they are of.
 * @least, @median, @most: effects, in ln.
 * @moves_control: a control of one of these machines changed there too, in the same direction: the
 *                 machine, or the way into the kernel, is suspected.
 */
struct alerts_group {
	bool is_faster, moves_control;
	size_t bad, good, count, *members, counts[ALERTS_STATES], machines, cases;
	double least, median, most;
};

/**
 * struct alerts - all changes of a dataset.
 * @alerts: @count, by series and place. @groups: @group_count, those with open ones first, of
 *          these the newest kernel first.
 * @judged: series that are long enough for a change to be found; @others: those that are not.
 * @by_chance: so many changes would be found if nothing had changed: 1% of @judged.
 * @margin: the smallest ratio less 1 that is a change.
 */
struct alerts {
	size_t count, group_count, judged, others;
	struct alerts_alert *alerts;
	struct alerts_group *groups;
	double by_chance, margin;
};

/**
 * alerts_find() - of all series, without groups (groups_make()). @acknowledged: may be empty.
 * @ret_alerts: alerts_free() it.
 */
void alerts_find(const struct dataset *dataset, const struct acknowledged *acknowledged,
		 double margin, struct alerts *ret_alerts);

/** alerts_free() - free the tables. */
void alerts_free(struct alerts *alerts);

/** alerts_count() - alerts of one state. */
size_t alerts_count(const struct alerts *alerts, enum alerts_state state);

/** alerts_change() - the change that an alert is about. */
const struct segments_change *alerts_change(const struct dataset *dataset,
					    const struct alerts_alert *alert);

/** alerts_state_name() - "open", "acknowledged", "over" or "faster". */
const char *alerts_state_name(enum alerts_state state);

#endif
