/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Static pages of a dataset, for a browser without a server. */
#ifndef PTEBENCH_SITE_H
#define PTEBENCH_SITE_H

#include "history/alerts.h"
#include "history/since.h"

/**
 * struct site_options - @folder: of the pages; created if missing.
 * @since: glob of the releases that the index compares with; NULL: all releases.
 */
struct site_options {
	const char *folder, *since;
};

/**
 * struct site_result - @pages: number of pages; @written: new and changed ones; @removed: obsolete
 * ones.
 */
struct site_result {
	size_t pages, written, removed;
};

/**
 * site_write() - write the index, and a page for each machine and point.
 *
 * Leaves unchanged pages alone, and replaces others atomically. Dies (EXIT_FAILED) if it cannot
 * write, or if the folder has files but no site.
 */
struct site_result site_write(const struct dataset *dataset, const struct alerts *alerts,
			      const struct site_options *options);

#endif
