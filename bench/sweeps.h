/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sweeps that the case tables of several programs share. */
#ifndef PTEBENCH_SWEEPS_H
#define PTEBENCH_SWEEPS_H

#include "bench.h"

/* Region sizes: 64M, and 4M (in cache) and 1G (to compare with published figures) in --full. */
extern const struct case_value sweeps_main_sizes[];

/*
 * Of cases that build the state anew for each sample, of which most of their time goes: 4M, and
 * more in --full.
 */
extern const struct case_value sweeps_rebuilt_sizes[], sweeps_4m_64m[];

/* Of clone(2), whose fixed cost 4M would show, and of all but the main cases. */
extern const struct case_value sweeps_16m_sizes[], sweeps_16m_64m[];

/* The main sizes and 4K, 64K, 1M, 16M, 4G: for the fit of cost per call and per page. */
extern const struct case_value sweeps_all_sizes[];

/* One size. */
extern const struct case_value sweeps_64k[], sweeps_1m[], sweeps_4m[];

/* Threads, all but one of them spinning: powers of 2. */
extern const struct case_value sweeps_threads[];

#endif
