/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Check mode of a program: its cases with oracles, reported as KTAP. */
#ifndef PTEBENCH_KTAP_H
#define PTEBENCH_KTAP_H

#include <stdio.h>

#include "base/globlist.h"
#include "measure/supervise.h"

/**
 * ktap_expand() - list the checks: each case of a plan once for each folio size, on small regions;
 * cases of exclusive memory also on forked, mixed and half exclusive memory.
 * @globs: none: all. A glob chooses what it matches: a check; all checks of a point, whatever its
 *	size or number; or of "POINT/SHARING" the one.
 * @ret_checks: their IDs are those of the points, with the size that is checked, and the sharing at
 *	the end.
 */
void ktap_expand(const struct plan *plan, const struct globlist *globs, struct plan *ret_checks);

/**
 * ktap_run() - run the checks; KTAP (Documentation/dev-tools/ktap.rst) to @out.
 * @how: its time limit is that of each check.
 * @ret_failures: receives the number of checks that were not ok.
 *
 * Return: as supervise_run(); -ENOENT if there are none.
 */
int ktap_run(const struct plan *checks, const struct supervise_session *how, FILE *out,
	     unsigned int *ret_failures, struct reason *ret_reason);

#endif
