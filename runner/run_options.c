// SPDX-License-Identifier: GPL-2.0-or-later
/* Parses the command line of the runner. */
#include "run_options.h"

#include <stdlib.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/options.h"

enum {
	IN_RUN = 1 << RUN_OPTIONS_RUN,
	IN_LIST = 1 << RUN_OPTIONS_LIST,
	IN_CHECK = 1 << RUN_OPTIONS_CHECK,
	IN_RESTORE = 1 << RUN_OPTIONS_RESTORE,
};

static struct run_options options;
static bool no_plot;

static void take_until(const char *text)
{
	options.until.width = until_width(text);
}

static const char *const verbs[] = {
	[RUN_OPTIONS_RUN] = "run",
	[RUN_OPTIONS_LIST] = "list",
	[RUN_OPTIONS_CHECK] = "check",
	[RUN_OPTIONS_RESTORE] = "restore",
	[RUN_OPTIONS_DESCRIBE_CSV] = "describe-csv",
	NULL,
};

/* Every verb accepts all options; its help names those that matter to it. */
static const struct options_row rows[] = {
	{ "quick", NULL, "some 30 points, 2 rounds: a few seconds", .word = &options.tier,
	  .words = plan_tiers, .bare = "quick", .verbs = IN_RUN },
	{ "full", NULL, "all points, with regions up to 4 GiB, 10 rounds", .word = &options.tier,
	  .words = plan_tiers, .bare = "full", .verbs = IN_RUN },
	{ OPTIONS_ONLY(&options.only), .verbs = IN_RUN | IN_LIST | IN_CHECK },
	POINT_OPTIONS_ROWS(&options.own, IN_RUN | IN_LIST),
	POINT_OPTIONS_ROW_SAMPLES(&options.own, IN_RUN),
	{ OPTIONS_ROUNDS(&options.rounds), .fallback = "5; --quick: 2, --full: 10",
	  .verbs = IN_RUN },
	{ "until", "X%",
	  "measure a point until its mean over processes is known to so much, at most --rounds "
	  "rounds (40); looked at after 5, 8, 12, 18, 27 and 40",
	  .take = take_until, .verbs = IN_RUN },
	{ "set", "NAME", "the side of a comparison that this run belongs to", .set = &options.set,
	  .fallback = "the kernel's release", .verbs = IN_RUN },
	{ OPTIONS_SETS("out", &options.out), .verbs = IN_RUN },
	{ OPTIONS_SEED(&options.seed), .given = &options.has_seed,
	  .fallback = "random; see host.csv", .verbs = IN_RUN },
	{ "resume", "DIR", "finish the interrupted run in that folder", .text = &options.resume,
	  .verbs = IN_RUN },
	{ "tune", NULL,
	  "hold governor, boost, SMT siblings, interrupts, khugepaged, KSM, NUMA balancing and RT "
	  "throttling meanwhile (root)",
	  .flag = &options.tune, .verbs = IN_RUN },
	{ "no-plot", NULL, "draw no figures at the end", .flag = &no_plot, .verbs = IN_RUN },
	{ "profile", NULL, "log where the time of each process, and of the run, went",
	  .flag = &options.profile, .verbs = IN_RUN },
	{ "dry-run", NULL, "print what would be measured, and change nothing",
	  .flag = &options.dry_run, .verbs = IN_RUN },
	{ "long", NULL, "also print what each point times, and what it needs",
	  .flag = &options.long_list, .verbs = IN_LIST },
	{ "list", NULL, "print the checks, and run none", .flag = &options.lists_checks,
	  .verbs = IN_CHECK },
	{ OPTIONS_WAIT(&options.wait_s), .verbs = IN_RUN | IN_CHECK | IN_RESTORE },
	{ OPTIONS_BENCH_DIR(&options.bench_dir) },
	{ "plot", "PROGRAM", NULL, .text = &options.plot },
	{ "compare", "PROGRAM", NULL, .text = &options.until.compare },
	{ 0 },
};

static const struct options_program programs[] = {
	[RUN_OPTIONS_RUN] = {
		.command = "./run.sh run",
		.usage = "[OPTION]...",
		.about = "Measures this machine: rounds of all points in random order, each in a "
			 "fresh process.",
		.notes = "Results: OUT/SET/RUN/{host,plan,samples}.csv, log.txt and figures/. A "
			 "point that cannot be measured has a row that says why. Exit status: 0 "
			 "done, 1 failed, 2 usage. The word run may be left out.\n"
			 "\n"
			 "--case measures the points of a case; with --size, --folio and so on "
			 "those of the given values in place of the table's "
			 "(docs/CASES.md).",
		.rows = rows,
	},
	[RUN_OPTIONS_LIST] = {
		.command = "./run.sh list",
		.usage = "[--long] [--only GLOB]... [--case NAME,...]...",
		.about = "Lists the points of this machine.",
		.rows = rows,
	},
	[RUN_OPTIONS_CHECK] = {
		.command = "./run.sh check",
		.usage = "[--list] [--only GLOB]... [--wait[=SECONDS]]",
		.about = "Checks whether the kernel does each operation right, instead of timing "
			 "it. Prints KTAP.",
		.notes = "A GLOB of --only matches a point as list names it, of any size, and "
			 "then all checks of it; or a check (--list): POINT/SHARING, with SHARING "
			 "exclusive, forked, mixed or half. Checks have small regions: their size "
			 "is in their name. Exit status: 0 all checks passed, 1 one failed, 2 "
			 "usage.",
		.rows = rows,
	},
	[RUN_OPTIONS_RESTORE] = {
		.command = "./run.sh restore",
		.usage = "[--wait[=SECONDS]]",
		.about = "Puts back the THP knobs that a killed run has left changed.",
		.rows = rows,
	},
	[RUN_OPTIONS_DESCRIBE_CSV] = {
		.command = "runner describe-csv",
		.about = "Prints the columns of samples.csv as Markdown.",
		.rows = rows,
	},
};

void run_options_parse(int argc, char **argv, struct run_options *ret_options)
{
	bool has_verb = argc > 1 && argv[1][0] != '-';
	unsigned int verb = has_verb ? options_verb(argv[1], verbs) : RUN_OPTIONS_RUN;
	struct options_program program = programs[verb];
	/* The command line of vm or fleet, if one of them runs us: the one to type again. */
	const char *outer = getenv("PTEBENCH_ARGV");

	program.verb = 1U << verb;
	no_plot = false;
	options = (struct run_options) { .verb = verb, .tier = TIER_DEFAULT };
	options.argv_text =
		outer ? xstrdup(outer) : options_line(&program, argc - has_verb, argv + has_verb);
	options_parse(&program, argc - has_verb, argv + has_verb);
	point_options_check(&options.own);
	if (verb == RUN_OPTIONS_CHECK && point_options_any(&options.own))
		die(EXIT_USAGE, "check: give --only GLOB: it has no points of one's own");
	if (no_plot)
		options.plot = NULL;
	if (options.resume && (options.only.count || point_options_any(&options.own) ||
			       options.rounds || options.until.width > 0 || options.set ||
			       options.has_seed || options.tune || options.tier != TIER_DEFAULT))
		die(EXIT_USAGE,
		    "--resume: the options are those of the interrupted run; leave out "
		    "--quick, --full, --only, --case and its values, --rounds, --until, --set, "
		    "--seed and --tune");
	*ret_options = options;
}

void run_options_fill_in(struct run_options *asked)
{
	static const unsigned int rounds[TIERS] = {
		[TIER_QUICK] = 2,
		[TIER_DEFAULT] = 5,
		[TIER_FULL] = 10,
	};

	if (!asked->rounds)
		asked->rounds = asked->until.width > 0 ? UNTIL_MOST : rounds[asked->tier];
	if (!asked->has_seed && getrandom(&asked->seed, sizeof(asked->seed), 0) < 0)
		asked->seed = clock_now_ns();
	if (!asked->has_seed)
		asked->seed %= 1000000; /* short enough to be typed again */
}
