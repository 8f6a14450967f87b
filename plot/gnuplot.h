/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs gnuplot on a script and a data file, without a shell. */
#ifndef PTEBENCH_GNUPLOT_H
#define PTEBENCH_GNUPLOT_H

#include <stdbool.h>

/** gnuplot_is_here() - is there a gnuplot in PATH? */
bool gnuplot_is_here(void);

/**
 * gnuplot_draw() - `gnuplot -d -c SCRIPT DATA OUT` in the folder of the scripts.
 * @scripts: the folder. @script: a file in it.
 * @data, @out: absolute paths: gnuplot takes other names for commands ("<cmd", "|cmd").
 *
 * Neither user's nor system's settings are read.
 *
 * Return: 0; -ENOENT: no gnuplot; -EINVAL: a path is not absolute; -EIO: it failed, and has said
 * why on stderr, or the drawing is not whole; -ENOSPC: neither, as the disk is full; or -errno.
 */
int gnuplot_draw(const char *scripts, const char *script, const char *data, const char *out);

#endif
