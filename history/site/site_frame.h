/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all pages of a site have in common: what stands around them, and how things are called. */
#ifndef PTEBENCH_SITE_FRAME_H
#define PTEBENCH_SITE_FRAME_H

#include <stdio.h>

#include "history/alerts.h"

/**
 * site_frame_begin() - up to the first section.
 * @title: of files. @is_wide: may the page be as wide as the window?
 */
void site_frame_begin(FILE *out, const char *title, bool is_wide);

/** site_frame_end() - after the last section. */
void site_frame_end(FILE *out);

/** site_frame_figure() - "time", "instructions:k", "cycles:k"; "instructions" where the machine's
 * clock counts them. */
const char *site_frame_figure(const struct dataset_machine *machine, enum csv_reader_metric metric);

/** site_frame_unit() - as what format_value() writes a metric of a machine. */
enum csv_reader_metric site_frame_unit(const struct dataset_machine *machine,
				       enum csv_reader_metric metric);

/** site_frame_plural() - "s", but "" for one. */
const char *site_frame_plural(size_t count);

/** site_frame_kernel() - a release, with the version where one points at it. */
void site_frame_kernel(FILE *out, const struct dataset_kernel *kernel);

/** site_frame_effect() - a cell: "+5.1%", in the colour of what is worse or better. */
void site_frame_effect(FILE *out, double ln_ratio);

/** site_frame_state() - an alert's sign and word; nothing for one that is over. */
void site_frame_state(FILE *out, enum alerts_state state);

/** site_frame_sign() - the sign alone: a character that is named to who cannot see it. */
void site_frame_sign(FILE *out, enum alerts_state state);

#endif
