// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh report: one page that holds all that is known of some sets. */
#include <errno.h>
#include <getopt.h>
#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>

#include "comparison.h"
#include "drawings.h"
#include "html.h"
#include "judge.h"
#include "page.h"
#include "provenance.h"
#include "text.h"
#include "values.h"

enum option_key { KEY_FIGURES = 256, KEY_MARGIN, KEY_ONLY, KEY_SETS, KEY_OUT, KEY_HELP };

static const struct option long_options[] = {
	{ "figures", required_argument, NULL, KEY_FIGURES },
	{ "margin", required_argument, NULL, KEY_MARGIN },
	{ "only", required_argument, NULL, KEY_ONLY },
	{ "sets", required_argument, NULL, KEY_SETS },
	{ "out", required_argument, NULL, KEY_OUT },
	{ "help", no_argument, NULL, KEY_HELP },
	{ 0 },
};

/* What was asked for. @folder: where sets lie. */
struct request {
	const char *figures, *folder, *page;
	struct judge_options options;
	size_t count;
	struct set *sets;
};

static void print_help(void)
{
	fputs("Usage: ./run.sh report [OPTION]... SET...\n"
	      "One HTML page of one set, or of sets held against the first: verdicts, tables,\n"
	      "figures, environment. It needs no network, no script, and opens from a file.\n\n"
	      "  --out FILE     the page (default: report.html)\n"
	      "  --margin X%    changes up to this do not matter (default 1%)\n"
	      "  --only GLOB    the points that match; may be repeated\n"
	      "  --sets DIR     where sets lie (default: results)\n"
	      "  --figures DIR  drawings to show (made by ./run.sh report itself)\n",
	      stdout);
}

static double parse_margin(const char *text)
{
	char *end;
	double percent = strtod(text, &end);

	if (end == text || (*end && strcmp(end, "%") != 0) || !(percent >= 0 && percent <= 1000))
		die(EXIT_USAGE, "--margin %s: give percent from 0 to 1000, as 1%%", text);
	return percent / 100;
}

static void take_option(int key, struct request *request)
{
	switch (key) {
	case KEY_FIGURES: request->figures = optarg; break;
	case KEY_MARGIN: request->options.margin = parse_margin(optarg); break;
	case KEY_ONLY:
		if (request->options.only.count == GLOBS_MAX)
			die(EXIT_USAGE, "--only: at most %d", GLOBS_MAX);
		request->options.only.texts[request->options.only.count++] = optarg;
		break;
	case KEY_SETS: request->folder = optarg; break;
	case KEY_OUT: request->page = optarg; break;
	case KEY_HELP: print_help(); exit(EXIT_DONE);
	default: exit(EXIT_USAGE);
	}
}

static void parse(int argc, char **argv, struct request *ret_request)
{
	struct request request = {
		.folder = "results",
		.page = "report.html",
		.options = { .margin = 0.01 },
	};
	int key;

	while ((key = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		take_option(key, &request);
	if (optind == argc)
		die(EXIT_USAGE, "give one or more sets (see ./run.sh report --help)");
	request.count = (size_t)(argc - optind);
	request.sets = xcalloc(request.count, sizeof(*request.sets));
	for (size_t i = 0; i < request.count; i++)
		load_find(argv[optind + (int)i], request.folder, &request.sets[i]);
	*ret_request = request;
}

/* Sets of the same name are told apart by their paths. */
static void name_apart(struct request *request)
{
	for (size_t i = 0; i < request->count; i++)
		for (size_t j = 0; j < i; j++) {
			if (strcmp(request->sets[i].name, request->sets[j].name) != 0)
				continue;
			free(request->sets[i].name);
			request->sets[i].name = xstrdup(request->sets[i].path);
		}
}

static char *title(const struct request *request)
{
	char *others = xstrdup("");

	for (size_t i = 1; i < request->count; i++) {
		char *longer =
			xasprintf("%s%s%s", others, i > 1 ? ", " : "", request->sets[i].name);

		free(others);
		others = longer;
	}
	if (request->count > 1) {
		char *text = xasprintf("%s against %s", others, request->sets[0].name);

		free(others);
		return text;
	}
	free(others);
	return xstrdup(request->sets[0].name);
}

static void write_lone(const struct judgement *judgement, FILE *out)
{
	for (size_t i = 0; i < judgement->lone_count; i++)
		html_take(out, "p", NULL,
			  xasprintf("Not comparable: machine %s is only in %s (%s).",
				    judgement->lone[i].name,
				    judgement->lone[i].side == SIDE_A ? judgement->a->name
								      : judgement->b->name,
				    judgement->lone[i].key));
}

static void write_comparisons(const struct request *request, FILE *out)
{
	unsigned int number = 0;

	for (size_t i = 1; i < request->count; i++) {
		struct judgement judgement;

		judge_sets(&request->sets[0], &request->sets[i], &request->options, &judgement);
		for (size_t k = 0; k < judgement.count; k++)
			comparison_write(&judgement, &judgement.machines[k], ++number, out);
		write_lone(&judgement, out);
		judge_free(&judgement);
	}
}

static void write_page(const struct request *request, FILE *out)
{
	char *name = title(request);

	page_begin(name, out);
	if (request->count > 1)
		write_comparisons(request, out);
	else
		values_write(&request->sets[0], &request->options.only, request->options.margin,
			     out);
	drawings_write(request->figures, out);
	provenance_write(request->sets, request->count, out);
	page_end(out);
	free(name);
}

int main(int argc, char **argv)
{
	struct request request;
	char *fresh;
	FILE *out;

	fail_name(argv[0]);
	gsl_set_error_handler_off();
	parse(argc, argv, &request);
	name_apart(&request);
	load_read(request.sets, request.count);
	fresh = xasprintf("%s.new", request.page);
	out = fopen(fresh, "we");
	if (!out)
		die(EXIT_FAILED, "open %s: %s (choose another with --out)", fresh, strerror(errno));
	write_page(&request, out);
	if (fflush(out) || ferror(out) || fclose(out) || rename(fresh, request.page))
		die(EXIT_FAILED, "write %s: %s", request.page, strerror(errno));
	printf("%s\n", request.page);
	free(fresh);
	for (size_t i = 0; i < request.count; i++)
		load_free(&request.sets[i]);
	free(request.sets);
	return EXIT_DONE;
}
