/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What history has to say: for people, and for programs. */
#ifndef PTEBENCH_PRINT_H
#define PTEBENCH_PRINT_H

#include <stdio.h>

#include "alerts.h"
#include "missing.h"

/** struct print - all that is told. */
struct print {
	const struct dataset *dataset;
	const struct alerts *alerts;
	const struct missing *losses;
};

/** print_text() - at most 75 columns of ASCII. */
void print_text(const struct print *summary, FILE *out);

/** print_json() - docs/DASHBOARD.md has its keys. Dies when it cannot be written. */
void print_json(const struct print *summary, FILE *out);

#endif
