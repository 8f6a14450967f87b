/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cases for tests of verdicts. */
#ifndef PTEBENCH_VERDICTS_H
#define PTEBENCH_VERDICTS_H

#include "compare/verdict.h"

#define VERDICTS_MARGIN log(1.01)
#define VERDICTS_SEE log(1.03)

enum { VERDICTS_CASES = 24 };

/** verdicts_moments() - of @n values. */
struct stats_moments verdicts_moments(size_t n, double mean, double sd);

/** verdicts_case() - a case whose B/A is @ratio, with @n units a side of SD @sd. */
struct verdict verdicts_case(size_t n, double ratio, double sd);

/** verdicts_fill() - copy @on to @count points. */
void verdicts_fill(struct verdict *points, size_t count, const struct verdict *on);

#endif
