/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --until WIDTH: measure until intervals are narrow, looked at after fixed numbers of rounds. */
#ifndef PTEBENCH_UNTIL_H
#define PTEBENCH_UNTIL_H

#include <stddef.h>
#include <stdio.h>

enum { UNTIL_LOOKS_MAX = 16, UNTIL_MOST = 40 };

/**
 * struct until - the looks of a run, or of boots.
 * @width: wanted half width of each interval, as a ratio; 0: no stop rule.
 * @compare: the program, which has the statistics: see compare/settled.h.
 * @looks: after so many rounds, or boots: 5, 8, 12, 18, 27, 40, ... below the maximum, then it.
 * @settled, @wide: intervals of a look, within @width and not. @names: of some that are not.
 */
struct until {
	double width;
	const char *compare;
	unsigned int looks[UNTIL_LOOKS_MAX], count;
	size_t settled, wide;
	char *names;
};

/** until_width() - parse WIDTH, as "1%"; dies (EXIT_USAGE) unless it is over 0 and 100% at most. */
double until_width(const char *text);

/** until_plan() - choose the looks up to @most, which is the last. Dies if @compare cannot run. */
void until_plan(struct until *until, unsigned int most);

/** until_look_after() - number of the look after @done, from 1; 0: there is none. */
unsigned int until_look_after(const struct until *until, unsigned int done);

/** until_begin() - begin a look: forget the one before. */
void until_begin(struct until *until);

/**
 * until_look() - have compare look at one set, or at two; adds to the look that began.
 * @only_rounds: nonzero: as if the run had so many rounds only.
 * @take: called for each interval, with the point; may be NULL.
 *
 * Return: 0, or -1 if compare failed, which says why.
 */
int until_look(struct until *until, const char *a, const char *b, unsigned int only_rounds,
	       void (*take)(void *handle, const char *point, int is_settled), void *handle);

/** until_describe() - "look 2 of 6, after 8 rounds: ..."; the caller frees it. @what: "rounds". */
char *until_describe(const struct until *until, unsigned int look, const char *what);

#endif
