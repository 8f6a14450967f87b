/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unit of a metric, and numbers as text for programs. */
#ifndef PTEBENCH_QUANTITY_H
#define PTEBENCH_QUANTITY_H

#include <stdbool.h>

#include "compare/host_facts.h"
#include "measure/csv_reader.h"

/* Instruction counts repeat to five digits; no metric has more than seven significant ones. */
enum { QUANTITY_DIGITS = 7, QUANTITY_BYTES = 384 };

/**
 * quantity_unit() - "ns", "instructions_kernel" or "cycles_kernel".
 *
 * "instructions" instead of ns if the clock of @facts counts them, in user and kernel mode
 * together.
 */
const char *quantity_unit(const struct host_facts *facts, enum csv_reader_metric metric);

/** quantity_is_time() - true if the metric is a time; false if the clock counts instructions. */
bool quantity_is_time(const struct host_facts *facts, enum csv_reader_metric metric);

/**
 * quantity_text() - significant digits, with an exponent if that is shorter.
 * @value: finite. @digits: at most.
 * @ret_text: QUANTITY_BYTES.
 */
const char *quantity_text(double value, int digits, char *ret_text);

/** quantity_decimal() - as quantity_text(), with at most six decimals and no exponent. */
const char *quantity_decimal(double value, char *ret_text);

#endif
