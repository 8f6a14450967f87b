/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints the summary of a history as text or JSON. */
#ifndef PTEBENCH_PRINT_H
#define PTEBENCH_PRINT_H

#include <stdio.h>

#include "alerts.h"

/** struct print - input of the summary. */
struct print {
	const struct dataset *dataset;
	const struct alerts *alerts;
	const struct missing *missing;
};

/** print_text() - print at most 75 columns of ASCII. */
void print_text(const struct print *summary, FILE *out);

/** print_json() - print JSON with the keys of docs/DASHBOARD.md. Dies on error. */
void print_json(const struct print *summary, FILE *out);

#endif
