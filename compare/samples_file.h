/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the samples of a run: samples.csv, or samples.csv.gz. */
#ifndef PTEBENCH_SAMPLES_FILE_H
#define PTEBENCH_SAMPLES_FILE_H

#include <stdbool.h>

#include "measure/csv_reader.h"

/* Limit of the text of a packed file: a few bytes of gzip can be much text. */
#define SAMPLES_FILE_BYTES_MAX (1LL << 30)

/* Both names; if a run has both files, the first is read. */
enum { SAMPLES_FILE_NAMES = 2 };
extern const char *const samples_file_names[SAMPLES_FILE_NAMES];

/** samples_file_exists() - true if the folder @run has samples, plain or packed. */
bool samples_file_exists(const char *run);

/**
 * samples_file_read() - read and group the samples of a run; see csv_reader_read().
 * @run: the run's folder.
 *
 * Return: as csv_reader_read(); also -EBADMSG for gzip that is damaged, cut off, or longer than
 * SAMPLES_FILE_BYTES_MAX.
 */
int samples_file_read(const char *run, struct csv_reader *ret_samples, struct reason *ret_reason);

#endif
