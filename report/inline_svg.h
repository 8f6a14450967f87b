/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Figures from a folder as inline SVG. */
#ifndef PTEBENCH_INLINE_SVG_H
#define PTEBENCH_INLINE_SVG_H

#include <stdio.h>

/**
 * inline_svg_write() - write each .svg of a folder, by name.
 * @folder: NULL: write that there are no figures.
 *
 * Leaves out, with a warning, a file with a script, a link or anything else a drawing does not
 * need.
 */
void inline_svg_write(const char *folder, FILE *out);

#endif
