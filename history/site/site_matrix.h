/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Machines by cases: one table a metric. */
#ifndef PTEBENCH_SITE_MATRIX_H
#define PTEBENCH_SITE_MATRIX_H

#include <stdio.h>

#include "sitemap.h"

/** site_matrix_write() - sections of all metrics that were measured, and what filters them. */
void site_matrix_write(const struct sitemap *map, FILE *out);

#endif
