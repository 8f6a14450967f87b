/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Index page of a site. */
#ifndef PTEBENCH_SITE_INDEX_H
#define PTEBENCH_SITE_INDEX_H

#include <stdio.h>

#include "sitemap.h"

/** site_index_write() - write headline, changes by kernel, machines, and all cases. */
void site_index_write(const struct sitemap *map, FILE *out);

#endif
