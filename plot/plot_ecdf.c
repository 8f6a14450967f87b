// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the data of ecdf.gp: the distribution of samples, one curve per boot, for few points. */
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot.h"

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

/* Steps of the curve: each sample if they are few, else evenly spaced quantiles. */
static void write_curve(struct datafile *sheet, size_t panel, size_t set, const struct pool *pool)
{
	size_t steps = pool->count < STEPS_MAX ? pool->count : STEPS_MAX;

	for (size_t i = 1; i <= steps; i++) {
		size_t rank = i * pool->count / steps;

		datafile_row(sheet, "%zu %zu %g %g", panel, set + 1, pool->values[rank - 1],
			     (double)rank / (double)pool->count);
	}
	datafile_gap(sheet);
}

/* The axis spans the 1st to 95th percentile of each boot: tails would flatten the rest. */
static void add_range(struct panel *panel, const struct pool *pool)
{
	panel_add(panel, pool->values[pool->count / 100]);
	panel_add(panel, pool->values[(pool->count - 1) * 95 / 100]);
}

/* Adds all curves of a point to the range of @panel, or writes them if it is NULL. */
static void take_curves(struct page_drawing *drawing, const struct plot_data_point *point,
			struct panel *panel, size_t number)
{
	for (size_t set = 0; set < drawing->plot_data->set_count; set++) {
		const struct plot_data_side *side = &drawing->machine->sides[set];

		if (isnan(plot_data_level(point, set, drawing->metric)->value))
			continue;
		for (size_t unit = 0; unit < side->design->units[side->side]; unit++) {
			struct pool pool = pool_of(side, unit, point->row->point, drawing->metric);

			if (pool.count && panel)
				add_range(panel, &pool);
			else if (pool.count)
				write_curve(&drawing->sheet, number, set, &pool);
			free(pool.values);
		}
	}
}

static void write_page(struct page_drawing *drawing, const struct plot_data_point *const *points,
		       size_t count, const struct page *page)
{
	const char *unit = plot_data_unit(drawing->machine, drawing->metric);

	page_open(drawing, page);
	datafile_block(&drawing->sheet, "panel base low high scale title label");
	for (size_t i = 0; i < count; i++) {
		struct panel panel = { .is_per_page = points[i]->is_per_page };

		take_curves(drawing, points[i], &panel, 0);
		panel_write(&drawing->sheet, i + 1, &panel, false, unit, points[i]->row->point);
	}
	datafile_block(&drawing->sheet, "panel set value share");
	for (size_t i = 0; i < count; i++)
		take_curves(drawing, points[i], NULL, i + 1);
	datafile_close(&drawing->sheet);
}

void plot_ecdf(struct page_drawing *drawing)
{
	const struct plot_data_point *points[PAGE_PANELS_MAX];
	const char *what;
	size_t count = select_points(drawing, PAGE_PANELS_MAX, points, &what);
	char *title = xasprintf(": distribution of the samples of each %s",
				design_level_names[drawing->machine->sides[0].design->level]);
	char *note = xasprintf("Share of samples up to a value; one curve a boot. Tails beyond "
			       "the 95th percentile run out of the axis. Shown: %s.",
			       what);
	const struct page page = {
		.title = title,
		.note = note,
		.panels = count,
	};

	if (count)
		write_page(drawing, points, count, &page);
	free(note);
	free(title);
}
