// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the data of ecdf.gp: the distribution of samples, one curve per boot, for few points. */
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "select_points.h"
#include "plot.h"
#include "panel.h"
#include "layout.h"

enum { STEPS_MAX = 120 };

/* All samples of one experimental unit of a set, sorted. */
struct pool {
	double *values;
	size_t count;
};

static void add_samples(struct pool *pool, const struct csv_reader_point *point,
			enum csv_reader_metric metric)
{
	const struct csv_reader_series *series = &point->series[metric];

	if (!series->count)
		return;
	pool->values = xrealloc(pool->values, pool->count + series->count, sizeof(double));
	memcpy(pool->values + pool->count, series->values, series->count * sizeof(double));
	pool->count += series->count;
}

/* Samples of one boot, or of one invocation if these are compared. */
static struct pool pool_of(const struct plot_data_side *side, size_t unit, const char *name,
			   enum csv_reader_metric metric)
{
	struct pool pool = { 0 };

	for (size_t i = 0; i < side->design->count; i++) {
		const struct design_run *run = &side->design->runs[i];
		const struct csv_reader_point *point;

		if (run->side != side->side || run->unit != unit)
			continue;
		point = csv_reader_find(&run->run->samples, name);
		if (point)
			add_samples(&pool, point, metric);
	}
	if (pool.count)
		gsl_sort(pool.values, 1, pool.count);
	return pool;
}

static size_t count_units(const struct plot_data_side *side)
{
	size_t count = 0;

	for (size_t i = 0; i < side->design->count; i++)
		if (side->design->runs[i].side == side->side)
			count = side->design->runs[i].unit + 1 > count
					? side->design->runs[i].unit + 1
					: count;
	return count;
}

/* Steps of the curve: each sample if they are few, else evenly spaced quantiles. */
static void write_curve(struct datafile *sheet, size_t panel, size_t set, const struct pool *pool)
{
	size_t steps = pool->count < STEPS_MAX ? pool->count : STEPS_MAX;

	for (size_t i = 1; i <= steps; i++) {
		size_t rank = i * pool->count / steps;

		datafile_count(sheet, panel);
		datafile_count(sheet, set + 1);
		datafile_number(sheet, pool->values[rank - 1]);
		datafile_number(sheet, (double)rank / (double)pool->count);
		datafile_end(sheet);
	}
	datafile_gap(sheet);
}

/* The axis spans the 1st to 95th percentile of each boot: tails would flatten the rest. */
static void add_range(struct panel *panel, const struct pool *pool)
{
	panel_add(panel, pool->values[pool->count / 100]);
	panel_add(panel, pool->values[(pool->count - 1) * 95 / 100]);
}

/* Calls the function for each curve of a point. */
static void for_each_curve(const struct page_drawing *drawing,
			   const struct plot_data_machine *machine,
			   const struct plot_data_point *point, struct panel *panel,
			   struct datafile *sheet, size_t number)
{
	for (size_t set = 0; set < drawing->plot_data->set_count; set++) {
		const struct plot_data_side *side = &machine->sides[set];

		if (isnan(plot_data_level(point, set, drawing->metric)->value))
			continue;
		for (size_t unit = 0; unit < count_units(side); unit++) {
			struct pool pool = pool_of(side, unit, point->row->point, drawing->metric);

			if (pool.count && panel)
				add_range(panel, &pool);
			if (pool.count && sheet)
				write_curve(sheet, number, set, &pool);
			free(pool.values);
		}
	}
}

static void write_page(struct page_drawing *drawing, const struct plot_data_machine *machine,
		       const size_t *points, size_t count, const char *note)
{
	char *title = xasprintf("%s: distribution of the samples of each %s",
				page_about(machine, drawing->metric),
				design_level_name(machine->sides[0].design->level));
	struct page page = {
		.machine = machine,
		.title = title,
		.note = note,
		.panels = count,
	};
	struct datafile sheet;

	page_open(drawing, &page, &sheet);
	datafile_block(&sheet, "panel base low high scale title label");
	for (size_t i = 0; i < count; i++) {
		const struct plot_data_point *point = &machine->points[points[i]];
		struct panel panel = panel_new(point->is_per_page);

		for_each_curve(drawing, machine, point, &panel, NULL, 0);
		panel_write(&sheet, i + 1, &panel, false, plot_data_unit(machine, drawing->metric),
			    point->row->point);
	}
	datafile_block(&sheet, "panel set value share");
	for (size_t i = 0; i < count; i++)
		for_each_curve(drawing, machine, &machine->points[points[i]], NULL, &sheet, i + 1);
	datafile_close(&sheet);
	free(title);
}

void plot_ecdf(struct page_drawing *drawing)
{
	const struct plot_data *plot_data = drawing->plot_data;

	for (size_t i = 0; i < plot_data->count; i++) {
		const struct plot_data_machine *machine = &plot_data->machines[i];
		size_t points[PAGE_PANELS_MAX];
		bool decided;
		size_t count = select_points(plot_data, machine, drawing->metric, PAGE_PANELS_MAX,
					     points, &decided);
		char *note =
			xasprintf("Share of samples up to a value; one curve a boot. Tails beyond "
				  "the 95th percentile run out of the axis. Shown: %s.",
				  decided ? "the points with the largest changes that were decided"
					  : "some well-known points");

		if (count)
			write_page(drawing, machine, points, count, note);
		free(note);
	}
	if (!drawing->pages)
		reason_set(&drawing->why, "no point has samples of this metric");
}
