/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Simulates how often the changes of level that history finds (changepoint.h, segments.h) are
 * right: about series that we draw ourselves, so that the truth is known.
 */
#ifndef PTEBENCH_STEPS_H
#define PTEBENCH_STEPS_H

#include <stddef.h>

/**
 * enum steps_noise - of SD 1, but for spikes.
 * @STEPS_HEAVY: Student's t with 3 degrees of freedom. @STEPS_SPIKES: normal; 5% are 5 more.
 * @STEPS_AR3, @STEPS_AR6: AR(1), of normal noise, with rho .3 and .6.
 */
enum steps_noise { STEPS_NORMAL, STEPS_HEAVY, STEPS_SPIKES, STEPS_AR3, STEPS_AR6, STEPS_NOISES };

/** steps_noise_name() - "normal", ... */
const char *steps_noise_name(enum steps_noise noise);

/**
 * struct steps_false - shares of series of noise.
 * @changed: in which any change is found. @tagged: that segments.h calls autocorrelated.
 * @untagged: in which a change is found and nothing says that they are.
 */
struct steps_false {
	double changed, tagged, untagged;
};

/** steps_false() - of @rounds series of @n values, 5000 at most. */
struct steps_false steps_false(enum steps_noise noise, size_t n, size_t rounds, unsigned long seed);

/**
 * struct steps_found - of series with one step.
 * @found: share with a change in its direction that is at most 5 values off its place.
 * @off: of these, by how many values, in the mean. @exact: share of these that are right on it.
 * @covered: where there is any change in its direction, however far: share of the nearest ones
 *           whose place's 95% interval (segments.h) holds the step. @width: values in that
 * interval.
 */
struct steps_found {
	double found, off, exact, covered, width;
};

/**
 * steps_found() - of @rounds series of normal noise.
 * @before, @after: values; together 5000 at most. @step: between them, in SD.
 */
struct steps_found steps_found(size_t before, size_t after, double step, size_t rounds,
			       unsigned long seed);

#endif
