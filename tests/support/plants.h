/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The changes that are planted in a laboratory's runs, and their effect on a value. */
#ifndef PTEBENCH_PLANTS_H
#define PTEBENCH_PLANTS_H

#include "laboratory.h"
#include "measure/csv_reader.h"

enum { PLANTS_MAX = 16, PLANTS_POINTS_LEAST = 10, PLANTS_KERNELS_LEAST = 100 };

/**
 * struct plant - from a kernel on.
 * @kind: "case": one point on one machine; "folios": all folio sizes of a case on all machines;
 *        "reverted" and "revert": there and back; "faster"; "machine": all points of one machine,
 *        its control too; "time": no counter moves; "small": less than the margin of 1%.
 * @machine, @machine_end: those from the first, before the second; likewise @point, @point_end and
 *                         @metric, @figure_end (enum csv_reader_metric).
 * @kernel: the first that has it. @ln_ratio: after to before.
 */
struct plant {
	const char *kind;
	unsigned int machine, machine_end, point, point_end, metric, figure_end, kernel;
	double ln_ratio;
};

/** struct plants - @count of them. */
struct plants {
	size_t count;
	struct plant plants[PLANTS_MAX];
};

/**
 * plants_make() - by the laboratory's seed; none where it has no changes.
 *
 * Kinds that hit the same series lie a seventh of the kernels apart, less a bit. Dies when there
 * are fewer than PLANTS_POINTS_LEAST points or PLANTS_KERNELS_LEAST kernels.
 */
struct plants plants_make(const struct laboratory *laboratory);

/** plants_effect() - ln of what they make of a value, together. */
double plants_effect(const struct plants *plants, unsigned int machine, unsigned int point,
		     unsigned int kernel, enum csv_reader_metric metric);

/** plants_of_machine() - how many changes of a whole machine it has had. */
unsigned int plants_of_machine(const struct plants *plants, unsigned int machine,
			       unsigned int kernel);

/** plants_write() - planted.csv: a line for each machine, point and metric that one changes. */
void plants_write(const struct plants *plants, const struct laboratory *laboratory,
		  const char *folder);

/** plants_figure_name() - "time", "instructions:k" or "cycles:k". */
const char *plants_figure_name(enum csv_reader_metric metric);

#endif
