// SPDX-License-Identifier: GPL-2.0-or-later
/* The command line and the flow of a benchmark program. */
#include "bench.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/pin.h"
#include "check/ktap.h"
#include "base/die.h"
#include "base/globlist.h"
#include "sys/lock.h"
#include "base/parse_number.h"
#include "measure/plan.h"
#include "point_rows.h"
#include "measure/supervise.h"
#include "base/version.h"

enum { TIME_LIMIT_S = 60, CHECK_LIMIT_S = 240 };

struct options {
	bool list, describe, check;
	struct globlist points;
	struct supervise_session how;
	struct point_rows_place place;
};

enum option_key {
	KEY_LIST = 256,
	KEY_DESCRIBE,
	KEY_CHECK,
	KEY_HELP,
	KEY_VERSION,
	KEY_POINT,
	KEY_SAMPLES,
	KEY_CPU,
	KEY_LIMIT,
	KEY_RUN,
	KEY_ROUND,
	KEY_PROCESS,
	KEY_SEQ
};

static const struct option long_options[] = {
	{ "list", no_argument, NULL, KEY_LIST },
	{ "describe", no_argument, NULL, KEY_DESCRIBE },
	{ "check", no_argument, NULL, KEY_CHECK },
	{ "help", no_argument, NULL, KEY_HELP },
	{ "version", no_argument, NULL, KEY_VERSION },
	{ "point", required_argument, NULL, KEY_POINT },
	{ "samples", required_argument, NULL, KEY_SAMPLES },
	{ "cpu", required_argument, NULL, KEY_CPU },
	{ "time-limit", required_argument, NULL, KEY_LIMIT },
	{ "run", required_argument, NULL, KEY_RUN },
	{ "round", required_argument, NULL, KEY_ROUND },
	{ "process", required_argument, NULL, KEY_PROCESS },
	{ "seq", required_argument, NULL, KEY_SEQ },
	{ 0 },
};

static void print_help(const struct case_program *program)
{
	printf("Usage: %s [OPTION]...\n%s\n\n"
	       "  --point GLOB      measure the points that match (default: those of the default "
	       "run); may be\n                    repeated\n"
	       "  --samples N       samples of each process, 1 to %d (default: as the case says, "
	       "%d)\n"
	       "  --cpu N           CPU to run on (default: a quiet one, not CPU 0 if there are "
	       "others)\n"
	       "  --time-limit N    seconds after which a point is given up, 1 to 3600 (default "
	       "%d, "
	       "of\n                    a check %d)\n"
	       "  --list            list the points, or with --check the checks, separated by "
	       "tabs, "
	       "and exit\n"
	       "  --describe        describe the cases in Markdown, and exit\n"
	       "  --check           look whether each op does right instead of timing it; KTAP; "
	       "with\n"
	       "                    --point: the checks that match\n"
	       "  --run NAME, --round N, --process N, --seq N\n"
	       "                    where in a run the rows stand: copied to the columns of that "
	       "name\n"
	       "  --version, --help\n\n"
	       "Writes CSV (docs/CSV.md) to stdout, or a table where stdout is a terminal.\n"
	       "THP knobs that a point needs are set, which takes root, and put back.\n"
	       "Exit status: 0 done, 1 failed (also a check), 2 usage. Not each point need be ok: "
	       "see "
	       "its row.\n",
	       program->name, program->about, WORKER_SAMPLES_MAX, WORKER_SAMPLES_DEFAULT,
	       TIME_LIMIT_S, CHECK_LIMIT_S);
}

static const char *parse_run_name(const char *text)
{
	if (strlen(text) >= sizeof(((struct csv_row *)NULL)->run))
		die(EXIT_USAGE, "--run %s: longer than %zu characters", text,
		    sizeof(((struct csv_row *)NULL)->run) - 1);
	return text;
}

static void add_point(const char *text, struct globlist *globs)
{
	if (globs->count == GLOBLIST_MAX)
		die(EXIT_USAGE, "--point: at most %d", GLOBLIST_MAX);
	globs->texts[globs->count++] = text;
}

static void take_option(int key, struct options *options, const struct case_program *program)
{
	switch (key) {
	case KEY_LIST: options->list = true; break;
	case KEY_DESCRIBE: options->describe = true; break;
	case KEY_CHECK: options->check = true; break;
	case KEY_POINT: add_point(optarg, &options->points); break;
	case KEY_SAMPLES:
		options->how.samples =
			(unsigned int)parse_number("samples", optarg, 1, WORKER_SAMPLES_MAX);
		break;
	case KEY_CPU: options->how.cpu = (int)parse_number("cpu", optarg, 0, 1023); break;
	case KEY_LIMIT:
		options->how.time_limit_s =
			(unsigned int)parse_number("time-limit", optarg, 1, 3600);
		break;
	case KEY_RUN: options->place.run = parse_run_name(optarg); break;
	case KEY_ROUND: options->place.round = parse_number("round", optarg, 1, 1000000); break;
	case KEY_PROCESS:
		options->place.process = parse_number("process", optarg, 1, 1000000000);
		break;
	case KEY_SEQ: options->place.seq = parse_number("seq", optarg, 1, 1000000); break;
	case KEY_HELP: print_help(program); exit(EXIT_DONE);
	case KEY_VERSION: printf("%s %s\n", program->name, version_text); exit(EXIT_DONE);
	default: exit(EXIT_USAGE);
	}
}

static void parse_options(int argc, char **argv, const struct case_program *program,
			  struct options *ret_options)
{
	struct options options = {
		.how = { .cpu = -1 },
		.place = { .run = "", .round = 1, .process = 1, .seq = 1 },
	};
	int key;

	while ((key = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		take_option(key, &options, program);
	if (optind < argc)
		die(EXIT_USAGE, "%s: not an option (see --help)", argv[optind]);
	*ret_options = options;
}

static bool is_wanted(const struct plan_point *point, const struct globlist *globs)
{
	return globs->count ? globlist_match(globs, point->id) : point->tier <= TIER_DEFAULT;
}

/* Takes the lock, mends what a killed run left, chooses the CPU. */
static void begin(struct options *options)
{
	struct reason reason;

	if (lock_acquire(LOCK_NO_WAIT, &reason) < 0)
		die(EXIT_FAILED, "%s", reason.text);
	supervise_begin();
	if (supervise_recover(NULL, &reason))
		die(EXIT_FAILED, "%s", reason.text);
	if (options->how.cpu < 0)
		options->how.cpu = pin_choose_cpu();
	if (options->how.cpu < 0)
		die(EXIT_CANNOT_RUN, "choose a CPU: %s", strerror(-options->how.cpu));
}

/* Ends as the signal would have ended us, now that the knobs are restored. */
static void end_by(int taken)
{
	sigset_t all;

	signal(taken, SIG_DFL);
	sigfillset(&all);
	sigprocmask(SIG_UNBLOCK, &all, NULL);
	raise(taken);
}

static void measure_point(const struct case_program *program, const struct plan_point *point,
			  const struct options *options, bool as_table)
{
	static struct worker_outcome outcome;
	struct reason reason;
	int result = supervise_point(point, &options->how, &outcome, &reason);

	if (result > 0)
		end_by(result);
	if (as_table)
		point_rows_line(point, &outcome, program->name, stdout);
	else
		point_rows_csv(point, &outcome, &options->place, program->name, stdout);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write rows to stdout: %s", strerror(errno));
	if (result < 0)
		die(EXIT_FAILED, "%s", reason.text);
}

static void measure_all(const struct case_program *program, const struct plan *plan,
			struct options *options)
{
	bool as_table = isatty(STDOUT_FILENO);
	char header[CSV_ROW_LINE_BYTES];
	size_t wanted = 0;

	for (size_t i = 0; i < plan->count; i++)
		wanted += is_wanted(&plan->points[i], &options->points);
	if (!wanted)
		die(EXIT_USAGE, "--point %s: no point matches (see --list)",
		    options->points.texts[0]);
	if (!options->how.time_limit_s)
		options->how.time_limit_s = TIME_LIMIT_S;
	begin(options);
	csv_row_header(header);
	if (!as_table)
		printf("%s\n", header);
	for (size_t i = 0; i < plan->count; i++)
		if (is_wanted(&plan->points[i], &options->points))
			measure_point(program, &plan->points[i], options, as_table);
}

static void list_all(const struct plan *plan, bool are_checks)
{
	struct plan checks;

	if (!are_checks) {
		plan_list(plan, stdout);
		return;
	}
	ktap_expand(plan, &checks);
	plan_list(&checks, stdout);
	plan_free(&checks);
}

/* Return: the exit code. */
static int check_all(const struct plan *plan, struct options *options)
{
	unsigned int failures;
	struct reason reason;
	struct plan checks;
	int result;

	if (!options->how.time_limit_s)
		options->how.time_limit_s = CHECK_LIMIT_S;
	ktap_expand(plan, &checks);
	begin(options);
	result = ktap_run(&checks, &options->points, options->how.cpu, options->how.time_limit_s,
			  stdout, &failures, &reason);
	plan_free(&checks);
	if (result > 0)
		end_by(result);
	if (result == -ENOENT)
		die(EXIT_USAGE, "--point %s: no check matches", options->points.texts[0]);
	if (result < 0)
		die(EXIT_FAILED, "%s", reason.text);
	return failures ? EXIT_FAILED : EXIT_DONE;
}

int bench_main(int argc, char **argv, const struct case_program *program)
{
	struct options options;
	int status = EXIT_DONE;
	struct plan plan;

	die_name(argv[0]);
	parse_options(argc, argv, program, &options);
	plan_expand(program, &plan);
	if (options.list)
		list_all(&plan, options.check);
	else if (options.describe)
		plan_describe(program, stdout);
	else if (options.check)
		status = check_all(&plan, &options);
	else
		measure_all(program, &plan, &options);
	plan_free(&plan);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write to stdout: %s", strerror(errno));
	return status;
}
