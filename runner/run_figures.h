/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Draws the figures of a run that has ended, by the plot program. */
#ifndef PTEBENCH_RUN_FIGURES_H
#define PTEBENCH_RUN_FIGURES_H

/**
 * run_figures_draw() - draw a run's figures into its folder figures/.
 * @program: `plot`; NULL: draw nothing.
 * @run: the run's folder.
 *
 * The program names the files on stdout, or says on stderr why there are none. A run is none the
 * worse without figures: nothing is returned.
 */
void run_figures_draw(const char *program, const char *run);

#endif
