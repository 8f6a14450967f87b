/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs one case with oracles in place of the clock. */
#ifndef PTEBENCH_CHECK_H
#define PTEBENCH_CHECK_H

#include "after_op.h"

/**
 * check_run() - build the state, run set-up, op and undo, check after each. Does so several times:
 * with and without undo, with the child that shares the pages ended and alive.
 * @point: its knobs are set; its regions are small.
 * @ret_result: zeroed.
 */
void check_run(const struct plan_point *point, int cpu, struct after_op_result *ret_result);

#endif
