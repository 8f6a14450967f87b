// SPDX-License-Identifier: GPL-2.0-or-later
/* Parses the command line of a benchmark program, and lists, measures or checks its points. */
#include "bench.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/pin.h"
#include "check/ktap.h"
#include "base/clock.h"
#include "base/die.h"
#include "sys/lock.h"
#include "base/options.h"
#include "measure/own_points.h"
#include "point_rows.h"
#include "measure/supervise.h"

enum { TIME_LIMIT_S = 60, CHECK_LIMIT_S = 240 };

/* The command line. @cpu: valid if @has_cpu. */
static struct options {
	bool list, describe, check, has_cpu, profile;
	unsigned int cpu;
	struct globlist points;
	struct point_options own;
	long wait_s;
	struct supervise_session how;
	struct point_rows_place place;
} asked;

static void take_run_name(const char *text)
{
	if (strlen(text) >= sizeof(((struct csv_row *)NULL)->run))
		die(EXIT_USAGE, "--run %s: longer than %zu characters", text,
		    sizeof(((struct csv_row *)NULL)->run) - 1);
	asked.place.run = text;
}

static const struct options_row rows[] = {
	{ "point", "GLOB", "measure the points that match; with --check: check them",
	  .globs = &asked.points, .fallback = "those of the default run" },
	POINT_OPTIONS_ROWS(&asked.own, 0),
	{ "samples", "N", "samples of each process", .count = &asked.how.samples, .least = 1,
	  .most = WORKER_SAMPLES_MAX, .fallback = "as the case says, else 20" },
	{ "cpu", "N", "CPU to run on", .count = &asked.cpu, .given = &asked.has_cpu, .most = 1023,
	  .fallback = "a quiet one, not CPU 0 if there are others" },
	{ "time-limit", "N", "seconds after which a point is given up",
	  .count = &asked.how.time_limit_s, .least = 1, .most = 3600,
	  .fallback = "60, of a check 240" },
	{ "list", NULL, "list the points, or with --check the checks, separated by tabs, and exit",
	  .flag = &asked.list },
	{ "describe", NULL, "describe the cases in Markdown, and exit", .flag = &asked.describe },
	{ "check", NULL, "check whether each op does right instead of timing it; KTAP",
	  .flag = &asked.check },
	{ "profile", NULL, "write to stderr where the time of each point went",
	  .flag = &asked.profile },
	{ "run", "NAME",
	  "where in a run the rows are, as the next three: copied to the columns of that name",
	  .take = take_run_name, .initial = "", .fallback = "none" },
	{ "round", "N", "round of the run", .number = &asked.place.round, .least = 1,
	  .most = 1000000, .initial = "1" },
	{ "process", "N", "process of the run", .number = &asked.place.process, .least = 1,
	  .most = 1000000000, .initial = "1" },
	{ "seq", "N", "place in the order of the round", .number = &asked.place.seq, .least = 1,
	  .most = 1000000, .initial = "1" },
	{ OPTIONS_WAIT(&asked.wait_s) },
	{ 0 },
};

static void parse(int argc, char **argv, const struct case_program *program)
{
	const struct options_program options = {
		.command = program->name,
		.usage = "[OPTION]...",
		.about = program->about,
		.notes =
			"Writes CSV (docs/CSV.md) to stdout, or a table where stdout is a "
			"terminal. THP knobs that a point needs are set, which takes root, and put "
			"back. Exit status: 0 done, 1 failed (also a check), 2 usage. Not each "
			"point need be ok: see its row.",
		.rows = rows,
	};

	options_parse(&options, argc, argv);
	point_options_check(&asked.own);
	asked.how.cpu = asked.has_cpu ? (int)asked.cpu : -1;
}

static bool is_wanted(const struct plan_point *point)
{
	return asked.points.count ? globlist_match(&asked.points, point->id)
				  : point->tier <= TIER_DEFAULT;
}

/* Takes the lock, cleans up after a killed run, chooses the CPU. */
static void begin(unsigned int time_limit_s)
{
	struct reason reason;

	if (!asked.how.time_limit_s)
		asked.how.time_limit_s = time_limit_s;
	if (lock_acquire(asked.wait_s, &reason) < 0)
		die(EXIT_FAILED, "%s", reason.text);
	supervise_begin();
	if (supervise_recover(NULL, &reason))
		die(EXIT_FAILED, "%s", reason.text);
	if (asked.how.cpu < 0)
		asked.how.cpu = pin_choose_cpu();
	if (asked.how.cpu < 0)
		die(EXIT_CANNOT_RUN, "choose a CPU: %s", strerror(-asked.how.cpu));
}

/* Ends by the signal that was received, now that the knobs are restored. */
static void end_by(int taken)
{
	sigset_t all;

	signal(taken, SIG_DFL);
	sigfillset(&all);
	sigprocmask(SIG_UNBLOCK, &all, NULL);
	raise(taken);
}

static void measure_point(const struct case_program *program, const struct plan_point *point,
			  bool as_table)
{
	static struct worker_outcome outcome;
	uint64_t start_ns = clock_now_ns();
	struct reason reason;
	int result = supervise_point(point, &asked.how, &outcome, &reason);

	if (result > 0)
		end_by(result);
	if (asked.profile)
		fprintf(stderr, "profile: %s: %.6f s: build %.6f, prove %.6f, op %.6f\n", point->id,
			(double)(clock_now_ns() - start_ns) / 1e9, (double)outcome.build_ns / 1e9,
			(double)outcome.prove_ns / 1e9, (double)outcome.op_ns / 1e9);
	if (as_table)
		point_rows_line(point, &outcome, program->name, stdout);
	else
		point_rows_csv(point, &outcome, &asked.place, program->name, stdout);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write rows to stdout: %s", strerror(errno));
	if (result < 0)
		die(EXIT_FAILED, "%s", reason.text);
}

static void measure_all(const struct case_program *program, const struct plan *plan)
{
	bool as_table = isatty(STDOUT_FILENO);
	char header[CSV_ROW_LINE_BYTES];
	size_t wanted = 0;

	for (size_t i = 0; i < plan->count; i++)
		wanted += is_wanted(&plan->points[i]);
	if (!wanted)
		die(EXIT_USAGE, "--point %s: no point matches (see --list)",
		    asked.points.count ? asked.points.texts[0] : "");
	begin(TIME_LIMIT_S);
	csv_row_header(header);
	if (!as_table)
		printf("%s\n", header);
	for (size_t i = 0; i < plan->count; i++)
		if (is_wanted(&plan->points[i]))
			measure_point(program, &plan->points[i], as_table);
}

static void list_all(const struct plan *plan, bool are_checks)
{
	struct plan checks = { 0 };

	if (are_checks)
		ktap_expand(plan, &asked.points, &checks);
	plan_list(are_checks ? &checks : plan, stdout);
	plan_free(&checks);
}

/* Return: the exit code. */
static int check_all(const struct plan *plan)
{
	unsigned int failures;
	struct reason reason;
	struct plan checks;
	int result;

	ktap_expand(plan, &asked.points, &checks);
	begin(CHECK_LIMIT_S);
	result = ktap_run(&checks, &asked.how, stdout, &failures, &reason);
	plan_free(&checks);
	if (result > 0)
		end_by(result);
	if (result == -ENOENT)
		die(EXIT_USAGE, "--point %s: no check matches", asked.points.texts[0]);
	if (result < 0)
		die(EXIT_FAILED, "%s", reason.text);
	return failures ? EXIT_FAILED : EXIT_DONE;
}

int main(int argc, char **argv)
{
	const struct case_program *program = &bench_program;
	int status = EXIT_DONE;
	struct plan plan;

	parse(argc, argv, program);
	if (asked.own.texts[POINT_OPTIONS_CASE])
		own_points_expand(program, &asked.own, &plan);
	else
		plan_expand(program, &plan);
	if (asked.list)
		list_all(&plan, asked.check);
	else if (asked.describe)
		plan_describe(program, stdout);
	else if (asked.check)
		status = check_all(&plan);
	else
		measure_all(program, &plan);
	plan_free(&plan);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write to stdout: %s", strerror(errno));
	return status;
}
