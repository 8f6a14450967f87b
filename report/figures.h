/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Figures of a page: draws them, writes them as inline SVG, and removes the files. */
#ifndef PTEBENCH_FIGURES_H
#define PTEBENCH_FIGURES_H

#include "compare/comparison.h"

/**
 * figures_draw() - draw the sets into a new folder, with the program of `./run.sh plot`.
 * @plot: its path.
 * @sets: @count of them.
 * @options: margin and points of the page.
 *
 * Return: the folder, for figures_remove(); NULL, after a message, if nothing was drawn.
 */
char *figures_draw(const char *plot, const struct load_set *sets, size_t count,
		   const struct comparison_options *options);

/**
 * figures_write() - write each .svg of a folder, by name.
 * @folder: NULL: write that there are no figures.
 *
 * Leaves out, with a warning, a file with a script, a link or anything else that no drawing needs.
 */
void figures_write(const char *folder, FILE *out);

/** figures_remove() - remove the folder and its files. @folder: may be NULL; is freed. */
void figures_remove(char *folder);

#endif
