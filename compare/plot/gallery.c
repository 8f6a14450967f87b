// SPDX-License-Identifier: GPL-2.0-or-later
/* How do comparisons of sets with the first one become one table a machine? */
#include "gallery.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "threads.h"

static struct gallery_machine *find_machine(const struct gallery *gallery, const char *key)
{
	for (size_t i = 0; i < gallery->count; i++)
		if (!strcmp(gallery->machines[i].key, key))
			return &gallery->machines[i];
	return NULL;
}

static void add_run(struct gallery *gallery, size_t set, const struct run *run)
{
	struct gallery_machine *machine = find_machine(gallery, run->machine);
	struct gallery_side *side;

	if (!machine) {
		gallery->machines =
			xrealloc(gallery->machines, gallery->count + 1, sizeof(*machine));
		machine = &gallery->machines[gallery->count++];
		*machine = (struct gallery_machine) {
			.name = facts_get(&run->facts, "host"),
			.key = run->machine,
			.facts = &run->facts,
			.sides = xcalloc(gallery->set_count, sizeof(*machine->sides)),
		};
	}
	side = &machine->sides[set];
	side->runs = (const struct run **)xrealloc((void *)side->runs, side->count + 1,
						   sizeof(*side->runs));
	side->runs[side->count++] = run;
}

static const struct judge_machine *find_judged(const struct judgement *judgement, const char *key)
{
	for (size_t i = 0; i < judgement->count; i++)
		if (!strcmp(judgement->machines[i].design.runs[0].run->machine, key))
			return &judgement->machines[i];
	return NULL;
}

/* The base's units are those of its first comparison; each other set's are those of its own. */
static void plan_machine(const struct gallery *gallery, struct gallery_machine *machine,
			 const struct globs *only)
{
	struct gallery_side *base = &machine->sides[0];

	for (size_t set = 0; set < gallery->set_count; set++) {
		struct gallery_side *side = &machine->sides[set];

		units_plan(side->runs, side->count, NULL, 0, &side->own);
		side->design = &side->own;
		side->side = SIDE_A;
		if (side->count)
			match_points(&side->own, only, &side->match);
		if (set)
			side->judged = find_judged(&gallery->judgements[set], machine->key);
		if (!side->judged)
			continue;
		side->design = &side->judged->design;
		side->side = SIDE_B;
		if (base->design == &base->own)
			base->design = side->design;
	}
}

static int compare_points(const void *a, const void *b)
{
	return samples_compare(((const struct gallery_point *)a)->row,
			       ((const struct gallery_point *)b)->row);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct gallery_point *)a)->row->point,
		      ((const struct gallery_point *)b)->row->point);
}

/* Of rows of one name an ok one is kept, of the first set that has it. */
static void merge_names(struct gallery_machine *machine)
{
	size_t kept = 0;

	qsort(machine->points, machine->count, sizeof(*machine->points), compare_names);
	for (size_t i = 0; i < machine->count; i++) {
		struct gallery_point *last = kept ? &machine->points[kept - 1] : NULL;

		if (!last || compare_names(last, &machine->points[i]))
			machine->points[kept++] = machine->points[i];
		else if (strcmp(last->row->status, "ok") != 0)
			*last = machine->points[i];
	}
	machine->count = kept;
	qsort(machine->points, machine->count, sizeof(*machine->points), compare_points);
}

static void list_points(const struct gallery *gallery, struct gallery_machine *machine)
{
	size_t room = 1;

	for (size_t set = 0; set < gallery->set_count; set++)
		room += machine->sides[set].match.count;
	machine->points = xcalloc(room, sizeof(*machine->points));
	for (size_t set = 0; set < gallery->set_count; set++)
		for (size_t i = 0; i < machine->sides[set].match.count; i++) {
			const struct match_point *point = &machine->sides[set].match.points[i];

			machine->points[machine->count++] = (struct gallery_point) {
				.row = point->row,
				.is_per_page = point->is_per_page,
			};
		}
	merge_names(machine);
	for (size_t i = 0; i < machine->count; i++) {
		struct gallery_point *point = &machine->points[i];

		point->levels = xcalloc(gallery->set_count * SAMPLES_FIGURES, sizeof(struct level));
		point->at = xcalloc(gallery->set_count, sizeof(*point->at));
		for (size_t set = 1; set < gallery->set_count; set++) {
			const struct judge_machine *judged = machine->sides[set].judged;

			for (size_t j = 0; judged && j < judged->match.count; j++)
				if (!strcmp(judged->match.points[j].row->point, point->row->point))
					point->at[set] = j + 1;
		}
	}
}

/* Were all runs of a side measured alike? Those that were not have no common level. */
static bool is_alike(const struct gallery_side *side, const char *name)
{
	const struct samples_point *first = NULL;

	for (size_t i = 0; i < side->count; i++) {
		const struct samples_point *point = samples_find(&side->runs[i]->samples, name);

		if (!point || !point->ok_rows)
			continue;
		if (!first)
			first = point;
		if (point->unlike || row_protocol_difference(&first->row, &point->row) ||
		    strcmp(facts_get(&side->runs[0]->facts, "clock_domain"),
			   facts_get(&side->runs[i]->facts, "clock_domain")) != 0)
			return false;
	}
	return true;
}

static bool has_value(const struct gallery_side *side, const char *name)
{
	for (size_t i = 0; i < side->count; i++) {
		const struct samples_point *point = samples_find(&side->runs[i]->samples, name);

		if (point && point->ok_rows)
			return true;
	}
	return false;
}

static bool has_same(const struct gallery_side *a, const struct gallery_side *b, const char *key)
{
	return !strcmp(facts_get(&a->runs[0]->facts, key), facts_get(&b->runs[0]->facts, key));
}

/*
 * What the first set could not measure differs from nothing; but nothing stands beside what counts
 * with another clock, or other pages.
 */
static bool is_refused(const struct gallery_machine *machine, size_t set,
		       const struct gallery_point *point)
{
	const struct gallery_side *first = &machine->sides[0], *side = &machine->sides[set];
	size_t at = point->at[set];

	if (!side->judged || !side->count || !first->count)
		return false;
	if (!has_same(first, side, "clock_domain") || !has_same(first, side, "page_bytes"))
		return true;
	return at && side->judged->match.points[at - 1].fate == MATCH_REFUSED &&
	       has_value(first, point->row->point);
}

struct task {
	const struct gallery *gallery;
	struct gallery_machine *machine;
};

static void measure_point(size_t item, void *argument)
{
	const struct task *task = argument;
	struct gallery_point *point = &task->machine->points[item];

	for (size_t set = 0; set < task->gallery->set_count; set++) {
		const struct gallery_side *side = &task->machine->sides[set];
		bool fits =
			!is_refused(task->machine, set, point) && is_alike(side, point->row->point);

		for (int f = 0; f < SAMPLES_FIGURES; f++) {
			struct level *level = &point->levels[set * SAMPLES_FIGURES + (size_t)f];

			*level = (struct level) { .value = NAN, .low = NAN, .high = NAN };
			if (side->count && fits)
				*level = level_measure(side->design, side->side, point->row->point,
						       (enum samples_figure)f);
		}
	}
}

static size_t count_left_out(const struct gallery *gallery, const struct gallery_machine *machine)
{
	size_t count = 0;

	for (size_t i = 0; i < machine->count; i++)
		for (size_t set = 0; set < gallery->set_count; set++)
			count += is_refused(machine, set, &machine->points[i]) ||
				 !is_alike(&machine->sides[set], machine->points[i].row->point);
	return count;
}

void gallery_make(const struct set *sets, size_t count, const struct judge_options *options,
		  struct gallery *ret_gallery)
{
	struct gallery gallery = { .sets = sets, .set_count = count, .margin = options->margin };

	gallery.judgements = xcalloc(count, sizeof(*gallery.judgements));
	for (size_t set = 1; set < count; set++)
		judge_sets(&sets[0], &sets[set], options, &gallery.judgements[set]);
	for (size_t set = 0; set < count; set++)
		for (size_t i = 0; i < sets[set].count; i++)
			if (!sets[set].runs[i].error)
				add_run(&gallery, set, &sets[set].runs[i]);
	for (size_t i = 0; i < gallery.count; i++) {
		struct gallery_machine *machine = &gallery.machines[i];
		struct task task = { &gallery, machine };

		plan_machine(&gallery, machine, &options->only);
		list_points(&gallery, machine);
		threads_run(machine->count, measure_point, &task);
		machine->left_out = count_left_out(&gallery, machine);
	}
	*ret_gallery = gallery;
}

void gallery_free(struct gallery *gallery)
{
	for (size_t i = 0; i < gallery->count; i++) {
		struct gallery_machine *machine = &gallery->machines[i];

		for (size_t j = 0; j < machine->count; j++) {
			free(machine->points[j].levels);
			free(machine->points[j].at);
		}
		for (size_t set = 0; set < gallery->set_count; set++) {
			match_free(&machine->sides[set].match);
			units_free_design(&machine->sides[set].own);
			free((void *)machine->sides[set].runs);
		}
		free(machine->points);
		free(machine->sides);
	}
	for (size_t set = 1; set < gallery->set_count; set++)
		judge_free(&gallery->judgements[set]);
	free(gallery->machines);
	free(gallery->judgements);
}

const struct level *gallery_level(const struct gallery_point *point, size_t set,
				  enum samples_figure figure)
{
	return &point->levels[set * SAMPLES_FIGURES + (size_t)figure];
}

const struct decision *gallery_decision(const struct gallery_machine *machine,
					const struct gallery_point *point, size_t set,
					enum samples_figure figure)
{
	const struct judge_machine *judged = machine->sides[set].judged;
	const struct decision *on;

	if (!judged || !point->at[set])
		return NULL;
	on = &judged->on[figure][point->at[set] - 1];
	return on->figures.reason.text[0] || isnan(on->d) ? NULL : on;
}

bool gallery_has(const struct gallery_machine *machine, size_t set_count,
		 enum samples_figure figure)
{
	for (size_t i = 0; i < machine->count; i++)
		for (size_t set = 0; set < set_count; set++)
			if (!isnan(gallery_level(&machine->points[i], set, figure)->value))
				return true;
	return false;
}

const char *gallery_unit(const struct gallery_machine *machine, enum samples_figure figure)
{
	static const char *const units[SAMPLES_FIGURES] = { "ns", "instructions", "cycles" };

	if (figure == SAMPLES_NS && facts_counts_instructions(machine->facts))
		return units[SAMPLES_INSTRUCTIONS];
	return units[figure];
}
