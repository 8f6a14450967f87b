/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The figures of a run that has ended: another program draws them. */
#ifndef PTEBENCH_DRAWING_H
#define PTEBENCH_DRAWING_H

/**
 * drawing_run() - draw a run's figures into its folder figures/.
 * @program: `plot`; NULL: draw nothing.
 * @run: the run's folder.
 *
 * The program names the files on stdout, or says on stderr why there are none. A run is none the
 * worse without figures: nothing is returned.
 */
void drawing_run(const char *program, const char *run);

#endif
