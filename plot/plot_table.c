// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists the figures, and has each write its pages. */
#include "plot.h"

static const char not_comparable[] = "no point of two sets is comparable in this metric";

static const struct plot_type figures[] = {
	{ "sweep-folio", "sweep.gp", false, true, plot_sweep_folio,
	  "no two points differ in their folio size alone" },
	{ "sweep-size", "sweep.gp", false, true, plot_sweep_size,
	  "no two points differ in their size alone" },
	{ "forest", "forest.gp", true, true, plot_forest, not_comparable },
	{ "heatmap", "heatmap.gp", true, false, plot_heat, not_comparable },
	{ "ecdf", "ecdf.gp", false, true, plot_ecdf, "no point has samples of this metric" },
	{ "history", "history.gp", false, true, plot_history,
	  "needs two runs of a machine, with values" },
	{ "costs", "costs.gp", false, true, plot_costs, "no point was measured" },
};

const struct plot_type *plot_types(size_t *ret_count)
{
	*ret_count = sizeof(figures) / sizeof(figures[0]);
	return figures;
}

void plot_write(const struct plot_type *type, struct page_drawing *drawing)
{
	const struct plot_data *plot_data = drawing->plot_data;

	for (size_t set = type->is_of_pairs; set < (type->is_of_pairs ? plot_data->set_count : 1);
	     set++) {
		drawing->set = set;
		for (size_t i = 0; i < (type->is_of_machine ? plot_data->count : 1); i++) {
			drawing->machine = type->is_of_machine ? &plot_data->machines[i] : NULL;
			type->draw(drawing);
		}
	}
	if (!drawing->pages)
		reason_set(&drawing->why, "%s",
			   type->is_of_pairs && plot_data->set_count < 2 ? "needs two sets"
									 : type->none);
}
