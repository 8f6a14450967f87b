/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Figures, drawn before, as part of the page. */
#ifndef PTEBENCH_INLINE_SVG_H
#define PTEBENCH_INLINE_SVG_H

#include <stdio.h>

/**
 * inline_svg_write() - each .svg of a folder, by name.
 * @folder: NULL: no figures, and the page says so.
 *
 * One that is no drawing alone (with a script, a link, or what else a drawing does not need) is
 * left out, with a warning.
 */
void inline_svg_write(const char *folder, FILE *out);

#endif
