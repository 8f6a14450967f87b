/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Start time of a run. */
#ifndef PTEBENCH_TIMESTAMP_H
#define PTEBENCH_TIMESTAMP_H

#include <stdbool.h>
#include <time.h>

#include "compare/load.h"

enum { TIMESTAMP_BYTES = 32 };

/**
 * timestamp_of_run() - start time of a run, from its name: 20261121T135541Z-....
 * @ret_start: seconds since 1970, UTC.
 *
 * Return: false if the name does not begin with a date.
 */
bool timestamp_of_run(const struct load_run *run, time_t *ret_start);

/** timestamp_text() - "2026-11-21T13:55:41+00:00". @ret_text: TIMESTAMP_BYTES. */
const char *timestamp_text(time_t start, char *ret_text);

#endif
