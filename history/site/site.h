/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Static pages of a dataset, for a browser without a server. */
#ifndef PTEBENCH_SITE_H
#define PTEBENCH_SITE_H

#include "history/alerts.h"
#include "history/since.h"

/**
 * struct site_options - @folder: where the pages go; it is made when it is not there.
 * @since: glob of the releases that the index compares with; NULL: all that are releases.
 */
struct site_options {
	const char *folder, *since;
};

/**
 * struct site_result - @pages: of the site; @written: of these, those that were not there as they
 * are now; @removed: pages of before that nothing leads to any more.
 */
struct site_result {
	size_t pages, written, removed;
};

/**
 * site_write() - the index, and a page for each machine and point.
 *
 * A page that is there already with the same content is left alone; each other is replaced when it
 * is whole. Dies (EXIT_FAILED) when it cannot write, or when the folder holds files but no site.
 */
struct site_result site_write(const struct dataset *dataset, const struct alerts *alerts,
			      const struct site_options *options);

#endif
