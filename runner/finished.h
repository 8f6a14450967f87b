/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processes whose lines in a file of a run are whole. */
#ifndef PTEBENCH_FINISHED_H
#define PTEBENCH_FINISHED_H

#include <stdbool.h>
#include <stddef.h>

/** struct finished - process numbers below @count; { 0 } is none. @has: one a number. */
struct finished {
	size_t count;
	bool *has;
};

/**
 * finished_process() - the process number of a line.
 * @column: that it stands in, from 1: 3 in plan.csv, 4 in samples.csv.
 *
 * Return: the number, or 0 when there is none.
 */
unsigned long finished_process(const char *line, int column);

/** finished_add() - those of all whole lines of a file's text, without its header. */
void finished_add(struct finished *set, const char *text, int column);

/** finished_has() - is it in there? */
bool finished_has(const struct finished *set, unsigned long process);

/** finished_free() - back to none. */
void finished_free(struct finished *set);

#endif
