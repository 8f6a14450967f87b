/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables of machines by cases, one per metric. */
#ifndef PTEBENCH_SITE_MATRIX_H
#define PTEBENCH_SITE_MATRIX_H

#include <stdio.h>

#include "sitemap.h"

/** site_matrix_write() - write a section per measured metric, and the filter. */
void site_matrix_write(const struct sitemap *map, FILE *out);

#endif
