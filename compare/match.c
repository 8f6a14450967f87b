// SPDX-License-Identifier: GPL-2.0-or-later
/* Checks for each point whether A and B measured the same state in the same way. */
#include "match.h"

#include <stdlib.h>
#include <string.h>

/* Facts in which A and B must agree; else nothing is comparable. */
static const struct {
	const char *key, *about;
} must_agree[] = {
	{ "page_bytes", "base page size" },
	{ "pmd_bytes", "size of what a PMD entry maps" },
	{ "clock_domain", "clock domain" },
	{ "clock", "clock" },
	{ 0 },
};

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct match_point *)a)->row->point,
		      ((const struct match_point *)b)->row->point);
}

static int compare_rows(const void *a, const void *b)
{
	return csv_reader_compare(((const struct match_point *)a)->row,
				  ((const struct match_point *)b)->row);
}

static void add_names(const struct design *design, const struct globlist *only, struct match *match)
{
	size_t room = 1;

	for (size_t i = 0; i < design->count; i++)
		room += design->runs[i].run->samples.count;
	match->points = xcalloc(room, sizeof(*match->points));
	for (size_t i = 0; i < design->count; i++) {
		const struct csv_reader *samples = &design->runs[i].run->samples;

		for (size_t j = 0; j < samples->count; j++)
			if (!only->count || globlist_match(only, samples->points[j].row.point))
				match->points[match->count++].row = &samples->points[j].row;
	}
	qsort(match->points, match->count, sizeof(*match->points), compare_names);
	room = 0;
	for (size_t i = 0; i < match->count; i++)
		if (!room || compare_names(&match->points[i], &match->points[room - 1]))
			match->points[room++] = match->points[i];
	match->count = room;
}

/* The rows of a point on one side. */
struct found {
	const struct csv_reader_point *ok, *other; /* of the first run that has such rows */
	struct reason unlike;
};

static void describe_unlike(const struct csv_row *a, const struct csv_row *b, const char *column,
			    const char *where_a, const char *where_b, struct reason *ret_reason)
{
	char x[256], y[256];

	csv_row_value(a, column, x, sizeof(x));
	csv_row_value(b, column, y, sizeof(y));
	reason_set(ret_reason, "other protocol: %s is %.60s in %s, %.60s in %s", column, x, where_a,
		   y, where_b);
}

static struct found find_rows(const struct design *design, enum design_side side, const char *name)
{
	struct found found = { 0 };

	for (size_t i = 0; i < design->count; i++) {
		const struct csv_reader_point *point =
			csv_reader_find(&design->runs[i].run->samples, name);
		const char *column;

		if (!point || design->runs[i].side != side)
			continue;
		if (!point->ok_rows) {
			found.other = point;
			continue;
		}
		if (!found.ok)
			found.ok = point;
		column = csv_row_protocol_difference(&found.ok->row, &point->row);
		if (point->unlike)
			reason_set(&found.unlike, "other protocol: %s differs within a run of %s",
				   point->unlike, side == DESIGN_SIDE_A ? "A" : "B");
		else if (column)
			describe_unlike(&found.ok->row, &point->row, column, "a run",
					"another of the same side", &found.unlike);
	}
	return found;
}

/* Both sides have ok rows. */
static void judge_protocol(struct match_point *point, const struct found *a, const struct found *b)
{
	const char *column = csv_row_protocol_difference(&a->ok->row, &b->ok->row);

	if (a->unlike.text[0])
		point->reason = a->unlike;
	else if (b->unlike.text[0])
		point->reason = b->unlike;
	else if (column)
		describe_unlike(&a->ok->row, &b->ok->row, column, "A", "B", &point->reason);
	point->fate = point->reason.text[0] ? MATCH_REFUSED : MATCH_COMPARABLE;
}

static void judge_point(const struct design *design, struct match_point *point)
{
	struct found a = find_rows(design, DESIGN_SIDE_A, point->row->point);
	struct found b = find_rows(design, DESIGN_SIDE_B, point->row->point);
	const struct csv_reader_point *ok = a.ok ? a.ok : b.ok;

	if (ok) {
		point->row = &ok->row;
		point->is_per_page = ok->is_per_page;
	}
	if (a.ok && b.ok) {
		judge_protocol(point, &a, &b);
	} else if (!a.ok && !a.other) {
		point->fate = MATCH_ONLY_B;
		reason_set(&point->reason, "only in B");
	} else if (!b.ok && !b.other) {
		point->fate = MATCH_ONLY_A;
		reason_set(&point->reason, "only in A");
	} else if (!ok) {
		point->fate = MATCH_NEITHER;
		reason_set(&point->reason, "%.200s", a.other->why);
	} else {
		point->fate = MATCH_REFUSED;
		reason_set(&point->reason, "in %s %.200s", a.ok ? "B" : "A",
			   a.ok ? b.other->why : a.other->why);
	}
}

/* True if nothing is comparable; @ret_reason receives why. */
static bool is_refused(const struct design *design, struct reason *ret_reason)
{
	const struct host_facts *a = &design->runs[0].run->facts;

	*ret_reason = design->refused;
	for (size_t i = 1; i < design->count && !ret_reason->text[0]; i++) {
		const struct host_facts *b = &design->runs[i].run->facts;
		size_t j = 0;

		while (must_agree[j].key && host_facts_agree(a, b, must_agree[j].key))
			j++;
		if (must_agree[j].key)
			reason_set(ret_reason, "other %s: %.40s and %.40s", must_agree[j].about,
				   host_facts_get(a, must_agree[j].key),
				   host_facts_get(b, must_agree[j].key));
	}
	return ret_reason->text[0] != '\0';
}

void match_points(const struct design *design, const struct globlist *only, struct match *ret_match)
{
	struct match match = { 0 };
	struct reason reason;
	bool refused = is_refused(design, &reason);

	add_names(design, only, &match);
	for (size_t i = 0; i < match.count; i++) {
		judge_point(design, &match.points[i]);
		if (refused && match.points[i].fate == MATCH_COMPARABLE) {
			match.points[i].fate = MATCH_REFUSED;
			match.points[i].reason = reason;
		}
	}
	qsort(match.points, match.count, sizeof(*match.points), compare_rows);
	*ret_match = match;
}

void match_free(struct match *match)
{
	free(match->points);
}
