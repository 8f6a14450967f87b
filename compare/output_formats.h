/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ways in which a comparison is written. */
#ifndef PTEBENCH_OUTPUT_FORMATS_H
#define PTEBENCH_OUTPUT_FORMATS_H

#include "comparison.h"

/**
 * struct output_formats_entry - one way.
 * @print: write all of it; @metrics: bit mask of 1 << csv_reader_metric, those that are asked for.
 */
struct output_formats_entry {
	const char *name;
	void (*print)(const struct comparison *comparison, unsigned int metrics, FILE *out);
};

/** output_formats_find() - by name: text, md, csv, json, lkp; NULL when there is none. */
const struct output_formats_entry *output_formats_find(const char *name);

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
