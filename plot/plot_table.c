// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists the figures. */
#include "plot.h"

static const struct plot_type figures[] = {
	{ "sweep-folio", "sweep.gp", plot_sweep_folio },
	{ "sweep-size", "sweep.gp", plot_sweep_size },
	{ "forest", "forest.gp", plot_forest },
	{ "heatmap", "heatmap.gp", plot_heat },
	{ "ecdf", "ecdf.gp", plot_ecdf },
	{ "history", "history.gp", plot_history },
	{ "costs", "costs.gp", plot_costs },
};

const struct plot_type *plot_types(size_t *ret_count)
{
	*ret_count = sizeof(figures) / sizeof(figures[0]);
	return figures;
}
