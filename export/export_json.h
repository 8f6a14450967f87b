/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The documented JSON of an export, from which the filters (*.jq) make all other formats. */
#ifndef PTEBENCH_EXPORT_JSON_H
#define PTEBENCH_EXPORT_JSON_H

#include <jansson.h>

#include "export_data.h"

/* Instruction counts repeat to five digits; no metric has more than seven significant ones. */
enum { EXPORT_JSON_DIGITS = 7 };

/**
 * export_json_make() - all that is exported, as docs/EXPORTS.md documents it.
 *
 * Texts are printable ASCII. The caller json_decref()s it.
 */
json_t *export_json_make(const struct export_data *bundle);

#endif
