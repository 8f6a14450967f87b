// SPDX-License-Identifier: GPL-2.0-or-later
/* Estimates levels and changes, and undoes changes whose interval includes 0. */
#include "segments.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "changepoint.h"
#include "base/die.h"
#include "compare/estimate.h"

/* The argmax of W(s) - |s|/2 is within +-11 with a probability of 95% (Bai 1997, section 3). */
static const double bai_95 = 11;

/* The 95% point of the normal distribution. */
static const double normal_95 = 1.6448536269514722;

static void set_place(struct segments_change *change, const struct segments_level *before,
		      const struct segments_level *after, double variance)
{
	double ratio = bai_95 * variance / (change->d * change->d);
	size_t last = after->first + after->count - 1, most = last - before->first;
	size_t reach = ratio < (double)most ? 1 + (size_t)ratio : most;

	change->from = change->at > before->first + reach ? change->at - reach : before->first + 1;
	change->to = change->at + reach < last ? change->at + reach : last;
}

static bool is_lasting(const double *y, const struct segments_level *before,
		       const struct segments_level *after)
{
	double middle = (before->mean + after->mean) / 2, beyond = 0;

	for (size_t i = CHANGEPOINT_SEGMENT_LEAST; i < after->count; i++)
		beyond += y[after->first + i] - middle;
	return beyond * (after->mean - before->mean) > 0;
}

static void set_change(const double *y, const struct segments_level *before,
		       const struct segments_level *after, struct segments_change *change)
{
	struct stats_moments a = stats_moments(y + before->first, before->count);
	struct stats_moments b = stats_moments(y + after->first, after->count);
	struct stats_difference difference = stats_welch(&a, &b);
	double half = difference.se > 0 ? stats_half_width(&difference, 0.95) : 0;

	change->low = change->d - half;
	change->high = change->d + half;
	change->is_lasting = is_lasting(y, before, after);
	set_place(change, before, after, stats_pooled_variance(&a, &b));
}

/*
 * Of independent values lag1 has the mean -1/n and the SD (n - 2) / (n sqrt(n - 1)) (Moran 1948);
 * each level that is taken off lowers the mean once more.
 */
static void set_autocorrelation(const double *y, size_t n, struct segments *segments)
{
	double *rest = xcalloc(n, sizeof(*rest)), size = (double)n;
	double mean = -(double)segments->count / size, sd = (size - 2) / (size * sqrt(size - 1));

	for (size_t i = 0; i < segments->count; i++) {
		const struct segments_level *level = &segments->levels[i];

		for (size_t j = level->first; j < level->first + level->count; j++)
			rest[j] = y[j] - level->mean;
	}
	segments->lag1 = stats_lag1(rest, n);
	segments->is_autocorrelated =
		isfinite(segments->lag1) && segments->lag1 > mean + normal_95 * sd;
	free(rest);
}

static void describe(const double *y, size_t n, const struct changepoint_point *points,
		     struct segments *segments)
{
	for (size_t i = 0; i < segments->count; i++) {
		struct segments_level *level = &segments->levels[i];
		struct stats_moments moments;
		double half;

		level->first = i ? points[i - 1].at : 0;
		level->count = (i + 1 < segments->count ? points[i].at : n) - level->first;
		moments = stats_moments(y + level->first, level->count);
		half = estimate_half_width(&moments);
		level->mean = moments.mean;
		level->low = moments.mean - half;
		level->high = moments.mean + half;
	}
	for (size_t i = 0; i + 1 < segments->count; i++) {
		struct segments_change *change = &segments->changes[i];

		change->at = points[i].at;
		change->p = points[i].p;
		change->stood = 1;
		change->d = segments->levels[i + 1].mean - segments->levels[i].mean;
		set_change(y, &segments->levels[i], &segments->levels[i + 1], change);
	}
}

/* Distance of 0 from the nearer end of its interval, relative to the width. */
static double unsureness(const struct segments_change *change)
{
	return fmin(change->high, -change->low) / (change->high - change->low);
}

/* Finds the change whose interval has 0 nearest its middle; SIZE_MAX if none includes 0. */
static size_t least_sure(const struct segments *segments)
{
	size_t found = SIZE_MAX;

	for (size_t i = 0; i + 1 < segments->count; i++) {
		const struct segments_change *change = &segments->changes[i];

		if (change->low <= 0 && change->high >= 0 &&
		    (found == SIZE_MAX ||
		     unsureness(change) > unsureness(&segments->changes[found])))
			found = i;
	}
	return found;
}

void segments_make(const double *y, size_t n, const struct changepoint_point *points, size_t count,
		   struct segments *ret_segments)
{
	struct segments segments = {
		.count = count + 1,
		.levels = xcalloc(count + 1, sizeof(*segments.levels)),
		.changes = xcalloc(count + 1, sizeof(*segments.changes)),
		.is_short = n < 2 * (size_t)CHANGEPOINT_SEGMENT_LEAST,
	};
	struct changepoint_point *kept = xcalloc(count + 1, sizeof(*kept));
	size_t unsure;

	if (count)
		memcpy(kept, points, count * sizeof(*kept));
	describe(y, n, kept, &segments);
	while ((unsure = least_sure(&segments)) != SIZE_MAX) {
		segments.count--;
		memmove(kept + unsure, kept + unsure + 1,
			(segments.count - unsure) * sizeof(*kept));
		describe(y, n, kept, &segments);
	}
	set_autocorrelation(y, n, &segments);
	free(kept);
	*ret_segments = segments;
}

/* Finds the same change in a look that lacked the value @newest; NULL: it is not there. */
static const struct segments_change *find_same(const struct segments *before, size_t newest,
					       const struct segments_change *change)
{
	const struct segments_change *same = NULL;
	size_t least = SIZE_MAX;

	for (size_t i = 0; i + 1 < before->count; i++) {
		const struct segments_change *other = &before->changes[i];
		size_t at = other->at + (other->at >= newest);
		size_t off = at > change->at ? at - change->at : change->at - at;

		if ((other->d > 0) != (change->d > 0) || off >= least ||
		    other->from + (other->from >= newest) > change->to ||
		    other->to + (other->to >= newest) < change->from)
			continue;
		same = other;
		least = off;
	}
	return same;
}

void segments_follow(const struct segments *before, size_t newest, struct segments *segments)
{
	for (size_t i = 0; i + 1 < segments->count; i++) {
		struct segments_change *change = &segments->changes[i];
		const struct segments_change *same = find_same(before, newest, change);

		change->stood = same ? same->stood + 1 : 1;
	}
}

bool segments_is_new(const struct segments_change *change, size_t stand)
{
	return change->stood < stand || (stand > 1 && !change->is_lasting);
}

void segments_free(struct segments *segments)
{
	free(segments->levels);
	free(segments->changes);
}
