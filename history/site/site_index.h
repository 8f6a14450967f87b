/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page that leads to all others. */
#ifndef PTEBENCH_SITE_INDEX_H
#define PTEBENCH_SITE_INDEX_H

#include <stdio.h>

#include "sitemap.h"

/** site_index_write() - headline, changes by kernel, machines, and all cases. */
void site_index_write(const struct sitemap *map, FILE *out);

#endif
