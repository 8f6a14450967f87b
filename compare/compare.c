// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh compare: what changed from A to B, and how surely? */
#include <errno.h>
#include <getopt.h>
#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>

#include "output_formats.h"
#include "comparison.h"
#include "set_options.h"
#include "base/version.h"

enum { FIGURES_ALL = (1 << CSV_READER_METRICS) - 1, HISTORY_MAX = 32 };

enum option_key {
	KEY_FORMAT = 256,
	KEY_METRIC,
	KEY_MARGIN,
	KEY_ONLY,
	KEY_HISTORY,
	KEY_OUT,
	KEY_DESCRIBE,
	KEY_HELP,
	KEY_VERSION
};

static const struct option long_options[] = {
	{ "format", required_argument, NULL, KEY_FORMAT },
	{ "metric", required_argument, NULL, KEY_METRIC },
	{ "margin", required_argument, NULL, KEY_MARGIN },
	{ "only", required_argument, NULL, KEY_ONLY },
	{ "history", required_argument, NULL, KEY_HISTORY },
	{ "out", required_argument, NULL, KEY_OUT },
	{ "describe-csv", no_argument, NULL, KEY_DESCRIBE },
	{ "help", no_argument, NULL, KEY_HELP },
	{ "version", no_argument, NULL, KEY_VERSION },
	{ 0 },
};

/* What was asked for. @sets: A, B, and those of --history. @metrics: bit mask of 1 <<
 * csv_reader_metric. */
struct request {
	const char *out, *sets[DESIGN_SIDES + HISTORY_MAX];
	size_t history_count;
	unsigned int metrics;
	enum formats_id format;
	struct comparison_options options;
};

static void print_help(void)
{
	fputs("Usage: ./run.sh compare [OPTION]... SET_A SET_B\n"
	      "Says what got faster or slower from A to B, and when that cannot be known.\n"
	      "A set is a folder of runs (results/NAME, or its NAME), or one run.\n\n"
	      "  --format F      one of these:\n",
	      stdout);
	formats_print_help(FORMATS_COMPARE, stdout);
	fputs("  --metric M      time, instructions, cycles, or all side by side\n"
	      "  --margin X%     changes up to this do not matter (default 1%)\n"
	      "  --only GLOB     the points that match; may be repeated\n"
	      "  --history SET   further boots of this machine, for their spread, where A or\n"
	      "                  B has one boot; may be repeated\n"
	      "  --out DIR       where sets lie (default: results)\n\n"
	      "The unit of comparison is the boot; the invocation, where A and B share their\n"
	      "boots and took turns. Take 6 boots a side or more. docs/STATISTICS.md says how\n"
	      "it is judged.\n\n"
	      "Exit status: 0 nothing is slower; 1 something is; 125 that cannot be told;\n"
	      "2 usage.\n",
	      stdout);
}

static unsigned int parse_metric(const char *text)
{
	enum csv_reader_metric metric = set_options_metric(text);

	if (metric != CSV_READER_METRICS)
		return 1U << metric;
	if (!strcmp(text, "all"))
		return FIGURES_ALL;
	die(EXIT_USAGE, "--metric %s: give time, instructions, cycles or all", text);
}

static void take_option(int key, struct request *request)
{
	switch (key) {
	case KEY_FORMAT: request->format = formats_take(FORMATS_COMPARE, optarg); break;
	case KEY_METRIC: request->metrics = parse_metric(optarg); break;
	case KEY_MARGIN: request->options.margin = set_options_margin(optarg); break;
	case KEY_ONLY: set_options_only(&request->options.only, optarg); break;
	case KEY_HISTORY:
		if (request->history_count == HISTORY_MAX)
			die(EXIT_USAGE, "--history: at most %d", HISTORY_MAX);
		request->sets[DESIGN_SIDES + request->history_count++] = optarg;
		break;
	case KEY_OUT: request->out = optarg; break;
	case KEY_DESCRIBE: output_formats_csv_describe(stdout); exit(EXIT_DONE);
	case KEY_HELP: print_help(); exit(EXIT_DONE);
	case KEY_VERSION: printf("ptebench %s\n", version_text); exit(EXIT_DONE);
	default: exit(EXIT_USAGE);
	}
}

static void parse(int argc, char **argv, struct request *ret_request)
{
	struct request request = {
		.out = "results",
		.metrics = 1U << CSV_READER_NS,
		.format = FORMATS_COMPARE_TEXT,
		.options = { .margin = 0.01 },
	};
	int key;

	while ((key = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		take_option(key, &request);
	if (argc - optind != DESIGN_SIDES)
		die(EXIT_USAGE, "give two sets, A and B (see ./run.sh compare --help)");
	request.sets[DESIGN_SIDE_A] = argv[optind];
	request.sets[DESIGN_SIDE_B] = argv[optind + 1];
	*ret_request = request;
}

int main(int argc, char **argv)
{
	struct request request;
	struct load_set *sets;
	struct comparison comparison;
	enum die_code status;
	size_t count;

	die_name(argv[0]);
	gsl_set_error_handler_off();
	parse(argc, argv, &request);
	count = DESIGN_SIDES + request.history_count;
	sets = xcalloc(count, sizeof(*sets));
	set_options_read(request.sets, count, request.out, sets);
	set_options_name_apart(sets, DESIGN_SIDES);
	request.options.history = sets + DESIGN_SIDES;
	request.options.history_count = request.history_count;
	comparison_make(&sets[DESIGN_SIDE_A], &sets[DESIGN_SIDE_B], &request.options, &comparison);
	output_formats_write(request.format, &comparison, request.metrics, stdout);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write the comparison: %s", strerror(errno));
	status = comparison_status(&comparison, request.metrics);
	comparison_free(&comparison);
	for (size_t i = 0; i < count; i++)
		load_free(&sets[i]);
	free(sets);
	return status;
}
