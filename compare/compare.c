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
	unsigned int minutes, boot_s, round_s, looks, only_rounds;
	double until;
} asked;

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
	  .count = &asked.minutes, .least = 1, .most = 1000000 },
	{ "boot-cost", "SECONDS", "--plan: of a boot without its rounds", .count = &asked.boot_s,
	  .least = 1, .most = 86400, .fallback = "from the names of runs of vm, else 60" },
	{ "round-cost", "SECONDS", "--plan: of a round", .count = &asked.round_s, .least = 1,
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
	{ "until", "X%", .percent = &asked.until, .most = 1000 },
	{ "looks", "N", .count = &asked.looks, .least = 1, .most = 1000, .initial = "1" },
	{ "only-rounds", "N", .count = &asked.only_rounds, .most = 1000 },
	{ "describe-csv", .take = describe },
	{ 0 },
};

static void check_plan(void)
{
	if (!asked.plans && (asked.minutes || asked.boot_s || asked.round_s))
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
	if (!asked.plans && !(asked.until > 0) && asked.count < DESIGN_SIDES)
		die(EXIT_USAGE, "give %s (see %s --help)", program.arguments, program.command);
	check_plan();
	asked.sets[DESIGN_SIDE_A] = argv[1];
	asked.sets[DESIGN_SIDE_B] = asked.count > 1 ? argv[2] : NULL;
}

static enum die_code flush(enum die_code status)
{
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write the comparison: %s", strerror(errno));
	return status;
}

static enum die_code print_plan(void)
{
	const struct allocation_options options = {
		.margin = asked.judge.margin,
		.see = asked.judge.see,
		.budget_s = 60.0 * asked.minutes,
		.boot_s = asked.boot_s,
		.round_s = asked.round_s,
		.only = &asked.judge.only,
	};
	struct load_set *sets = set_options_sets(asked.sets, asked.count, asked.count, asked.out);
	struct allocation *plans;
	size_t count = allocation_make(sets, asked.count, (enum csv_reader_metric)asked.metric,
				       &options, &plans);

	if (asked.format == FORMATS_COMPARE_JSON)
		allocation_print_json(plans, count, sets[0].name, metric_words[asked.metric],
				      &options, stdout);
	else
		allocation_print(plans, count, stdout);
	allocation_free(plans, count);
	set_options_free(sets, asked.count);
	return flush(count ? EXIT_DONE : EXIT_UNDECIDED);
}

static enum die_code print_settled(void)
{
	struct load_set *sets = set_options_sets(asked.sets, asked.count, asked.count, asked.out);

	settled_print(sets, asked.count, asked.until, asked.looks, asked.only_rounds, stdout);
	set_options_free(sets, asked.count);
	return flush(EXIT_DONE);
}

int main(int argc, char **argv)
{
	struct load_set *sets;
	struct comparison comparison;
	enum die_code status;
	unsigned int metrics;
	size_t count;

	gsl_set_error_handler_off();
	parse(argc, argv);
	if (asked.until > 0)
		return print_settled();
	if (asked.plans)
		return print_plan();
	metrics = asked.metric == CSV_READER_METRICS ? (1U << CSV_READER_METRICS) - 1
						     : 1U << asked.metric;
	count = DESIGN_SIDES + asked.judge.history_count;
	sets = set_options_sets(asked.sets, count, DESIGN_SIDES, asked.out);
	asked.judge.history = sets + DESIGN_SIDES;
	comparison_make(&sets[DESIGN_SIDE_A], &sets[DESIGN_SIDE_B], &asked.judge, &comparison);
	output_formats_write(asked.format, &comparison, metrics, stdout);
	status = flush(comparison_status(&comparison, metrics));
	comparison_free(&comparison);
	set_options_free(sets, count);
	return status;
}
