/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which processes have whole lines in a file of a run? */
#ifndef PTEBENCH_ROWSET_H
#define PTEBENCH_ROWSET_H

#include <stdbool.h>
#include <stddef.h>

/** struct rowset - process numbers below @count; { 0 } is none. @has: one a number. */
struct rowset {
	size_t count;
	bool *has;
};

/**
 * rowset_process() - the process number of a line.
 * @column: that it stands in, from 1: 3 in plan.csv, 4 in samples.csv.
 *
 * Return: the number, or 0 when there is none.
 */
unsigned long rowset_process(const char *line, int column);

/** rowset_add() - those of all whole lines of a file's text, without its header. */
void rowset_add(struct rowset *set, const char *text, int column);

/** rowset_has() - is it in there? */
bool rowset_has(const struct rowset *set, unsigned long process);

/** rowset_free() - back to none. */
void rowset_free(struct rowset *set);

#endif
