/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The writers of compare: all of a comparison in one format. */
#ifndef PTEBENCH_OUTPUT_FORMATS_H
#define PTEBENCH_OUTPUT_FORMATS_H

#include "formats.h"
#include "comparison.h"

/**
 * output_formats_write() - write a comparison.
 * @format: one of compare.
 * @metrics: bit mask of 1 << csv_reader_metric, those that are asked for.
 */
void output_formats_write(enum formats_id format, const struct comparison *comparison,
			  unsigned int metrics, FILE *out);

/** output_formats_text() - tables for a mail, plain ASCII, at most 75 columns. */
void output_formats_text(const struct comparison *comparison, unsigned int metrics, FILE *out);

/** output_formats_md() - the same in Markdown; cells from files are escaped. */
void output_formats_md(const struct comparison *comparison, unsigned int metrics, FILE *out);

/** output_formats_csv() - a line a machine, point and metric, also of those not comparable;
 * docs/CSV.md. */
void output_formats_csv(const struct comparison *comparison, unsigned int metrics, FILE *out);

/** output_formats_csv_describe() - its columns as Markdown, for docs/CSV.md. */
void output_formats_csv_describe(FILE *out);

/** output_formats_json() - all of it, as one object; docs/CSV.md names the keys. */
void output_formats_json(const struct comparison *comparison, unsigned int metrics, FILE *out);

/** output_formats_lkp() - the columns that readers of the kernel test robot's mails know. */
void output_formats_lkp(const struct comparison *comparison, unsigned int metrics, FILE *out);

#endif
