/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one header of common/ that a program of bench/ includes. */
#ifndef PTEBENCH_BENCH_H
#define PTEBENCH_BENCH_H

#include "state/region.h"
#include "case.h"
#include "state/special_ptes.h"
#include "measure/ops.h"
#include "state/exclusivity.h"
#include "base/size.h"
#include "state/touch.h"

/* What a program of bench/ defines. main() is in bench.c: options, plan, measurement, rows. */
extern const struct case_program bench_program;

#endif
