/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Has figures drawn for a page, and takes them away again. */
#ifndef PTEBENCH_FIGURES_H
#define PTEBENCH_FIGURES_H

#include "compare/comparison.h"

/**
 * figures_draw() - have the program of `./run.sh plot` draw sets into a folder of its own.
 * @plot: its path.
 * @sets: @count of them.
 * @options: margin and points, as the page has them.
 *
 * Return: the folder, for figures_remove(); NULL when nothing was drawn, and then it has said why.
 */
char *figures_draw(const char *plot, const struct load_set *sets, size_t count,
		   const struct comparison_options *options);

/** figures_remove() - remove the folder with all that is in it. @folder: may be NULL; is freed. */
void figures_remove(char *folder);

#endif
