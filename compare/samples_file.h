/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The samples of a run on disk: samples.csv, or samples.csv.gz of a run that was packed. */
#ifndef PTEBENCH_SAMPLES_FILE_H
#define PTEBENCH_SAMPLES_FILE_H

#include <stdbool.h>

#include "measure/csv_reader.h"

/* A packed file is read up to so many bytes of text: a few bytes of gzip can hold any number. */
#define SAMPLES_FILE_BYTES_MAX (1LL << 30)

/* Both names; where both files are there, the first is read. */
enum { SAMPLES_FILE_NAMES = 2 };
extern const char *const samples_file_names[SAMPLES_FILE_NAMES];

/** samples_file_exists() - does the folder @run hold samples, plain or packed? */
bool samples_file_exists(const char *run);

/**
 * samples_file_read() - read and group the samples of a run; see csv_reader_read().
 * @run: the run's folder.
 *
 * Return: as csv_reader_read(); -EBADMSG, too, for gzip that is damaged, cut off, or of more text
 * than SAMPLES_FILE_BYTES_MAX.
 */
int samples_file_read(const char *run, struct csv_reader *ret_samples, struct reason *ret_reason);

#endif
