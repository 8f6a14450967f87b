/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Has figures drawn for a page, and takes them away again. */
#ifndef PTEBENCH_STUDIO_H
#define PTEBENCH_STUDIO_H

#include "judge.h"

/**
 * studio_draw() - have the program of `./run.sh plot` draw sets into a folder of its own.
 * @plot: its path.
 * @sets: @count of them.
 * @options: margin and points, as the page has them.
 *
 * Return: the folder, for studio_remove(); NULL when nothing was drawn, and then it has said why.
 */
char *studio_draw(const char *plot, const struct set *sets, size_t count,
		  const struct judge_options *options);

/** studio_remove() - remove the folder with all that is in it. @folder: may be NULL; is freed. */
void studio_remove(char *folder);

#endif
