/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any number of sets side by side, machine by machine: the input of all figures. */
#ifndef PTEBENCH_PLOT_DATA_H
#define PTEBENCH_PLOT_DATA_H

#include "compare/comparison.h"
#include "compare/estimate.h"

/**
 * struct plot_data_side - a set's runs on one machine.
 * @runs: @count of them, by time; 0 if the set has none here.
 * @own: the design of these runs alone. @match: its points.
 * @judged: the comparison with the first set; NULL for the first set, or without one.
 * @design, @side: the design of @judged and the side of these runs in it, or @own.
 */
struct plot_data_side {
	size_t count;
	const struct load_run **runs;
	const struct design *design;
	enum design_side side;
	struct design own;
	struct match match;
	const struct comparison_machine *judged;
};

/**
 * struct plot_data_point - a point that any of the sets has on this machine.
 * @row: one of its rows, an ok one if any.
 * @levels: for each set and metric; see plot_data_level().
 */
struct plot_data_point {
	const struct csv_row *row;
	bool is_per_page;
	struct estimate *levels;
};

/**
 * struct plot_data_machine - a machine. @sides: one per set. @facts: of its first run.
 * @points: @count, by csv_reader_compare().
 * @left_out: values not shown because they were measured differently from the first set.
 */
struct plot_data_machine {
	const char *name, *key;
	const struct host_facts *facts;
	struct plot_data_side *sides;
	size_t count, left_out;
	struct plot_data_point *points;
};

/** struct plot_data - all machines. @judgements: of each set with the first; [0] is unused. */
struct plot_data {
	const struct load_set *sets;
	size_t set_count;
	double margin;
	struct comparison *judgements;
	size_t count;
	struct plot_data_machine *machines;
};

/**
 * plot_data_make() - compare each further set with the first, and estimate the values of all.
 * @sets: @count of them, kept by reference.
 * @options: the same for all comparisons.
 * @ret_plot_data: plot_data_free() it.
 */
void plot_data_make(const struct load_set *sets, size_t count,
		    const struct comparison_options *options, struct plot_data *ret_plot_data);

/** plot_data_free() - free the tables. */
void plot_data_free(struct plot_data *plot_data);

/** plot_data_find() - a point by its name; NULL without one. */
const struct plot_data_point *plot_data_find(const struct plot_data_machine *machine,
					     const char *name);

/** plot_data_level() - estimate of a point in a set. */
const struct estimate *plot_data_level(const struct plot_data_point *point, size_t set,
				       enum csv_reader_metric metric);

/** plot_data_decision() - verdict on a point of a further set; NULL if not comparable. */
const struct verdict *plot_data_decision(const struct plot_data_machine *machine,
					 const struct plot_data_point *point, size_t set,
					 enum csv_reader_metric metric);

/** plot_data_has() - true if any set has a value of this point and metric. */
bool plot_data_has(const struct plot_data *plot_data, const struct plot_data_point *point,
		   enum csv_reader_metric metric);

/**
 * plot_data_unit() - unit of the metric on this machine: "ns", "instructions" or "cycles".
 *
 * If the clock counts instructions (clock_domain icount), a ns is an instruction.
 */
const char *plot_data_unit(const struct plot_data_machine *machine, enum csv_reader_metric metric);

#endif
