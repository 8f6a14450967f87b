/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Footer and terms that all pages of a site share. */
#ifndef PTEBENCH_TERMS_H
#define PTEBENCH_TERMS_H

#include <stdio.h>

#include "history/alerts.h"

/** terms_end() - write the footer and the end of a page. */
void terms_end(FILE *out);

/** terms_metric() - "time", or "instructions" if the clock counts them; "instructions:k";
 * "cycles:k". */
const char *terms_metric(const struct dataset_machine *machine, enum csv_reader_metric metric);

/** terms_unit() - metric as which to pass a value of this machine to format_value(). */
enum csv_reader_metric terms_unit(const struct dataset_machine *machine,
				  enum csv_reader_metric metric);

/** terms_plural() - "s", but "" for one. */
const char *terms_plural(size_t count);

/** terms_kernel() - write a release, with the version as tooltip. */
void terms_kernel(FILE *out, const struct dataset_kernel *kernel);

/** terms_place() - write the kernels that may have brought a change: "6.1", or "6.1 to 6.4". */
void terms_place(FILE *out, const struct dataset *dataset, const struct dataset_series *series,
		 const struct segments_change *change);

/** terms_effect() - write a cell: "+5.1%", coloured for worse or better. */
void terms_effect(FILE *out, double ln_ratio);

/** terms_new() - write why an alert is new; nothing if it is not. */
void terms_new(FILE *out, const struct dataset *dataset, const struct alerts *alerts,
	       const struct alerts_alert *alert);

/** terms_state() - write an alert's sign and word, and why it is new. */
void terms_state(FILE *out, const struct dataset *dataset, const struct alerts *alerts,
		 const struct alerts_alert *alert);

/** terms_sign() - write only the sign, with a label for screen readers; nothing if it is over. */
void terms_sign(FILE *out, enum alerts_state state);

#endif
