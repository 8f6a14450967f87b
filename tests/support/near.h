/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Assertions on floating-point numbers. A failure prints both. */
#ifndef PTEBENCH_NEAR_H
#define PTEBENCH_NEAR_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/** assert_near() - @value lies at most @tolerance off @expected; NAN is never near. */
#define assert_near(value, expected, tolerance)                                                    \
	near_assert(value, expected, tolerance, #value, __FILE__, __LINE__)

/** assert_between() - @least <= @value <= @most. */
#define assert_between(value, least, most)                                                         \
	near_assert(value, ((least) + (most)) / 2, ((most) - (least)) / 2, #value, __FILE__,       \
		    __LINE__)

static inline void near_assert(double value, double expected, double tolerance, const char *what,
			       const char *file, int line)
{
	if (fabs(value - expected) <= tolerance)
		return;
	print_error("%s is %.15g, not %.15g +- %.3g\n", what, value, expected, tolerance);
	_fail(file, line);
}

#endif
