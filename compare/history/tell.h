/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What history has to say: for people, and for programs. */
#ifndef PTEBENCH_TELL_H
#define PTEBENCH_TELL_H

#include <stdio.h>

#include "alerts.h"
#include "losses.h"

/** struct tell - all that is told. */
struct tell {
	const struct chronicle *chronicle;
	const struct alerts *alerts;
	const struct losses *losses;
};

/** tell_text() - at most 75 columns of ASCII. */
void tell_text(const struct tell *summary, FILE *out);

/** tell_json() - docs/DASHBOARD.md has its keys. Dies when it cannot be written. */
void tell_json(const struct tell *summary, FILE *out);

#endif
