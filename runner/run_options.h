/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line of ./run.sh run, list, check and restore. */
#ifndef PTEBENCH_RUN_OPTIONS_H
#define PTEBENCH_RUN_OPTIONS_H

#include "base/globlist.h"
#include "base/point_options.h"
#include "measure/plan.h"
#include "until.h"

enum run_options_verb {
	RUN_OPTIONS_RUN,
	RUN_OPTIONS_LIST,
	RUN_OPTIONS_CHECK,
	RUN_OPTIONS_RESTORE,
	RUN_OPTIONS_DESCRIBE_CSV
};

/**
 * struct run_options - options of the runner.
 * @bench_dir: folder of the benchmark programs.
 * @resume: folder of an interrupted run, or NULL.
 * @plot: the program that draws the figures of the run; NULL: draw none.
 * @only: globs; they select points of any tier.
 * @own: points of one's own; @only narrows them.
 * @rounds: 0: the tier's number.
 * @has_seed: false: make one up.
 * @tune: hold the knobs of tunables.h for the whole run.
 * @profile: end log.txt with where the time went.
 * @until: the stop rule; see struct until.
 * @wait_s: how long to wait for another measurement to end; see lock_acquire().
 * @argv_text: the command line, for host.csv.
 */
struct run_options {
	enum run_options_verb verb;
	const char *bench_dir, *out, *set, *resume, *plot;
	struct globlist only;
	struct point_options own;
	enum case_tier tier;
	unsigned int rounds;
	uint64_t seed;
	bool has_seed, dry_run, tune, long_list, lists_checks, profile;
	struct until until;
	long wait_s;
	char *argv_text;
};

/**
 * run_options_parse() - parse the command line; die with EXIT_USAGE, or exit after --help.
 * @argv: VERB OPTION..., or OPTION... for a run; reordered.
 */
void run_options_parse(int argc, char **argv, struct run_options *ret_options);

/** run_options_fill_in() - choose rounds and seed where the command line does not. */
void run_options_fill_in(struct run_options *options);

#endif
