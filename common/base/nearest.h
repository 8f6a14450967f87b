/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the name that a misspelt word stands for: "did you mean --rounds?". */
#ifndef PTEBENCH_NEAREST_H
#define PTEBENCH_NEAREST_H

/**
 * nearest_consider() - make @name the best, if it is close to @text and closer than the best.
 * @name, @text: up to 32 letters; longer ones are never close.
 * @best: NULL before the first.
 *
 * Close: one edit, and one more for each five letters of @name, makes @text of it. An edit adds,
 * removes or replaces a letter, or swaps two neighbours.
 */
void nearest_consider(const char *name, const char *text, const char **best);

#endif
