/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In which unit is a metric, and how is a number written that a program will read? */
#ifndef PTEBENCH_QUANTITY_H
#define PTEBENCH_QUANTITY_H

#include <stdbool.h>

#include "compare/host_facts.h"
#include "measure/csv_reader.h"

/* Counts of instructions repeat to five digits; no metric has more than seven that mean something.
 */
enum { QUANTITY_DIGITS = 7, QUANTITY_BYTES = 384 };

/**
 * quantity_unit() - "ns", "instructions_kernel" or "cycles_kernel".
 *
 * "instructions" in place of ns where the clock of @facts counts them: of user and kernel together.
 */
const char *quantity_unit(const struct host_facts *facts, enum csv_reader_metric metric);

/** quantity_is_time() - is the metric a time? Not so where the clock counts instructions. */
bool quantity_is_time(const struct host_facts *facts, enum csv_reader_metric metric);

/** quantity_per() - "page" or "call". */
const char *quantity_per(bool is_per_page);

/**
 * quantity_text() - QUANTITY_DIGITS, with an exponent where that is shorter.
 * @value: finite.
 * @ret_text: QUANTITY_BYTES.
 */
const char *quantity_text(double value, char *ret_text);

/** quantity_decimal() - at most six digits after the point, and no exponent; as quantity_text().
 */
const char *quantity_decimal(double value, char *ret_text);

#endif
