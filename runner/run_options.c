// SPDX-License-Identifier: GPL-2.0-or-later
/* Parses the command line of the runner. */
#include "run_options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/parse_number.h"
#include "base/version.h"

enum option_key {
	KEY_QUICK = 256,
	KEY_FULL,
	KEY_ONLY,
	KEY_ROUNDS,
	KEY_SET,
	KEY_OUT,
	KEY_SEED,
	KEY_RESUME,
	KEY_DRY_RUN,
	KEY_TUNE,
	KEY_BENCH_DIR,
	KEY_PLOT,
	KEY_NO_PLOT,
	KEY_LONG,
	KEY_HELP,
	KEY_VERSION
};

static const struct option long_options[] = {
	{ "quick", no_argument, NULL, KEY_QUICK },
	{ "full", no_argument, NULL, KEY_FULL },
	{ "only", required_argument, NULL, KEY_ONLY },
	{ "rounds", required_argument, NULL, KEY_ROUNDS },
	{ "set", required_argument, NULL, KEY_SET },
	{ "out", required_argument, NULL, KEY_OUT },
	{ "seed", required_argument, NULL, KEY_SEED },
	{ "resume", required_argument, NULL, KEY_RESUME },
	{ "dry-run", no_argument, NULL, KEY_DRY_RUN },
	{ "tune", no_argument, NULL, KEY_TUNE },
	{ "bench-dir", required_argument, NULL, KEY_BENCH_DIR },
	{ "plot", required_argument, NULL, KEY_PLOT },
	{ "no-plot", no_argument, NULL, KEY_NO_PLOT },
	{ "long", no_argument, NULL, KEY_LONG },
	{ "help", no_argument, NULL, KEY_HELP },
	{ "version", no_argument, NULL, KEY_VERSION },
	{ 0 },
};

static const struct {
	const char *name;
	enum run_options_verb verb;
} verbs[] = {
	{ "run", RUN_OPTIONS_RUN },
	{ "list", RUN_OPTIONS_LIST },
	{ "check", RUN_OPTIONS_CHECK },
	{ "restore", RUN_OPTIONS_RESTORE },
	{ "describe-csv", RUN_OPTIONS_DESCRIBE_CSV },
};

static void print_help(void)
{
	fputs("Usage: ./run.sh [run] [OPTION]...\n"
	      "Measures this machine: rounds of all points in random order, each in a fresh "
	      "process.\n\n"
	      "  --quick         some 30 points, 2 rounds: a few seconds\n"
	      "  --full          all points, with regions up to 4 GiB, 10 rounds\n"
	      "  --only GLOB     the points that match, of any size of run; may be repeated\n"
	      "  --rounds N      rounds, 1 to 1000 (default 5)\n"
	      "  --set NAME      the side of a comparison that this run belongs to\n"
	      "                  (default: the kernel's release)\n"
	      "  --out DIR       where sets lie (default: results)\n"
	      "  --seed N        of the order of points (default: made up; see host.csv)\n"
	      "  --resume DIR    finish the interrupted run in that folder\n"
	      "  --tune          hold governor, boost, SMT siblings, interrupts, khugepaged, KSM,\n"
	      "                  NUMA balancing and RT throttling meanwhile (root)\n"
	      "  --no-plot       draw no figures at the end\n"
	      "  --dry-run       say what would be measured, and change nothing\n"
	      "  --setup         install what is missing first\n\n"
	      "Results: OUT/SET/RUN/{host,plan,samples}.csv, log.txt and figures/. Exit status:\n"
	      "0 done, 1 failed, 2 usage. A point that cannot be measured has a row that says "
	      "why.\n"
	      "Other verbs: check, list [--long], restore, test, docs. See README.md.\n",
	      stdout);
}

/* A set is a folder's name and stands in tables. */
static const char *parse_set(const char *text)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._+-";

	if (!*text || strlen(text) > 63 || text[0] == '.' || text[strspn(text, allowed)])
		die(EXIT_USAGE, "--set %s: give 1 to 63 of [A-Za-z0-9._+-], the first no dot",
		    text);
	return text;
}

static void add_only(struct run_options *options, const char *glob)
{
	if (options->only.count == GLOBLIST_MAX)
		die(EXIT_USAGE, "--only: at most %d", GLOBLIST_MAX);
	if (!*glob || strpbrk(glob, " \t\n"))
		die(EXIT_USAGE, "--only '%s': a glob has no blanks and is not empty", glob);
	options->only.texts[options->only.count++] = glob;
}

static void take_option(int key, struct run_options *options)
{
	switch (key) {
	case KEY_QUICK: options->tier = TIER_QUICK; break;
	case KEY_FULL: options->tier = TIER_FULL; break;
	case KEY_ONLY: add_only(options, optarg); break;
	case KEY_ROUNDS:
		options->rounds = (unsigned int)parse_number("rounds", optarg, 1, 1000);
		break;
	case KEY_SET: options->set = parse_set(optarg); break;
	case KEY_OUT: options->out = optarg; break;
	case KEY_SEED:
		options->seed = parse_number("seed", optarg, 0, UINT64_MAX);
		options->has_seed = true;
		break;
	case KEY_RESUME: options->resume = optarg; break;
	case KEY_DRY_RUN: options->dry_run = true; break;
	case KEY_TUNE: options->tune = true; break;
	case KEY_BENCH_DIR: options->bench_dir = optarg; break;
	case KEY_PLOT: options->plot = optarg; break;
	case KEY_NO_PLOT: options->plot = NULL; break;
	case KEY_LONG: options->long_list = true; break;
	case KEY_HELP: print_help(); exit(EXIT_DONE);
	case KEY_VERSION: printf("ptebench %s\n", version_text); exit(EXIT_DONE);
	default: exit(EXIT_USAGE);
	}
}

/* The command that this one is a part of, if there is one: that is what to type again. */
static char *join(int argc, char **argv)
{
	const char *outer = getenv("PTEBENCH_ARGV");
	char *text = xstrdup(outer ? outer : "./run.sh");

	if (outer)
		return text;
	for (int i = 1; i < argc; i++) {
		char *longer;

		if (!strcmp(argv[i], "--bench-dir") || !strcmp(argv[i], "--plot")) {
			i++;
			continue;
		}
		longer = xasprintf("%s %s", text, argv[i]);
		free(text);
		text = longer;
	}
	return text;
}

static enum run_options_verb parse_verb(const char *text)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (!strcmp(text, verbs[i].name))
			return verbs[i].verb;
	die(EXIT_USAGE, "%s: no such verb (see ./run.sh --help)", text);
}

void run_options_parse(int argc, char **argv, struct run_options *ret_options)
{
	struct run_options options = {
		.bench_dir = "build/bench",
		.out = "results",
		.tier = TIER_DEFAULT,
		.argv_text = join(argc, argv),
	};
	int key;

	while ((key = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		take_option(key, &options);
	if (optind < argc)
		options.verb = parse_verb(argv[optind++]);
	if (optind < argc)
		die(EXIT_USAGE, "%s: not an option (see ./run.sh --help)", argv[optind]);
	if (options.resume && (options.only.count || options.rounds || options.set ||
			       options.has_seed || options.tune || options.tier != TIER_DEFAULT))
		die(EXIT_USAGE, "--resume: the interrupted run says what is measured; leave out "
				"--quick, --full, --only, --rounds, --set, --seed "
				"and --tune");
	*ret_options = options;
}
