// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh compare: what changed from A to B, and how surely? */
#include <errno.h>
#include <getopt.h>
#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>

#include "formats.h"
#include "judge.h"
#include "request.h"
#include "version.h"

enum { FIGURES_ALL = (1 << SAMPLES_FIGURES) - 1, HISTORY_MAX = 32 };

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

/* What was asked for. @sets: A, B, and those of --history. @figures: bit mask of 1 <<
 * samples_figure. */
struct request {
	const char *out, *sets[SIDES + HISTORY_MAX];
	size_t history_count;
	unsigned int figures;
	const struct format *format;
	struct judge_options options;
};

static void print_help(void)
{
	fputs("Usage: ./run.sh compare [OPTION]... SET_A SET_B\n"
	      "Says what got faster or slower from A to B, and when that cannot be known.\n"
	      "A set is a folder of runs (results/NAME, or its NAME), or one run.\n\n"
	      "  --format F      text (75 columns, for a mail), md, csv, json or lkp\n"
	      "  --metric M      time, instructions, cycles, or all side by side\n"
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
	enum samples_figure figure = request_metric(text);

	if (figure != SAMPLES_FIGURES)
		return 1U << figure;
	if (!strcmp(text, "all"))
		return FIGURES_ALL;
	die(EXIT_USAGE, "--metric %s: give time, instructions, cycles or all", text);
}

static const struct format *parse_format(const char *text)
{
	const struct format *format = formats_find(text);

	if (!format)
		die(EXIT_USAGE, "--format %s: give text, md, csv, json or lkp", text);
	return format;
}

static void take_option(int key, struct request *request)
{
	switch (key) {
	case KEY_FORMAT: request->format = parse_format(optarg); break;
	case KEY_METRIC: request->figures = parse_metric(optarg); break;
	case KEY_MARGIN: request->options.margin = request_margin(optarg); break;
	case KEY_ONLY: request_only(&request->options.only, optarg); break;
	case KEY_HISTORY:
		if (request->history_count == HISTORY_MAX)
			die(EXIT_USAGE, "--history: at most %d", HISTORY_MAX);
		request->sets[SIDES + request->history_count++] = optarg;
		break;
	case KEY_OUT: request->out = optarg; break;
	case KEY_DESCRIBE: format_csv_describe(stdout); exit(EXIT_DONE);
	case KEY_HELP: print_help(); exit(EXIT_DONE);
	case KEY_VERSION: printf("ptebench %s\n", version_text); exit(EXIT_DONE);
	default: exit(EXIT_USAGE);
	}
}

static void parse(int argc, char **argv, struct request *ret_request)
{
	struct request request = {
		.out = "results",
		.figures = 1U << SAMPLES_NS,
		.format = formats_find("text"),
		.options = { .margin = 0.01 },
	};
	int key;

	while ((key = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		take_option(key, &request);
	if (argc - optind != SIDES)
		die(EXIT_USAGE, "give two sets, A and B (see ./run.sh compare --help)");
	request.sets[SIDE_A] = argv[optind];
	request.sets[SIDE_B] = argv[optind + 1];
	*ret_request = request;
}

int main(int argc, char **argv)
{
	struct request request;
	struct set *sets;
	struct judgement judgement;
	enum fail_code status;
	size_t count;

	fail_name(argv[0]);
	gsl_set_error_handler_off();
	parse(argc, argv, &request);
	count = SIDES + request.history_count;
	sets = xcalloc(count, sizeof(*sets));
	request_read(request.sets, count, request.out, sets);
	request_name_apart(sets, SIDES);
	request.options.history = sets + SIDES;
	request.options.history_count = request.history_count;
	judge_sets(&sets[SIDE_A], &sets[SIDE_B], &request.options, &judgement);
	request.format->print(&judgement, request.figures, stdout);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write the comparison: %s", strerror(errno));
	status = judge_status(&judgement, request.figures);
	judge_free(&judgement);
	for (size_t i = 0; i < count; i++)
		load_free(&sets[i]);
	free(sets);
	return status;
}
