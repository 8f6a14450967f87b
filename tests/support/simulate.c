// SPDX-License-Identifier: GPL-2.0-or-later
/* Simulates how often each method is right: the tables of docs/STATISTICS.md. */
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/die.h"
#include "simulation.h"
#include "situations.h"
#include "steps.h"

enum { ROUNDS_A_FAMILY = 10, ROUNDS_A_SET = 20 };

static void print_rates(size_t rounds, unsigned long seed)
{
	static const size_t boots[] = { 3, 5, 8 };
	const struct simulation_model model = simulation_usual();

	printf("A/A: how often a difference is found at a nominal 5%%; and how often the 95%%\n"
	       "interval holds a true difference of 3%%. %zu comparisons a row, seed %lu.\n"
	       "SD of boots %g%%, processes %g%%, samples %g%%; %g%% of the samples %+.0f%%; "
	       "%zu processes a boot,\n%zu samples a process. Moderated: priors of 100 cases.\n\n",
	       rounds, seed, model.boot_sd * 100, model.process_sd * 100, model.sample_sd * 100,
	       model.spike_share * 100, expm1(model.spike) * 100, model.processes, model.samples);
	printf("boots  Mann-Whitney  Welch on   Welch on  (in theory)  moderated  covers: Welch  "
	       "moderated\n"
	       "       on samples    processes  boots                  on boots   on boots       "
	       "on boots\n");
	for (size_t i = 0; i < sizeof(boots) / sizeof(boots[0]); i++) {
		struct simulation_rates same =
			simulation_rates(&model, boots[i], 0, rounds, seed + 2 * i);
		struct simulation_rates other =
			simulation_rates(&model, boots[i], log(1.03), rounds, seed + 2 * i + 1);

		printf("%5zu  %11.1f%%  %8.1f%%  %7.1f%%  %10.1f%%  %8.1f%%  %12.1f%%  %8.1f%%\n",
		       boots[i], same.mann_whitney * 100, same.welch_processes * 100,
		       same.welch_boots * 100, simulation_welch_size(boots[i]) * 100,
		       same.moderated * 100, other.welch_covers * 100,
		       other.moderated_covers * 100);
	}
}

static void print_discovery(double margin, size_t rounds, unsigned long seed)
{
	const struct simulation_family family = simulation_usual_family();

	printf("\nA/B, margin %g%%: %zu families of %zu cases, %zu of them with effects of "
	       "+-%g%%,\n"
	       "boot SD %g%% with f0 = %g; Benjamini-Hochberg at q <= .05.\n\n",
	       expm1(margin) * 100, rounds, family.cases, family.affected,
	       expm1(family.effect) * 100, family.sd * 100, family.f0);
	printf("boots  power: Welch  moderated  false discoveries: Welch  moderated  "
	       "covers: Welch  moderated\n");
	for (size_t boots = 3; boots <= 6; boots++) {
		struct simulation_discovery welch, moderated;

		simulation_discovery(&family, boots, margin, rounds, seed + boots, &welch,
				     &moderated);
		printf("%5zu  %12.2f  %9.2f  %24.3f  %9.3f  %12.1f%%  %8.1f%%\n", boots,
		       welch.power, moderated.power, welch.fdr, moderated.fdr, welch.covers * 100,
		       moderated.covers * 100);
	}
}

static void print_false_changes(size_t rounds, unsigned long seed)
{
	static const size_t lengths[] = { 20, 50, 150 };

	printf("\nSeries in which nothing changes: %zu a row, margin 0. Those in which a change "
	       "is\n"
	       "found; those tagged as autocorrelated; those with a change and no tag.\n\n"
	       "noise          n  changed  tagged  changed, untagged\n",
	       rounds);
	for (int noise = 0; noise < STEPS_NOISES; noise++)
		for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
			struct steps_false rates = steps_false((enum steps_noise)noise, lengths[i],
							       rounds, seed + lengths[i]);

			printf("%-10s %5zu  %6.1f%%  %5.1f%%  %16.1f%%\n",
			       steps_noise_name((enum steps_noise)noise), lengths[i],
			       rates.changed * 100, rates.tagged * 100, rates.untagged * 100);
		}
}

static void print_steps(size_t rounds, unsigned long seed)
{
	static const double steps[] = { 1, 1.5, 2, 3 };
	static const size_t after[] = { 6, 10, 20 };
	enum { BEFORE = 40 };

	printf("\nOne step after %d values: %zu series a row, margin 0. Found: at most 5 values "
	       "off "
	       "its\nplace; of these, by how many in the mean, and how many are right on it. Of "
	       "all "
	       "changes in its\ndirection: the interval of the place holds it, and how wide that "
	       "is.\n\nstep  values after  found    off  exact  covered  width\n",
	       BEFORE, rounds);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		for (size_t k = 0; k < sizeof(after) / sizeof(after[0]); k++) {
			struct steps_found rates =
				steps_found(BEFORE, after[k], steps[i], rounds, seed + 10 * i + k);

			printf("%4.1f  %12zu  %4.0f%%  %5.2f  %4.0f%%  %6.1f%%  %5.1f\n", steps[i],
			       after[k], rates.found * 100, rates.off, rates.exact * 100,
			       rates.covered * 100, rates.width);
		}
}

static void print_share(const double *of_stand, double scale)
{
	for (size_t stand = 1; stand <= STEPS_STAND_MOST; stand++)
		printf(" %6.2f", of_stand[stand] * scale);
}

static void print_looks(size_t rounds, unsigned long seed)
{
	static const struct {
		enum steps_noise noise;
		double sd, margin;
	} rows[] = { { STEPS_NORMAL, 1, 0 },	    { STEPS_HEAVY, 1, 0 },
		     { STEPS_AR3, 1, 0 },	    { STEPS_AR6, 1, 0 },
		     { STEPS_NORMAL, 0.01, 0.01 },  { STEPS_NORMAL, 0.007, 0.01 },
		     { STEPS_NORMAL, 0.005, 0.01 }, { STEPS_AR3, 0.01, 0.01 } };

	printf("\nLooks after each of runs 20 to 150 at series in which nothing changes, %zu a "
	       "row,\n--stand 1 to %d: in how many (%%) a change is found at some time; alerts "
	       "that begin,\na thousand series and looks.\n\n",
	       rounds, STEPS_STAND_MOST);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct steps_alarms alarms = steps_alarms(rows[i].noise, rows[i].sd, rows[i].margin,
							  20, 150, rounds, seed + i);

		printf("%-9s SD %4.1f%% margin %.0f%%", steps_noise_name(rows[i].noise),
		       100 * rows[i].sd, 100 * rows[i].margin);
		print_share(alarms.ever, 100);
		printf("  |");
		print_share(alarms.begun, 1000);
		printf("\n");
	}
}

static void print_delays(size_t rounds, unsigned long seed)
{
	static const struct {
		double step;
		size_t length;
	} rows[] = { { 1.5, 40 }, { 2, 40 }, { 3, 40 }, { 5, 40 }, { 5, 2 },
		     { 5, 3 },	  { 5, 4 },  { 5, 5 },	{ 5, 6 },  { 5, 8 } };

	printf("\nLooks after each run at a step after 60 values, %zu series a row, --stand 1 to "
	       "%d:\nruns until the alert, median and 90%%; in how many there is one (%%).\n\n",
	       rounds, STEPS_STAND_MOST);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct steps_delay delay =
			steps_delay(rows[i].step, rows[i].length, rounds, seed + i);

		printf("%3.1f SD, %2zu runs", rows[i].step, rows[i].length);
		print_share(delay.median, 1);
		printf("  |");
		print_share(delay.most, 1);
		printf("  |");
		print_share(delay.found, 100);
		printf("\n");
	}
}

static void print_situation(const char *name, const struct situation *situation, size_t sets,
			    unsigned long seed)
{
	struct situation_rates rates = situation_rates(situation, sets, seed);

	printf("%-36s %6.1f%% %7.1f%%", name, rates.false_sets * 100, rates.covers * 100);
	if (situation->affected)
		printf(" %6.1f%%", rates.power * 100);
	else
		printf("       -");
	printf(" %7.1f%% %7.2f%%  %s\n", rates.found_mde * 100, rates.half_width * 100,
	       rates.ordered ? "" : "order");
}

/* Prints one row without a change and, if there is an @effect, one with it. */
static void print_both(const char *name, struct situation situation, double effect, size_t sets,
		       unsigned long seed)
{
	char changed[64];

	print_situation(name, &situation, sets, seed);
	if (!(effect > 0))
		return;
	situation.effect = effect;
	situation.affected = 20;
	snprintf(changed, sizeof(changed), "  20 cases by +-%g%%", effect * 100);
	print_situation(changed, &situation, sets, seed);
}

static void print_situations(size_t sets, unsigned long seed)
{
	const struct {
		const char *name;
		struct situation situation;
		double effect;
	} rows[] = {
		{ "3/3 boots", { .boots = { 3, 3 }, .sd = .01, .noisy = 1 }, .05 },
		{ "4/4", { .boots = { 4, 4 }, .sd = .01, .noisy = 1 }, .03 },
		{ "6/6", { .boots = { 6, 6 }, .sd = .01, .noisy = 1 }, .03 },
		{ "12/12", { .boots = { 12, 12 }, .sd = .01, .noisy = 1 }, .03 },
		{ "5/6", { .boots = { 5, 6 }, .sd = .01, .noisy = 1 }, .03 },
		{ "3/4", { .boots = { 3, 4 }, .sd = .01, .noisy = 1 }, .05 },
		{ "2/8", { .boots = { 2, 8 }, .sd = .01, .noisy = 1 }, .05 },
		{ "8/3, B twice as noisy",
		  { .boots = { 8, 3 }, .sd = .01, .noisy = 2, .noisy_share = 1 },
		  .05 },
		{ "8/3, a quarter of B is",
		  { .boots = { 8, 3 }, .sd = .01, .noisy = 2, .noisy_share = .25 },
		  .05 },
		{ "6/6, SD .5%, drift 4%",
		  { .boots = { 6, 6 }, .sd = .005, .noisy = 1, .drift = .04 },
		  .03 },
		{ "3/3, likewise",
		  { .boots = { 3, 3 }, .sd = .005, .noisy = 1, .drift = .04 },
		  .03 },
		{ "6/6, likewise, and back",
		  { .boots = { 6, 6 }, .sd = .005, .noisy = 1, .drift = .04, .bends = 1 },
		  .03 },
		{ "A first, drift 4%",
		  { .boots = { 6, 6 },
		    .order = "AAAAAABBBBBB",
		    .sd = .01,
		    .noisy = 1,
		    .drift = .04 },
		  0 },
		{ "3/3, boots of two kinds",
		  { .boots = { 3, 3 }, .sd = .01, .noisy = 1, .kinds = .1, .kinds_share = .3 },
		  0 },
		{ "4/4, likewise",
		  { .boots = { 4, 4 }, .sd = .01, .noisy = 1, .kinds = .1, .kinds_share = .3 },
		  0 },
		{ "5/5, likewise",
		  { .boots = { 5, 5 }, .sd = .01, .noisy = 1, .kinds = .1, .kinds_share = .3 },
		  0 },
		{ "6/6, likewise",
		  { .boots = { 6, 6 }, .sd = .01, .noisy = 1, .kinds = .1, .kinds_share = .3 },
		  0 },
		{ "6/6, one boot of B +10%",
		  { .boots = { 6, 6 }, .sd = .01, .noisy = 1, .bad = .1 },
		  .05 },
		{ "6/6, cases vary together (.8)",
		  { .boots = { 6, 6 }, .sd = .01, .noisy = 1, .shared = .8 },
		  0 },
		{ "3/3, likewise", { .boots = { 3, 3 }, .sd = .01, .noisy = 1, .shared = .8 }, 0 },
		{ "2 shared boots, boot x knob 1%",
		  { .boots = { 2, 2 }, .invocations = 2, .sd = .01, .noisy = 1, .knob = .01 },
		  .03 },
		{ "3, likewise",
		  { .boots = { 3, 3 }, .invocations = 2, .sd = .01, .noisy = 1, .knob = .01 },
		  .03 },
		{ "6, likewise",
		  { .boots = { 6, 6 }, .invocations = 2, .sd = .01, .noisy = 1, .knob = .01 },
		  .03 },
		{ "6, no boot x knob",
		  { .boots = { 6, 6 }, .invocations = 2, .sd = .01, .noisy = 1 },
		  .03 },
		{ "6/6, SD .1%, a tick is 2.6%",
		  { .boots = { 6, 6 }, .sd = .001, .noisy = 1, .tick = .026 },
		  .009 },
	};

	printf("\nSets of 100 cases, 3 processes a boot, margin 1%%: %zu a row. Sets with a false "
	       "verdict;\nintervals that cover; changed cases found; changes of exactly the MDE "
	       "found; half width.\nBoots SD 1%% unless it is said, times exp(.4 normal) over "
	       "cases.\n\n%-36s %7s %8s %7s %8s %8s\n",
	       sets, "", "false", "covers", "found", "MDE", "half");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		print_both(rows[i].name, rows[i].situation, rows[i].effect, sets, seed);
}

static size_t parse_number(const char *option, const char *text, size_t least, size_t most)
{
	char *end;
	unsigned long long value;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (errno || *text < '0' || *text > '9' || *end || value < least || value > most)
		die(EXIT_USAGE, "--%s %s: give a whole number from %zu to %zu", option, text, least,
		    most);
	return value;
}

int main(int argc, char **argv)
{
	enum { KEY_ROUNDS = 1, KEY_SEED, KEY_HELP };
	static const struct option options[] = {
		{ "rounds", required_argument, NULL, KEY_ROUNDS },
		{ "seed", required_argument, NULL, KEY_SEED },
		{ "help", no_argument, NULL, KEY_HELP },
		{ 0 },
	};
	size_t rounds = 4000, seed = 1;
	int key;

	die_name(argv[0]);
	while ((key = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (key) {
		case KEY_ROUNDS: rounds = parse_number("rounds", optarg, 100, 1000000); break;
		case KEY_SEED: seed = parse_number("seed", optarg, 0, UINT32_MAX - 100); break;
		case KEY_HELP:
			puts("Usage: simulate [--rounds N] [--seed N]\n\n"
			     "  --rounds N  comparisons a row, 100 to 1000000 (default 4000);\n"
			     "              families of cases are a tenth, sets a twentieth as "
			     "many\n"
			     "  --seed N    of the random numbers (default 1)");
			return EXIT_DONE;
		default: return EXIT_USAGE;
		}
	}
	if (optind < argc)
		die(EXIT_USAGE, "%s: not an option (see --help)", argv[optind]);
	rounds -= rounds % 100;
	print_rates(rounds, seed);
	print_discovery(0, rounds / ROUNDS_A_FAMILY, seed);
	print_discovery(log(1.01), rounds / ROUNDS_A_FAMILY, seed);
	print_situations(rounds / ROUNDS_A_SET, seed);
	print_false_changes(rounds, seed);
	print_steps(rounds, seed);
	print_looks(rounds / 2, seed);
	print_delays(rounds / 4, seed);
	return EXIT_DONE;
}
