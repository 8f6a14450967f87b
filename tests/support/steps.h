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

enum { STEPS_STAND_MOST = 5 };

/**
 * struct steps_alarms - of series of noise, looked at after each run, with a --stand of n.
 * @ever: [n]: share of series with a look that finds a change, in either direction.
 * @begun: [n]: how often an alert begins in a series without one, a look and series.
 */
struct steps_alarms {
	double ever[STEPS_STAND_MOST + 1], begun[STEPS_STAND_MOST + 1];
};

/**
 * steps_alarms() - of @rounds series, of which @first to @last values are looked at.
 * @sd: of the noise, in ln. @margin: as a ratio less 1.
 */
struct steps_alarms steps_alarms(enum steps_noise noise, double sd, double margin, size_t first,
				 size_t last, size_t rounds, unsigned long seed);

/**
 * struct steps_delay - an alert at most 5 values off the place of a step, with a --stand of n.
 * @found: [n]: share of series with one within 40 runs.
 * @median, @most: [n]: median and 90th percentile of the number of runs that it takes, the first of
 *                 the step included; infinite: not within 40.
 */
struct steps_delay {
	double found[STEPS_STAND_MOST + 1], median[STEPS_STAND_MOST + 1],
		most[STEPS_STAND_MOST + 1];
};

/**
 * steps_delay() - of @rounds series of normal noise: 60 values, then a step.
 * @step: in SD. @length: so many values are at the new level, 1 to 40; those after it as before.
 */
struct steps_delay steps_delay(double step, size_t length, size_t rounds, unsigned long seed);

#endif
