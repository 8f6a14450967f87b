/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes a format of an export's JSON: runs jq on the format's filter, without a shell. */
#ifndef PTEBENCH_FILTER_H
#define PTEBENCH_FILTER_H

#include <jansson.h>

#include "compare/formats.h"
#include "compare/output.h"

/**
 * filter_write() - write all files of a format.
 * @format: one of export.
 * @data: see export_json_make().
 *
 * Prints the filter's warnings on stderr. Dies: EXIT_CANNOT_RUN without jq, EXIT_FAILED if jq fails
 * or a file cannot be written.
 */
void filter_write(enum formats_id format, const json_t *data, struct output *output);

#endif
