/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the name that a misspelt word stands for: "did you mean --rounds?". */
#ifndef PTEBENCH_NEAREST_H
#define PTEBENCH_NEAREST_H

/**
 * nearest_consider() - take @name for the one that is meant, if it is the closest so far.
 * @name, @text: up to 32 letters; longer ones are never close.
 * @best: the closest name so far; NULL before the first.
 *
 * A name is close enough when one letter more, less, wrong, or swapped with its neighbour, and
 * another for each five letters of the name, make @text of it.
 */
void nearest_consider(const char *name, const char *text, const char **best);

#endif
