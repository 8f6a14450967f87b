/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The checks of doctor. A finding is one line: a grade, and a command that fixes the problem. */
#ifndef PTEBENCH_FINDING_H
#define PTEBENCH_FINDING_H

#include <stddef.h>

enum finding_grade {
	FINDING_OK,	 /* nothing to do */
	FINDING_NOTE,	 /* know it when you read the metrics */
	FINDING_WARN,	 /* metrics will be worse than need be */
	FINDING_UNKNOWN, /* it cannot be read here */
	FINDING_GRADES,
};

/**
 * struct finding - one line of the report.
 * @name: the same on all machines.
 * @mend: the command that fixes it, or "".
 * @undo: the command that restores the present value, or "".
 */
struct finding {
	const char *name;
	enum finding_grade grade;
	char text[256], mend[192], undo[192];
};

/**
 * struct finding_check - one check.
 * @look: fills in all but the name; changes nothing on the machine.
 */
struct finding_check {
	const char *name;
	void (*look)(struct finding *finding);
};

/* The machine and our privileges; the knobs in /sys and /proc. Both end with a NULL name. */
extern const struct finding_check finding_environment[], finding_knobs[];

/** finding_set() - set grade and text. */
void finding_set(struct finding *finding, enum finding_grade grade, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * finding_mend() - set the commands that write @wanted to @path, and @now back again.
 * @path: may be a shell pattern.
 *
 * They are printed, never run.
 */
void finding_mend(struct finding *finding, const char *path, const char *wanted, const char *now);

#endif
