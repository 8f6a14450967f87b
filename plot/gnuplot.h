/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs gnuplot on a script and a data file, without a shell. */
#ifndef PTEBENCH_GNUPLOT_H
#define PTEBENCH_GNUPLOT_H

#include <stdbool.h>

/** gnuplot_is_here() - true if gnuplot is in PATH. */
bool gnuplot_is_here(void);

/**
 * gnuplot_draw() - run `gnuplot -d -c SCRIPT DATA OUT` in the folder of the scripts.
 * @scripts: the folder. @script: a file in it.
 * @data, @out: absolute paths: gnuplot runs other names as commands ("<cmd", "|cmd").
 *
 * Reads neither the user's nor the system's settings.
 *
 * Return: 0; -ENOENT: no gnuplot; -EINVAL: a path is not absolute; -EIO: gnuplot failed, with a
 * message on stderr, or the drawing is not whole; -ENOSPC: not whole as the disk is full; or
 * -errno.
 */
int gnuplot_draw(const char *scripts, const char *script, const char *data, const char *out);

#endif
