/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Alerts: changes for the worse that persist, and those that came with the same kernel. */
#ifndef PTEBENCH_ALERTS_H
#define PTEBENCH_ALERTS_H

#include "acknowledged.h"
#include "dataset.h"

/**
 * enum alerts_state - state of a change.
 * @ALERTS_OPEN: slower, and still so.
 * @ALERTS_PENDING: the same, but new; see segments_is_new().
 * @ALERTS_ACKNOWLEDGED: listed as seen, see acknowledged.h.
 * @ALERTS_OVER: was slower; a later level that is not new is at most the margin above the one
 * before the change.
 * @ALERTS_FASTER: a change for the better; no alert.
 */
enum alerts_state {
	ALERTS_OPEN,
	ALERTS_PENDING,
	ALERTS_ACKNOWLEDGED,
	ALERTS_OVER,
	ALERTS_FASTER,
	ALERTS_STATES
};

/**
 * struct alerts_alert - a change of one series.
 * @series: index; @change: index in its segments.changes.
 * @at: index of the first value of the kernel that it came with. If the new level begins among
 *      runs of one kernel: the nearest first run of a kernel within the change's interval; without
 *      one, the level's own first value: then no kernel brought it.
 * @good, @bad: kernels (indexes) of the values before @at and at it.
 * @group: index in alerts.groups.
 * @note: of the acknowledgement, or empty.
 */
struct alerts_alert {
	size_t series, change, at, good, bad, group;
	enum alerts_state state;
	const char *note;
};

/**
 * struct alerts_group - changes for the worse, or for the better, that came together.
 * @is_faster: all are for the better.
 * @bad, @good: kernels of the change with the narrowest interval of its place.
 * @members: @count indexes of alerts; the largest effect first.
 * @counts: number of members by state.
 * @machines, @cases: number of distinct machines and cases.
 * @least, @median, @most: effects, in ln.
 * @moves_control: a control of one of these machines changed there too, in the same direction,
 * which points to the machine or to kernel entry.
 */
struct alerts_group {
	bool is_faster, moves_control;
	size_t bad, good, count, *members, counts[ALERTS_STATES], machines, cases;
	double least, median, most;
};

/**
 * struct alerts - all changes of a dataset.
 * @alerts: @count, by series and place. @groups: @group_count, those with open ones first, then
 *          those with pending ones, of these the newest kernel first.
 * @judged: series long enough to find a change in; @others: too short ones.
 * @by_chance: number of changes expected in one look if nothing changed: 1% of @judged.
 * @margin: the smallest ratio less 1 that is a change.
 * @stand: number of looks that must find a change before its alert is open.
 */
struct alerts {
	size_t count, group_count, judged, others, stand;
	struct alerts_alert *alerts;
	struct alerts_group *groups;
	double by_chance, margin;
};

/**
 * alerts_find() - find alerts in all series, without groups. @acknowledged: may be empty.
 * @stand: as for series_find_changes(). @ret_alerts: alerts_free() it.
 */
void alerts_find(const struct dataset *dataset, const struct acknowledged *acknowledged,
		 double margin, size_t stand, struct alerts *ret_alerts);

/**
 * alerts_group() - put each alert into a group.
 *
 * A group has changes of one direction, of any machine, whose intervals of place include the same
 * kernel: that of the change with the narrowest interval, of those that have stood if any has.
 * Repeats with the remaining changes.
 */
void alerts_group(const struct dataset *dataset, struct alerts *alerts);
void alerts_free(struct alerts *alerts);

/** alerts_count() - number of alerts of one state. */
size_t alerts_count(const struct alerts *alerts, enum alerts_state state);

/** alerts_groups() - number of groups with alerts of a state. */
size_t alerts_groups(const struct alerts *alerts, enum alerts_state state);

/** alerts_change() - change of an alert. */
const struct segments_change *alerts_change(const struct dataset *dataset,
					    const struct alerts_alert *alert);

/** alerts_why_new() - "new: stood for 1 of 3 runs", which the caller frees; NULL: it is not new. */
char *alerts_why_new(const struct dataset *dataset, const struct alerts *alerts,
		     const struct alerts_alert *alert);

/** alerts_state_name() - "open", "pending", "acknowledged", "over" or "faster". */
const char *alerts_state_name(enum alerts_state state);

#endif
