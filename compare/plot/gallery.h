/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any number of sets side by side, machine by machine: what the figures are drawn from. */
#ifndef PTEBENCH_GALLERY_H
#define PTEBENCH_GALLERY_H

#include "judge.h"
#include "level.h"

/**
 * struct gallery_side - a set's runs on one machine.
 * @runs: @count of them, by time; 0 where the set has none here.
 * @design, @side: how they were realised: against the first set, where the judge compared them.
 * @own: the design of these runs alone. @match: its points.
 * @judged: the comparison with the first set; NULL for the first set, and where there is none.
 */
struct gallery_side {
	size_t count;
	const struct run **runs;
	const struct units_design *design;
	enum units_side side;
	struct units_design own;
	struct match match;
	const struct judge_machine *judged;
};

/**
 * struct gallery_point - a point that any of the sets has on this machine.
 * @row: a row of it, an ok one where there is one.
 * @levels: for each set and figure; see gallery_level().
 * @at: for each set, its index in the comparison plus 1, or 0.
 */
struct gallery_point {
	const struct row *row;
	bool is_per_page;
	struct level *levels;
	size_t *at;
};

/**
 * struct gallery_machine - a machine. @sides: one a set. @facts: of its first run.
 * @points: @count, by samples_compare().
 * @left_out: values that are not shown since they were measured otherwise than in the first set.
 */
struct gallery_machine {
	const char *name, *key;
	const struct facts *facts;
	struct gallery_side *sides;
	size_t count, left_out;
	struct gallery_point *points;
};

/** struct gallery - all of it. @judgements: of each set against the first; [0] is not used. */
struct gallery {
	const struct set *sets;
	size_t set_count;
	double margin;
	struct judgement *judgements;
	size_t count;
	struct gallery_machine *machines;
};

/**
 * gallery_make() - judge each further set against the first, and measure the level of all.
 * @sets: @count of them, kept by reference.
 * @options: the same for all comparisons.
 * @ret_gallery: gallery_free() it.
 */
void gallery_make(const struct set *sets, size_t count, const struct judge_options *options,
		  struct gallery *ret_gallery);

/** gallery_free() - free the tables. */
void gallery_free(struct gallery *gallery);

/** gallery_level() - of a point in a set. */
const struct level *gallery_level(const struct gallery_point *point, size_t set,
				  enum samples_figure figure);

/** gallery_decision() - the verdict on a point of a further set; NULL where it is not comparable.
 */
const struct decision *gallery_decision(const struct gallery_machine *machine,
					const struct gallery_point *point, size_t set,
					enum samples_figure figure);

/** gallery_has() - does any point of any set on this machine have this figure? */
bool gallery_has(const struct gallery_machine *machine, size_t set_count,
		 enum samples_figure figure);

/** gallery_unit() - what the figure counts on this machine: "ns", "instructions" or "cycles".
 *
 * Under emulation that counts instructions (clock_domain icount) a ns is an instruction.
 */
const char *gallery_unit(const struct gallery_machine *machine, enum samples_figure figure);

#endif
