/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Boots that differ from the others of their side in most cases. */
#ifndef PTEBENCH_OUTLYING_BOOTS_H
#define PTEBENCH_OUTLYING_BOOTS_H

#include "comparison.h"

/**
 * struct outlying_boots_row - such a boot.
 * @run: the name of its first run. @side: where it is.
 * @off: median over @cases of the ln ratio to the mean of the other boots of its side.
 * @cases: cases in which it is off, that way; @measured: of so many.
 */
struct outlying_boots_row {
	const char *run;
	enum design_side side;
	double off;
	size_t cases, measured;
};

/**
 * outlying_boots_find() - find them for one metric; nothing is excluded.
 * @ret_rows: room for machine->design.count.
 *
 * A boot is off in a case if it differs from the mean of the others of its side, without the drift
 * that A and B share, by more than the margin and by more than 4 SD of a difference like that, the
 * SD being of all other boots. It is named if it is so, one way, in most cases, and in 3 at least.
 * Sides of fewer than 3 boots, or more than METRICS_UNITS_KEPT, have none.
 *
 * Return: the number of rows.
 */
size_t outlying_boots_find(const struct comparison_machine *machine, enum csv_reader_metric metric,
			   double margin, struct outlying_boots_row *ret_rows);

#endif
