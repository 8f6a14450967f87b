// SPDX-License-Identifier: GPL-2.0-or-later
/* How often is each way of comparing right? The two tables behind the choice of method. */
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "fail.h"
#include "simulation.h"

enum { ROUNDS_A_FAMILY = 10 };

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

	fail_name(argv[0]);
	while ((key = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (key) {
		case KEY_ROUNDS: rounds = parse_number("rounds", optarg, 100, 1000000); break;
		case KEY_SEED: seed = parse_number("seed", optarg, 0, UINT32_MAX - 100); break;
		case KEY_HELP:
			puts("Usage: simulate [--rounds N] [--seed N]\n\n"
			     "  --rounds N  comparisons a row, 100 to 1000000 (default 4000);\n"
			     "              families of cases are a tenth as many\n"
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
	return EXIT_DONE;
}
