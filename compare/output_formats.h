/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes a comparison in one of the formats of compare. */
#ifndef PTEBENCH_OUTPUT_FORMATS_H
#define PTEBENCH_OUTPUT_FORMATS_H

#include "formats.h"
#include "comparison.h"

/**
 * output_formats_write() - write a comparison.
 * @format: one of compare. @metrics: bit mask of 1 << csv_reader_metric: those to show.
 */
void output_formats_write(enum formats_id format, const struct comparison *comparison,
			  unsigned int metrics, FILE *out);

/** output_formats_csv_describe() - print the columns of the CSV as Markdown, for docs/CSV.md. */
void output_formats_csv_describe(FILE *out);

/*
 * The writers. Text and Markdown: tables, of plain ASCII; cells from files are escaped. CSV: a line
 * per machine, point and metric, also of what is not comparable. JSON: all of it (see docs/CSV.md).
 * LKP: the columns of the kernel test robot's mails.
 */
void output_formats_text(const struct comparison *comparison, unsigned int metrics, FILE *out);
void output_formats_md(const struct comparison *comparison, unsigned int metrics, FILE *out);
void output_formats_csv(const struct comparison *comparison, unsigned int metrics, FILE *out);
void output_formats_json(const struct comparison *comparison, unsigned int metrics, FILE *out);
void output_formats_lkp(const struct comparison *comparison, unsigned int metrics, FILE *out);

#endif
