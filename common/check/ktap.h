/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Check mode of a program: its cases with oracles, reported as KTAP. */
#ifndef PTEBENCH_KTAP_H
#define PTEBENCH_KTAP_H

#include <stdio.h>

#include "base/globlist.h"
#include "measure/plan.h"

/**
 * ktap_expand() - what is checked: each case of a plan once for each folio size, on small
 * regions; those of exclusive memory also on forked, mixed and half exclusive memory.
 * @ret_checks: ids are as those of points, with the sharing at the end.
 */
void ktap_expand(const struct plan *plan, struct plan *ret_checks);

/**
 * ktap_run() - run them one after the other; KTAP to @out.
 * @checks: of ktap_expand().
 * @globs: that ids must match; none: all.
 * @cpu: CPU to run on.
 * @time_limit_s: for each.
 * @ret_failures: receives how many were not ok.
 * @ret_reason: receives which knob could not be put back, on error.
 *
 * Source: Documentation/dev-tools/ktap.rst.
 *
 * Return: as supervise_run(); -ENOENT when nothing matches.
 */
int ktap_run(const struct plan *checks, const struct globlist *globs, int cpu,
	     unsigned int time_limit_s, FILE *out, unsigned int *ret_failures,
	     struct reason *ret_reason);

#endif
