/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Simulates whole comparisons in situations that labs are in, where the truth is known. */
#ifndef PTEBENCH_SITUATIONS_H
#define PTEBENCH_SITUATIONS_H

#include <stddef.h>

/**
 * struct situation - how boots come about. Effects are in ln, so 0.01 is 1%.
 * @boots: of A and of B. @invocations: of each in each boot, if A and B share the boots; else 0.
 *	    Their SD is .3%. @knob: SD over these boots of what B differs from A by.
 * @order: of them by time, as "ABBA"; NULL: A and B take turns.
 * @sd: SD of boots of a case: sd exp(.4 normal). Processes, @processes a boot (0: three), have .5%.
 * @noisy: boots of B have so many times this SD, in a share @noisy_share of the cases.
 * @drift: from the first boot to the last. @bends: the drift turns back at half time.
 * @kinds: boots are of two kinds, at random and so far apart, in a share @kinds_share of the cases.
 * @bad: one boot of B is off by so much in all cases.
 * @tick: of the clock, as a part of what is measured.
 * @shared: so much of the variance of boots is common to all cases.
 * @effect: of the first @affected cases, of each other one downwards.
 */
struct situation {
	size_t boots[2], processes;
	const char *order;
	double sd, noisy, noisy_share, drift;
	int bends;
	size_t invocations;
	double knob, kinds, kinds_share, bad, tick, shared, effect;
	size_t affected;
};

/** situation_usual() - SD 1%, nothing else. */
struct situation situation_usual(size_t a, size_t b);

/**
 * struct situation_rates - shares, 0 to 1; NAN where nothing was there to count.
 * @false_sets: sets with a verdict F or S on a case that did not change.
 * @covers: cases whose interval holds the true change. @power: changed cases that were found.
 * @found_mde: a change of exactly the size that a first comparison printed as MDE was found by a
 *             second one, of the same cases; one of each set is changed besides those affected.
 * @half_width: mean half width of the intervals, in ln.
 * @ordered: the boots took turns, by the program.
 */
struct situation_rates {
	double false_sets, covers, power, found_mde, half_width;
	int ordered;
};

/** situation_rates() - judge @sets sets of 100 cases with a margin of 1%. */
struct situation_rates situation_rates(const struct situation *situation, size_t sets,
				       unsigned long seed);

/**
 * situation_plan_finds() - share of @sets in which the design that --plan names finds the change.
 * @boots: of the set that is planned from, of three processes each; @sd: see struct situation.
 * @see: ratio less 1 of the one case of 100 that changes.
 */
double situation_plan_finds(size_t boots, double sd, double see, size_t sets, unsigned long seed);

#endif
