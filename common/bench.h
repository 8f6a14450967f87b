/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The only header of common/ that a program of bench/ includes. */
#ifndef PTEBENCH_BENCH_H
#define PTEBENCH_BENCH_H

#include "state/region.h"
#include "case.h"
#include "state/special_ptes.h"
#include "measure/ops.h"
#include "state/exclusivity.h"
#include "base/size.h"
#include "state/touch.h"

/** bench_main() - main() of a benchmark program: options, plan, measurement, rows. */
int bench_main(int argc, char **argv, const struct case_program *program);

#endif
