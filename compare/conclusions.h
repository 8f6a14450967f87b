/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a comparison comes to: one line, and a mean of each family. */
#ifndef PTEBENCH_CONCLUSIONS_H
#define PTEBENCH_CONCLUSIONS_H

#include "comparison.h"

/**
 * struct conclusions_mean - geometric mean of B/A over cases.
 * @family: of the cases; NULL: all of them.
 * @cases: those that all units of both sides measured.
 * @d: ln of the mean; @low, @high: its 95% interval over the units; NAN with one unit on a side.
 */
struct conclusions_mean {
	const char *family;
	size_t cases;
	double d, low, high;
};

/**
 * conclusions_line() - "9 slower (worst mprotect.ro 4K +102%), 21 faster (...), 6 undecided".
 *
 * Where no verdict is possible it says why, and what to do. The caller frees it.
 */
char *conclusions_line(const struct comparison_machine *machine, enum csv_reader_metric metric);

/**
 * conclusions_means() - a mean of each family, and of all cases, in this order.
 * @ret_means: room for as many as there are points, and one.
 *
 * Each unit has the mean over the cases of its y; these are compared as a case is, with their own
 * variance (see stats_fit()). Points with more units than METRICS_UNITS_KEPT are left out.
 *
 * Return: their number; 0 for fewer than 2 cases.
 */
size_t conclusions_means(const struct comparison_machine *machine, enum csv_reader_metric metric,
			 struct conclusions_mean *ret_means);

#endif
