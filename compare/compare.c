// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh compare: what changed from A to B, and how surely. */
#include <errno.h>
#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>

#include "output_formats.h"
#include "comparison.h"
#include "base/options.h"
#include "set_options.h"

enum { HISTORY_MAX = 32 };

/* The words of --metric: "all" is behind the metrics. */
static const char *const metric_words[] = {
	[CSV_READER_NS] = "time",
	[CSV_READER_INSTRUCTIONS] = "instructions",
	[CSV_READER_CYCLES] = "cycles",
	[CSV_READER_METRICS] = "all",
	NULL,
};

/* The request. @sets: A, B, then those of --history. */
static struct {
	const char *out, *sets[DESIGN_SIDES + HISTORY_MAX];
	unsigned int metric;
	enum formats_id format;
	struct comparison_options judge;
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
	"Exit status: 0 nothing is slower; 1 something is; 125 that cannot be told; 2 usage.";

static const struct options_row rows[] = {
	{ "format", "F", "one of those below", .take = take_format, .initial = "text" },
	{ "metric", "M", "the metric", .word = &asked.metric, .words = metric_words,
	  .initial = "time" },
	{ OPTIONS_MARGIN(&asked.judge.margin) },
	{ "see", "X%", "print the boots that it takes to find such a change",
	  .percent = &asked.judge.see, .most = 1000, .fallback = "three margins" },
	{ "trust-order", NULL, "A and B did not take turns: take it that nothing drifted meanwhile",
	  .flag = &asked.judge.trust_order },
	{ OPTIONS_ONLY(&asked.judge.only) },
	{ "history", "SET",
	  "further boots of this machine, for their spread, where A or B has one boot; may be "
	  "repeated",
	  .take = take_history },
	{ OPTIONS_SETS("out", &asked.out) },
	{ "describe-csv", .take = describe },
	{ 0 },
};

static void parse(int argc, char **argv)
{
	char *help = formats_help(FORMATS_COMPARE);
	const struct options_program program = {
		.command = "./run.sh compare",
		.usage = "[OPTION]... SET_A SET_B",
		.about =
			"Says what got faster or slower from A to B, and when that cannot be "
			"known. A set is a folder of runs (results/NAME, or its NAME), or one run.",
		.notes = xappend(&help, "\n", "%s", notes),
		.arguments = "two sets, A and B",
		.least = DESIGN_SIDES,
		.most = DESIGN_SIDES,
		.rows = rows,
	};

	options_parse(&program, argc, argv);
	free(help);
	asked.sets[DESIGN_SIDE_A] = argv[1];
	asked.sets[DESIGN_SIDE_B] = argv[2];
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
	metrics = asked.metric == CSV_READER_METRICS ? (1U << CSV_READER_METRICS) - 1
						     : 1U << asked.metric;
	count = DESIGN_SIDES + asked.judge.history_count;
	sets = set_options_sets(asked.sets, count, DESIGN_SIDES, asked.out);
	asked.judge.history = sets + DESIGN_SIDES;
	comparison_make(&sets[DESIGN_SIDE_A], &sets[DESIGN_SIDE_B], &asked.judge, &comparison);
	output_formats_write(asked.format, &comparison, metrics, stdout);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write the comparison: %s", strerror(errno));
	status = comparison_status(&comparison, metrics);
	comparison_free(&comparison);
	set_options_free(sets, count);
	return status;
}
