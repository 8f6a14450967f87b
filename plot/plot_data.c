// SPDX-License-Identifier: GPL-2.0-or-later
/* Merges the comparisons of all sets with the first into one table per machine. */
#include "plot_data.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare/format.h"
#include "compare/threads.h"

static struct plot_data_machine *find_machine(const struct plot_data *plot_data, const char *key)
{
	for (size_t i = 0; i < plot_data->count; i++)
		if (!strcmp(plot_data->machines[i].key, key))
			return &plot_data->machines[i];
	return NULL;
}

static void add_run(struct plot_data *plot_data, size_t set, const struct load_run *run)
{
	struct plot_data_machine *machine = find_machine(plot_data, run->machine);
	struct plot_data_side *side;

	if (!machine) {
		plot_data->machines =
			xrealloc(plot_data->machines, plot_data->count + 1, sizeof(*machine));
		machine = &plot_data->machines[plot_data->count++];
		*machine = (struct plot_data_machine) {
			.name = host_facts_get(&run->facts, "host"),
			.key = run->machine,
			.facts = &run->facts,
			.sides = xcalloc(plot_data->set_count, sizeof(*machine->sides)),
		};
	}
	side = &machine->sides[set];
	side->runs = (const struct load_run **)xrealloc((void *)side->runs, side->count + 1,
							sizeof(*side->runs));
	side->runs[side->count++] = run;
}

static const struct comparison_machine *find_judged(const struct comparison *comparison,
						    const char *key)
{
	for (size_t i = 0; i < comparison->count; i++)
		if (!strcmp(comparison->machines[i].design.runs[0].run->machine, key))
			return &comparison->machines[i];
	return NULL;
}

/* The first set has the design of its first comparison; each other set that of its own. */
static void plan_machine(const struct plot_data *plot_data, struct plot_data_machine *machine,
			 const struct globlist *only)
{
	struct plot_data_side *base = &machine->sides[0];

	for (size_t set = 0; set < plot_data->set_count; set++) {
		struct plot_data_side *side = &machine->sides[set];

		design_make(side->runs, side->count, NULL, 0, &side->own);
		side->design = &side->own;
		side->side = DESIGN_SIDE_A;
		if (side->count)
			match_points(&side->own, only, &side->match);
		if (set)
			side->judged = find_judged(&plot_data->judgements[set], machine->key);
		if (!side->judged)
			continue;
		side->design = &side->judged->design;
		side->side = DESIGN_SIDE_B;
		if (base->design == &base->own)
			base->design = side->design;
	}
}

static int compare_points(const void *a, const void *b)
{
	return csv_reader_compare(((const struct plot_data_point *)a)->row,
				  ((const struct plot_data_point *)b)->row);
}

const struct plot_data_point *plot_data_find(const struct plot_data_machine *machine,
					     const char *name)
{
	for (size_t i = 0; i < machine->count; i++)
		if (!strcmp(machine->points[i].row->point, name))
			return &machine->points[i];
	return NULL;
}

/* Adds a point of a set. Of several rows of one name the first ok one stays, if any. */
static void add_point(struct plot_data_machine *machine, const struct match_point *match)
{
	const struct plot_data_point *found = plot_data_find(machine, match->row->point);
	size_t at = found ? (size_t)(found - machine->points) : machine->count++;

	if (!found || strcmp(found->row->status, "ok") != 0)
		machine->points[at] = (struct plot_data_point) {
			.row = match->row,
			.is_per_page = match->is_per_page,
		};
}

static void list_points(const struct plot_data *plot_data, struct plot_data_machine *machine)
{
	size_t room = 1;

	for (size_t set = 0; set < plot_data->set_count; set++)
		room += machine->sides[set].match.count;
	machine->points = xcalloc(room, sizeof(*machine->points));
	for (size_t set = 0; set < plot_data->set_count; set++)
		for (size_t i = 0; i < machine->sides[set].match.count; i++)
			add_point(machine, &machine->sides[set].match.points[i]);
	qsort(machine->points, machine->count, sizeof(*machine->points), compare_points);
	for (size_t i = 0; i < machine->count; i++)
		machine->points[i].levels =
			xcalloc(plot_data->set_count * CSV_READER_METRICS, sizeof(struct estimate));
}

/* True if all runs of a side were measured alike; others have no common value. */
static bool is_alike(const struct plot_data_side *side, const char *name)
{
	const struct csv_reader_point *first = NULL;

	for (size_t i = 0; i < side->count; i++) {
		const struct csv_reader_point *point =
			csv_reader_find(&side->runs[i]->samples, name);

		if (!point || !point->ok_rows)
			continue;
		if (!first)
			first = point;
		if (point->unlike || csv_row_protocol_difference(&first->row, &point->row) ||
		    !host_facts_agree(&side->runs[0]->facts, &side->runs[i]->facts, "clock_domain"))
			return false;
	}
	return true;
}

static bool has_value(const struct plot_data_side *side, const char *name)
{
	for (size_t i = 0; i < side->count; i++) {
		const struct csv_reader_point *point =
			csv_reader_find(&side->runs[i]->samples, name);

		if (point && point->ok_rows)
			return true;
	}
	return false;
}

/* The point in the comparison with the first set; NULL if neither of the two has it. */
static const struct match_point *match_of(const struct comparison_machine *judged,
					  const struct plot_data_point *point)
{
	for (size_t i = 0; i < judged->match.count; i++)
		if (!strcmp(judged->match.points[i].row->point, point->row->point))
			return &judged->match.points[i];
	return NULL;
}

/*
 * True if a value must not be shown beside the first set's: it was measured differently, or with
 * another clock or page size. What the first set could not measure is shown.
 */
static bool is_refused(const struct plot_data_machine *machine, size_t set,
		       const struct plot_data_point *point)
{
	const struct plot_data_side *first = &machine->sides[0], *side = &machine->sides[set];
	const struct host_facts *a, *b;
	const struct match_point *match;

	if (!side->judged || !side->count || !first->count)
		return false;
	a = &first->runs[0]->facts;
	b = &side->runs[0]->facts;
	if (!host_facts_agree(a, b, "clock_domain") || !host_facts_agree(a, b, "page_bytes"))
		return true;
	match = match_of(side->judged, point);
	return match && match->fate == MATCH_REFUSED && has_value(first, point->row->point);
}

struct task {
	const struct plot_data *plot_data;
	struct plot_data_machine *machine;
};

static void measure_point(size_t item, void *argument)
{
	const struct task *task = argument;
	struct plot_data_point *point = &task->machine->points[item];

	for (size_t set = 0; set < task->plot_data->set_count; set++) {
		const struct plot_data_side *side = &task->machine->sides[set];
		bool fits =
			!is_refused(task->machine, set, point) && is_alike(side, point->row->point);

		for (int f = 0; f < CSV_READER_METRICS; f++) {
			struct estimate *level =
				&point->levels[set * CSV_READER_METRICS + (size_t)f];

			*level = (struct estimate) { .value = NAN, .low = NAN, .high = NAN };
			if (side->count && fits)
				*level = estimate_measure(side->design, side->side,
							  point->row->point,
							  (enum csv_reader_metric)f);
		}
	}
}

static size_t count_left_out(const struct plot_data *plot_data,
			     const struct plot_data_machine *machine)
{
	size_t count = 0;

	for (size_t i = 0; i < machine->count; i++)
		for (size_t set = 0; set < plot_data->set_count; set++)
			count += is_refused(machine, set, &machine->points[i]) ||
				 !is_alike(&machine->sides[set], machine->points[i].row->point);
	return count;
}

void plot_data_make(const struct load_set *sets, size_t count,
		    const struct comparison_options *options, struct plot_data *ret_plot_data)
{
	struct plot_data plot_data = { .sets = sets,
				       .set_count = count,
				       .margin = options->margin };

	plot_data.judgements = xcalloc(count, sizeof(*plot_data.judgements));
	for (size_t set = 1; set < count; set++)
		comparison_make(&sets[0], &sets[set], options, &plot_data.judgements[set]);
	for (size_t set = 0; set < count; set++)
		for (size_t i = 0; i < sets[set].count; i++)
			if (!sets[set].runs[i].error)
				add_run(&plot_data, set, &sets[set].runs[i]);
	for (size_t i = 0; i < plot_data.count; i++) {
		struct plot_data_machine *machine = &plot_data.machines[i];
		struct task task = { &plot_data, machine };

		plan_machine(&plot_data, machine, &options->only);
		list_points(&plot_data, machine);
		threads_run(machine->count, measure_point, &task);
		machine->left_out = count_left_out(&plot_data, machine);
	}
	*ret_plot_data = plot_data;
}

void plot_data_free(struct plot_data *plot_data)
{
	for (size_t i = 0; i < plot_data->count; i++) {
		struct plot_data_machine *machine = &plot_data->machines[i];

		for (size_t j = 0; j < machine->count; j++)
			free(machine->points[j].levels);
		for (size_t set = 0; set < plot_data->set_count; set++) {
			match_free(&machine->sides[set].match);
			design_free(&machine->sides[set].own);
			free((void *)machine->sides[set].runs);
		}
		free(machine->points);
		free(machine->sides);
	}
	for (size_t set = 1; set < plot_data->set_count; set++)
		comparison_free(&plot_data->judgements[set]);
	free(plot_data->machines);
	free(plot_data->judgements);
}

const struct estimate *plot_data_level(const struct plot_data_point *point, size_t set,
				       enum csv_reader_metric metric)
{
	return &point->levels[set * CSV_READER_METRICS + (size_t)metric];
}

const struct verdict *plot_data_decision(const struct plot_data_machine *machine,
					 const struct plot_data_point *point, size_t set,
					 enum csv_reader_metric metric)
{
	const struct comparison_machine *judged = machine->sides[set].judged;
	const struct match_point *match = judged ? match_of(judged, point) : NULL;
	const struct verdict *on;

	if (!match)
		return NULL;
	on = &judged->on[metric][match - judged->match.points];
	return on->metrics.reason.text[0] || isnan(on->d) ? NULL : on;
}

bool plot_data_has(const struct plot_data *plot_data, const struct plot_data_point *point,
		   enum csv_reader_metric metric)
{
	for (size_t set = 0; set < plot_data->set_count; set++)
		if (!isnan(plot_data_level(point, set, metric)->value))
			return true;
	return false;
}

const char *plot_data_unit(const struct plot_data_machine *machine, enum csv_reader_metric metric)
{
	static const char *const units[CSV_READER_METRICS] = { "ns", "instructions", "cycles" };

	return units[format_unit(machine->facts, metric)];
}
