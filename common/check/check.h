/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs one case with oracles in place of the clock. */
#ifndef PTEBENCH_CHECK_H
#define PTEBENCH_CHECK_H

#include "after_op.h"

/**
 * check_run() - build the state, run set-up, op and undo, look after each, several times over: with
 * and without undo, with the child that shares the pages ended and alive.
 * @point: its knobs are set; its regions are small.
 * @cpu: CPU to run on.
 * @ret_result: receives what came of it; zeroed before.
 */
void check_run(const struct plan_point *point, int cpu, struct after_op_result *ret_result);

#endif
