/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changes of all machines and points, grouped by kernel. */
#ifndef PTEBENCH_SITE_ALERTS_H
#define PTEBENCH_SITE_ALERTS_H

#include <stdio.h>

#include "sitemap.h"

/** site_alerts_headline() - write the number of open alerts, and that expected by chance. */
void site_alerts_headline(const struct sitemap *map, FILE *out);

/** site_alerts_write() - write a section with each group and its members. */
void site_alerts_write(const struct sitemap *map, FILE *out);

#endif
