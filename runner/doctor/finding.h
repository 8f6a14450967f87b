/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One finding of doctor: a thing that measuring depends on, its grade, and a command that fixes
 * it.
 */
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
 * @name: of the thing, the same on all machines.
 * @text: what was found. @mend: the command that mends it, or "". @undo: the one that puts it back
 * as it is now, or "".
 */
struct finding {
	const char *name;
	enum finding_grade grade;
	char text[256], mend[192], undo[192];
};

/**
 * struct finding_check - how one thing is looked at.
 * @look: fills all but the name; changes nothing on the machine.
 */
struct finding_check {
	const char *name;
	void (*look)(struct finding *finding);
};

/** finding_grade_name() - "ok", "note", "warn" or "unknown". */
const char *finding_grade_name(enum finding_grade grade);

/** finding_set() - grade and text. */
void finding_set(struct finding *finding, enum finding_grade grade, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * finding_mend() - the commands that write @wanted to @path, and what it holds now back again.
 *
 * They are printed, never run. @path may hold a shell pattern.
 */
void finding_mend(struct finding *finding, const char *path, const char *wanted, const char *now);

#endif
