/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ways in which a comparison is written. */
#ifndef PTEBENCH_FORMATS_H
#define PTEBENCH_FORMATS_H

#include "judge.h"

/**
 * struct format - one way.
 * @print: write all of it; @figures: bit mask of 1 << samples_figure, those that are asked for.
 */
struct format {
	const char *name;
	void (*print)(const struct judgement *judgement, unsigned int figures, FILE *out);
};

/** formats_find() - by name: text, md, csv, json, lkp; NULL when there is none. */
const struct format *formats_find(const char *name);

/** format_text() - tables for a mail, plain ASCII, at most 75 columns. */
void format_text(const struct judgement *judgement, unsigned int figures, FILE *out);

/** format_md() - the same in Markdown; cells from files are escaped. */
void format_md(const struct judgement *judgement, unsigned int figures, FILE *out);

/** format_csv() - a line a machine, point and figure, also of those not comparable; docs/CSV.md. */
void format_csv(const struct judgement *judgement, unsigned int figures, FILE *out);

/** format_csv_describe() - its columns as Markdown, for docs/CSV.md. */
void format_csv_describe(FILE *out);

/** format_json() - all of it, as one object; docs/CSV.md names the keys. */
void format_json(const struct judgement *judgement, unsigned int figures, FILE *out);

/** format_lkp() - the columns that readers of the kernel test robot's mails know. */
void format_lkp(const struct judgement *judgement, unsigned int figures, FILE *out);

#endif
