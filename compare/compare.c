// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh compare: what changed from A to B, and how surely. */
#include <errno.h>
#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>

#include "allocation.h"
#include "output_formats.h"
#include "comparison.h"
#include "base/options.h"
#include "set_options.h"
#include "settled.h"

enum { HISTORY_MAX = 32 };

/* The words of --metric: "all" is behind the metrics. */
static const char *const metric_words[] = {
	[CSV_READER_NS] = "time",
	[CSV_READER_INSTRUCTIONS] = "instructions",
	[CSV_READER_CYCLES] = "cycles",
	[CSV_READER_METRICS] = "all",
	NULL,
};

static const double SEE_OF_PLAN = 0.02;

/* The request. @sets: @count, A, B, then those of --history. */
static struct {
	const char *out, *sets[DESIGN_SIDES + HISTORY_MAX];
	size_t count;
	unsigned int metric;
	enum formats_id format;
	struct comparison_options judge;
	bool plans;
	struct allocation_options plan;
	struct settled_options until;
} asked = { .plan.test = &asked.judge };

static void take_format(const char *text)
{
	asked.format = formats_take(FORMATS_COMPARE, text);
}

static void take_history(const char *text)
{
	if (asked.judge.history_count == HISTORY_MAX)
		die(EXIT_USAGE, "--history: at most %d", HISTORY_MAX);
	asked.sets[DESIGN_SIDES + asked.judge.history_count++] = text;
}

static void describe(const char *text)
{
	(void)text;
	output_formats_csv_describe(stdout);
	exit(EXIT_DONE);
}

static const char notes[] =
	"--metric all shows the metrics side by side. The unit of comparison is the boot; the "
	"invocation, where A and B share their boots and took turns. Where boots of A and B did "
	"not take turns (ABBA) the "
	"exit status is 125, unless --trust-order. Take 6 boots a side or more. "
	"docs/STATISTICS.md has the method.\n\n"
	"--plan takes one set, or two, and no comparison: the SDs between boots, invocations and "
	"processes, and the boots and rounds that find a change of --see (default 2%) in each "
	"case. As text or JSON.\n\n"
	"Exit status: 0 nothing is slower; 1 something is; 125 that cannot be told; 2 usage.";

static const struct options_row rows[] = {
	{ "format", "F", "one of those below", .take = take_format, .initial = "text" },
	{ "metric", "M", "the metric", .word = &asked.metric, .words = metric_words,
	  .initial = "time" },
	{ OPTIONS_MARGIN(&asked.judge.margin) },
	{ "see", "X%", "print the boots that it takes to find such a change",
	  .percent = &asked.judge.see, .most = 1000, .fallback = "three margins" },
	{ "plan", NULL, "print what varies in a set, and the boots x rounds that a change takes",
	  .flag = &asked.plans },
	{ "minutes", "N", "--plan: time for both sides; prints the least change that it shows",
	  .count = &asked.plan.minutes, .least = 1, .most = 1000000 },
	{ "boot-cost", "SECONDS", "--plan: of a boot without its rounds",
	  .count = &asked.plan.boot_s, .least = 1, .most = 86400,
	  .fallback = "from the names of runs of vm, else 60" },
	{ "round-cost", "SECONDS", "--plan: of a round", .count = &asked.plan.round_s, .least = 1,
	  .most = 86400, .fallback = ".1 for each case" },
	{ "trust-order", NULL, "A and B did not take turns: take it that nothing drifted meanwhile",
	  .flag = &asked.judge.trust_order },
	{ OPTIONS_ONLY(&asked.judge.only) },
	{ "history", "SET",
	  "further boots of this machine, for their spread, where A or B has one boot; may be "
	  "repeated",
	  .take = take_history },
	{ OPTIONS_SETS("out", &asked.out) },
	/* For --until of run and vm. */
	{ "until", "X%", .percent = &asked.until.width, .most = 1000 },
	{ "looks", "N", .count = &asked.until.looks, .least = 1, .most = 1000, .initial = "1" },
	{ "only-rounds", "N", .count = &asked.until.rounds, .most = 1000 },
	{ "describe-csv", .take = describe },
	{ 0 },
};

static bool is_comparison(void)
{
	return !asked.plans && !(asked.until.width > 0);
}

static void check_plan(void)
{
	if (!asked.plans && (asked.plan.minutes || asked.plan.boot_s || asked.plan.round_s))
		die(EXIT_USAGE, "--minutes, --boot-cost and --round-cost: only with --plan");
	if (asked.plans && asked.format != FORMATS_COMPARE_TEXT &&
	    asked.format != FORMATS_COMPARE_JSON)
		die(EXIT_USAGE, "--plan: --format is text or json");
	if (asked.plans && asked.metric == CSV_READER_METRICS)
		die(EXIT_USAGE, "--plan: give one --metric");
	if (asked.plans && !(asked.judge.see > 0))
		asked.judge.see = SEE_OF_PLAN;
	if (asked.plans && asked.judge.see <= asked.judge.margin)
		die(EXIT_USAGE, "--see %g%%: give more than the margin, %g%%",
		    100 * asked.judge.see, 100 * asked.judge.margin);
}

static void parse(int argc, char **argv)
{
	char *help = formats_help(FORMATS_COMPARE);
	const struct options_program program = {
		.command = "./run.sh compare",
		.usage = "[OPTION]... SET_A SET_B, or --plan SET [SET_B]",
		.about =
			"Says what got faster or slower from A to B, and when that cannot be "
			"known. A set is a folder of runs (results/NAME, or its NAME), or one run.",
		.notes = xappend(&help, "\n", "%s", notes),
		.arguments = "two sets, A and B",
		.least = 1,
		.most = DESIGN_SIDES,
		.rows = rows,
	};

	asked.count = (size_t)options_parse(&program, argc, argv);
	free(help);
	if (is_comparison() && asked.count < DESIGN_SIDES)
		die(EXIT_USAGE, "give %s (see %s --help)", program.arguments, program.command);
	check_plan();
	asked.sets[DESIGN_SIDE_A] = argv[1];
	asked.sets[DESIGN_SIDE_B] = asked.count > 1 ? argv[2] : NULL;
}

static enum die_code print_plan(const struct load_set *sets)
{
	struct allocation *plans;
	size_t count = allocation_make(sets, asked.count, (enum csv_reader_metric)asked.metric,
				       &asked.plan, &plans);

	if (asked.format == FORMATS_COMPARE_JSON)
		allocation_print_json(plans, count, sets[0].name, metric_words[asked.metric],
				      &asked.plan, stdout);
	else
		allocation_print(plans, count, stdout);
	allocation_free(plans, count);
	return count ? EXIT_DONE : EXIT_UNDECIDED;
}

static enum die_code print_comparison(const struct load_set *sets)
{
	unsigned int metrics = asked.metric == CSV_READER_METRICS ? (1U << CSV_READER_METRICS) - 1
								  : 1U << asked.metric;
	struct comparison comparison;
	enum die_code status;

	asked.judge.history = sets + DESIGN_SIDES;
	comparison_make(&sets[DESIGN_SIDE_A], &sets[DESIGN_SIDE_B], &asked.judge, &comparison);
	output_formats_write(asked.format, &comparison, metrics, stdout);
	status = comparison_status(&comparison, metrics);
	comparison_free(&comparison);
	return status;
}

int main(int argc, char **argv)
{
	enum die_code status = EXIT_DONE;
	struct load_set *sets;
	size_t count;

	gsl_set_error_handler_off();
	parse(argc, argv);
	count = asked.count + (is_comparison() ? asked.judge.history_count : 0);
	sets = set_options_sets(asked.sets, count, asked.count, asked.out);
	if (asked.until.width > 0)
		settled_print(sets, asked.count, &asked.until, stdout);
	else if (asked.plans)
		status = print_plan(sets);
	else
		status = print_comparison(sets);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write the comparison: %s", strerror(errno));
	set_options_free(sets, count);
	return status;
}
