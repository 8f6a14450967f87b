/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What history has to say: for people, and for programs. */
#ifndef PTEBENCH_SUMMARY_H
#define PTEBENCH_SUMMARY_H

#include <stdio.h>

#include "alerts.h"
#include "losses.h"

/** struct summary - all that is told. */
struct summary {
	const struct chronicle *chronicle;
	const struct alerts *alerts;
	const struct losses *losses;
};

/** summary_text() - at most 75 columns of ASCII. */
void summary_text(const struct summary *summary, FILE *out);

/** summary_json() - docs/DASHBOARD.md has its keys. Dies when it cannot be written. */
void summary_json(const struct summary *summary, FILE *out);

#endif
