/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Simulates how often tests are right about times that we draw ourselves, so that the truth is
 * known.
 */
#ifndef PTEBENCH_SIMULATION_H
#define PTEBENCH_SIMULATION_H

#include <stddef.h>

/**
 * struct simulation_model - how the time of a call comes about. Effects are in ln, so 0.01 is 1%.
 * @boot_sd, @process_sd, @sample_sd: of the normal effect of each boot, process and sample.
 * @spike_share: of the samples, in 0 to 1, that take @spike longer.
 * @processes: of a boot. @samples: of a process.
 */
struct simulation_model {
	double boot_sd, process_sd, sample_sd;
	double spike_share, spike;
	size_t processes, samples;
};

/**
 * simulation_usual() - boot SD 1%, process SD 0.5%, sample SD 2%; 2% of the samples take 20%
 * longer; 5 processes of 20 samples.
 */
struct simulation_model simulation_usual(void);

/**
 * struct simulation_rates - shares of the rounds, 0 to 1.
 * @mann_whitney: a difference was found at 5% by Mann-Whitney on the samples of all boots, pooled.
 * @welch_processes: by Welch on the ln medians of all processes.
 * @welch_boots: by Welch on boots, a boot being the mean over its processes of ln medians.
 * @moderated: by moderated t on boots.
 * @welch_covers, @moderated_covers: the 95% interval of the last two holds the true difference.
 */
struct simulation_rates {
	double mann_whitney, welch_processes, welch_boots, moderated;
	double welch_covers, moderated_covers;
};

/**
 * simulation_rates() - compare A with B again and again.
 * @boots: of each side, at least 2.
 * @effect: ln of the true B/A.
 * @rounds: comparisons. Each 100 of them, like the cases of one run, share a prior; the rest of a
 * division by 100 is not simulated.
 */
struct simulation_rates simulation_rates(const struct simulation_model *model, size_t boots,
					 double effect, size_t rounds, unsigned long seed);

/** simulation_mann_whitney() - two-sided p by the normal approximation; sorts both; no ties. */
double simulation_mann_whitney(double *a, size_t count_a, double *b, size_t count_b);

/**
 * simulation_welch_size() - how often Welch really finds a difference at a nominal 5%, when there
 * is none, on @n normal values a side with one variance.
 *
 * With B = s_A^2 / (s_A^2 + s_B^2): t is Student's with 2n - 2 degrees of freedom, and it does not
 * depend on B, which is Beta((n-1)/2, (n-1)/2). Welch's degrees of freedom, (n-1)/(B^2 + (1-B)^2),
 * depend on B alone. So the size is the mean over B of P(|t| > t[.975, df(B)]). Because df(B) is
 * 2n - 2 at most, it is below 5%.
 */
double simulation_welch_size(size_t n);

/**
 * struct simulation_family - cases that are judged together.
 * @cases: how many; of them @affected differ by @effect, in ln, every other one downwards.
 * @sd: a case's variance of boots is sd^2 f0 / chi-square(f0), drawn for each.
 */
struct simulation_family {
	size_t cases, affected;
	double effect, sd, f0;
};

/** simulation_usual_family() - 200 cases, 40 with effects of 3%; sd 1.1% with f0 8. */
struct simulation_family simulation_usual_family(void);

/**
 * struct simulation_discovery - what Benjamini-Hochberg at q <= .05 made of families of cases.
 * @power: share of the affected that were found; NAN when there are none.
 * @fdr: mean over families of the share of the found that is not affected, 0 where none is found.
 * @covers: share of the cases whose 95% interval holds the true difference.
 */
struct simulation_discovery {
	double power, fdr, covers;
};

/**
 * simulation_discovery() - judge @rounds families, whose boots are drawn as such.
 * @boots: of each side, at least 2.
 * @margin: p is of a difference beyond it, in ln; 0 or more.
 * @ret_welch, @ret_moderated: receive what each of the two found in the same numbers.
 */
void simulation_discovery(const struct simulation_family *family, size_t boots, double margin,
			  size_t rounds, unsigned long seed, struct simulation_discovery *ret_welch,
			  struct simulation_discovery *ret_moderated);

#endif
