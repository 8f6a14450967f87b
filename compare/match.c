// SPDX-License-Identifier: GPL-2.0-or-later
/* May a point of A be compared with that of B? */
#include "match.h"

#include <stdlib.h>
#include <string.h>

/* Facts of a run in which A and B must agree, or nothing is comparable. */
static const struct {
	const char *key, *about;
} must_agree[] = {
	{ "page_bytes", "base page size" },
	{ "pmd_bytes", "size of what a PMD entry maps" },
	{ "clock_domain", "clock domain" },
	{ "clock", "clock" },
};

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct match_point *)a)->row->point,
		      ((const struct match_point *)b)->row->point);
}

static int compare_rows(const void *a, const void *b)
{
	return samples_compare(((const struct match_point *)a)->row,
			       ((const struct match_point *)b)->row);
}

static void add_names(const struct units_design *design, const struct globs *only,
		      struct match *match)
{
	size_t room = 1;

	for (size_t i = 0; i < design->count; i++)
		room += design->runs[i].run->samples.count;
	match->points = xcalloc(room, sizeof(*match->points));
	for (size_t i = 0; i < design->count; i++) {
		const struct samples *samples = &design->runs[i].run->samples;

		for (size_t j = 0; j < samples->count; j++)
			if (!only->count || globs_match(only, samples->points[j].row.point))
				match->points[match->count++].row = &samples->points[j].row;
	}
	qsort(match->points, match->count, sizeof(*match->points), compare_names);
	room = 0;
	for (size_t i = 0; i < match->count; i++)
		if (!room || compare_names(&match->points[i], &match->points[room - 1]))
			match->points[room++] = match->points[i];
	match->count = room;
}

/* What one side knows of a point. */
struct witness {
	const struct samples_point *ok, *other; /* of the first run that has such rows */
	struct reason unlike;
};

static void describe_unlike(const struct row *a, const struct row *b, const char *column,
			    const char *where_a, const char *where_b, struct reason *ret_reason)
{
	char x[256], y[256];

	row_value(a, column, x, sizeof(x));
	row_value(b, column, y, sizeof(y));
	reason_set(ret_reason, "other protocol: %s is %.60s in %s, %.60s in %s", column, x, where_a,
		   y, where_b);
}

static void look(const struct units_design *design, enum units_side side, const char *name,
		 struct witness *ret_witness)
{
	static const char *const names[SIDES] = { "A", "B" };
	struct witness witness = { 0 };

	for (size_t i = 0; i < design->count; i++) {
		const struct samples_point *point;
		const char *column;

		if (design->runs[i].side != side)
			continue;
		point = samples_find(&design->runs[i].run->samples, name);
		if (!point)
			continue;
		if (!point->ok_rows) {
			witness.other = point;
			continue;
		}
		if (!witness.ok)
			witness.ok = point;
		column = row_protocol_difference(&witness.ok->row, &point->row);
		if (point->unlike)
			reason_set(&witness.unlike, "other protocol: %s differs within a run of %s",
				   point->unlike, names[side]);
		else if (column)
			describe_unlike(&witness.ok->row, &point->row, column, "a run",
					"another of the same side", &witness.unlike);
	}
	*ret_witness = witness;
}

static void judge_figures(struct match_point *point, const struct witness *a,
			  const struct witness *b)
{
	const char *column = row_protocol_difference(&a->ok->row, &b->ok->row);

	point->fate = MATCH_REFUSED;
	if (a->unlike.text[0])
		point->reason = a->unlike;
	else if (b->unlike.text[0])
		point->reason = b->unlike;
	else if (column)
		describe_unlike(&a->ok->row, &b->ok->row, column, "A", "B", &point->reason);
	else
		point->fate = MATCH_COMPARABLE;
}

static void judge_point(const struct units_design *design, struct match_point *point)
{
	struct witness a, b;

	look(design, SIDE_A, point->row->point, &a);
	look(design, SIDE_B, point->row->point, &b);
	if (a.ok || b.ok) {
		const struct samples_point *ok = a.ok ? a.ok : b.ok;

		point->row = &ok->row;
		point->is_per_page = ok->is_per_page;
	}
	if (a.ok && b.ok) {
		judge_figures(point, &a, &b);
	} else if (!a.ok && !a.other) {
		point->fate = MATCH_ONLY_B;
		reason_set(&point->reason, "only in B");
	} else if (!b.ok && !b.other) {
		point->fate = MATCH_ONLY_A;
		reason_set(&point->reason, "only in A");
	} else if (!a.ok && !b.ok) {
		point->fate = MATCH_NEITHER;
		reason_set(&point->reason, "%.200s", a.other->why);
	} else {
		point->fate = MATCH_REFUSED;
		reason_set(&point->reason, "in %s %.200s", a.ok ? "B" : "A",
			   a.ok ? b.other->why : a.other->why);
	}
}

/* Return: whether all is refused, and @ret_reason why. */
static bool is_refused(const struct units_design *design, struct reason *ret_reason)
{
	const struct facts *first = &design->runs[0].run->facts;

	*ret_reason = design->refused;
	for (size_t i = 1; i < design->count && !ret_reason->text[0]; i++) {
		const struct facts *facts = &design->runs[i].run->facts;

		for (size_t j = 0; j < sizeof(must_agree) / sizeof(must_agree[0]); j++) {
			const char *x = facts_get(first, must_agree[j].key);
			const char *y = facts_get(facts, must_agree[j].key);

			if (!strcmp(x, y))
				continue;
			reason_set(ret_reason, "other %s: %.40s and %.40s", must_agree[j].about, x,
				   y);
			break;
		}
	}
	return ret_reason->text[0] != '\0';
}

void match_points(const struct units_design *design, const struct globs *only,
		  struct match *ret_match)
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
