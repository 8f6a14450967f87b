/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets that nobody measured, side by side, and the data files of metrics drawn of them. */
#ifndef PTEBENCH_DRAWN_H
#define PTEBENCH_DRAWN_H

#include "plot/plot.h"
#include "fakes.h"

enum { DRAWN_SETS_MAX = 3 };

extern struct load_set drawn_sets[DRAWN_SETS_MAX];
extern struct plot_data drawn_all;
extern struct page_drawing drawn;

/** drawn_fakes() - 3 boots of 2 processes of 5 samples, of so many points. */
struct fakes drawn_fakes(unsigned int points);

/** drawn_set() - make and read the set @at, in a folder of the fixture's root. */
void drawn_set(size_t at, const char *name, struct fakes fakes);

/** drawn_gallery() - of the first @count sets; @only: a glob, or NULL. Makes @drawn ready. */
void drawn_gallery(size_t count, const char *only);

/** drawn_plot() - write the data files of the figure @name. */
void drawn_plot(const char *name);

/** drawn_fact() - change what host.csv said. */
void drawn_fact(const struct host_facts *facts, const char *key, const char *value);

/** drawn_release() - free the plot_data and @count sets. */
void drawn_release(size_t count);

/** drawn_cell() - of a page's data; comments are no lines; NULL where it is not. A static buffer.
 */
const char *drawn_cell(size_t page, size_t block, size_t line, size_t column);

/** drawn_number() - the same as a number. */
double drawn_number(size_t page, size_t block, size_t line, size_t column);

/** drawn_lines() - how many a block has. */
size_t drawn_lines(size_t page, size_t block);

#endif
