// SPDX-License-Identifier: GPL-2.0-or-later
/* Which figures are there? One line each. */
#include "draw.h"

static const struct draw_figure figures[] = {
	{ "sweep-folio", "sweep.gp", draw_sweep_folio },
	{ "sweep-size", "sweep.gp", draw_sweep_size },
	{ "forest", "forest.gp", draw_forest },
	{ "heatmap", "heatmap.gp", draw_heat },
	{ "ecdf", "ecdf.gp", draw_ecdf },
	{ "history", "history.gp", draw_history },
	{ "costs", "costs.gp", draw_costs },
};

const struct draw_figure *draw_figures(size_t *ret_count)
{
	*ret_count = sizeof(figures) / sizeof(figures[0]);
	return figures;
}
