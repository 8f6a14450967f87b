/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The changes of all machines and points, by the kernel with which they came. */
#ifndef PTEBENCH_SITE_ALERTS_H
#define PTEBENCH_SITE_ALERTS_H

#include <stdio.h>

#include "sitemap.h"

/** site_alerts_headline() - how many are open, and how many would be there by chance. */
void site_alerts_headline(const struct sitemap *map, FILE *out);

/** site_alerts_write() - a section with each group and its members. */
void site_alerts_write(const struct sitemap *map, FILE *out);

#endif
