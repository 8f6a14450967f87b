/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line of ./run.sh run, list, check and restore. */
#ifndef PTEBENCH_RUN_OPTIONS_H
#define PTEBENCH_RUN_OPTIONS_H

#include "base/globlist.h"
#include "measure/plan.h"

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
 * @only: globs of points; a point of any tier that matches one is taken.
 * @rounds: 0: as the tier says.
 * @has_seed: else a seed is made.
 * @resume: folder of a run that was interrupted, or NULL.
 * @tune: hold the knobs of tunables.h for the whole run.
 * @plot: the program that draws the figures of the run; NULL: none are drawn.
 * @wait_s: how long to wait for another measurement to end; see lock_acquire().
 * @argv_text: the command line, for host.csv.
 */
struct run_options {
	enum run_options_verb verb;
	const char *bench_dir;
	const char *out;
	const char *set;
	const char *resume;
	const char *plot;
	struct globlist only;
	enum case_tier tier;
	unsigned int rounds;
	bool has_seed;
	uint64_t seed;
	bool dry_run;
	bool tune;
	bool long_list;
	long wait_s;
	char *argv_text;
};

/**
 * run_options_parse() - read the command line; dies with EXIT_USAGE, or ends after --help.
 * @argv: VERB OPTION..., or OPTION... for a run; reordered.
 */
void run_options_parse(int argc, char **argv, struct run_options *ret_options);

#endif
