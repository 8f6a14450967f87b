/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sections of a page: overview of a comparison, metrics of one set, kernels, figures. */
#ifndef PTEBENCH_SECTIONS_H
#define PTEBENCH_SECTIONS_H

#include "compare/comparison.h"

/**
 * overview_write() - write the section of one machine.
 * @number: makes the ids of its elements unique.
 */
void overview_write(const struct comparison *comparison, const struct comparison_machine *machine,
		    unsigned int number, FILE *out);

/** overview_summary() - write a line with a link per section, in the order of their numbers. */
void overview_summary(const struct comparison *comparisons, size_t count, FILE *out);

/**
 * single_set_write() - write a section per machine: each point's value, interval and proof.
 * @only: globs of points to show; empty: all.
 */
void single_set_write(const struct load_set *set, const struct globlist *only, FILE *out);

/**
 * kernels_take() - collect the usable runs of the machine of run @at; @by_release: of its kernel.
 * @ret_runs: room for all runs of the set.
 *
 * Return: number of runs; 0 if run @at is unusable, or is not the first of them.
 */
size_t kernels_take(const struct load_set *set, size_t at, bool by_release,
		    const struct load_run **ret_runs);

/** kernels_write() - write the section of @count sets, with a row per machine and kernel. */
void kernels_write(const struct load_set *sets, size_t count, FILE *out);

/** kernels_print() - print it as "SET, HOST, RELEASE: fork batching: present (0.69); ...". */
void kernels_print(const struct load_set *sets, size_t count, FILE *out);

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
