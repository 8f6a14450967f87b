/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Static pages of a dataset, for a browser without a server. */
#ifndef PTEBENCH_SITE_H
#define PTEBENCH_SITE_H

#include "history/alerts.h"

/** struct site_result - numbers of pages; of files new or changed; of obsolete files removed. */
struct site_result {
	size_t pages, written, removed;
};

/**
 * site_write() - write the index, and a page for each machine and point.
 * @folder: of the pages; created if missing.
 * @since: glob of the releases that the index compares with; NULL: all releases.
 *
 * Leaves unchanged pages alone, and replaces others atomically. Dies (EXIT_FAILED) if it cannot
 * write, or if the folder has files but no site.
 */
struct site_result site_write(const struct dataset *dataset, const struct alerts *alerts,
			      const char *folder, const char *since);

#endif
