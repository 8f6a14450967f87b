/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frame and terms that all pages of a site share. */
#ifndef PTEBENCH_SITE_FRAME_H
#define PTEBENCH_SITE_FRAME_H

#include <stdio.h>

#include "history/alerts.h"

/**
 * site_frame_begin() - write all before the first section.
 * @title: untrusted. @is_wide: the page may fill the window's width.
 */
void site_frame_begin(FILE *out, const char *title, bool is_wide);

/** site_frame_end() - write all after the last section. */
void site_frame_end(FILE *out);

/** site_frame_figure() - "time", "instructions:k", "cycles:k"; "instructions" if the machine's
 * clock counts them. */
const char *site_frame_figure(const struct dataset_machine *machine, enum csv_reader_metric metric);

/** site_frame_unit() - metric as which format_value() writes one of this machine. */
enum csv_reader_metric site_frame_unit(const struct dataset_machine *machine,
				       enum csv_reader_metric metric);

/** site_frame_plural() - "s", but "" for one. */
const char *site_frame_plural(size_t count);

/** site_frame_kernel() - write a release, with the version as tooltip. */
void site_frame_kernel(FILE *out, const struct dataset_kernel *kernel);

/** site_frame_effect() - write a cell: "+5.1%", coloured for worse or better. */
void site_frame_effect(FILE *out, double ln_ratio);

/** site_frame_state() - write an alert's sign and word; nothing if it is over. */
void site_frame_state(FILE *out, enum alerts_state state);

/** site_frame_sign() - write only the sign, with a label for screen readers. */
void site_frame_sign(FILE *out, enum alerts_state state);

#endif
