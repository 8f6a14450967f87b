// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh report: one page that holds all that is known of some sets. */
#include <getopt.h>
#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>

#include "overview.h"
#include "inline_svg.h"
#include "compare/formats.h"
#include "html.h"
#include "compare/comparison.h"
#include "kernels.h"
#include "page_frame.h"
#include "provenance.h"
#include "compare/set_options.h"
#include "compare/output.h"
#include "figures.h"
#include "compare/format.h"
#include "single_set.h"

enum option_key { KEY_FIGURES = 256, KEY_PLOT, KEY_MARGIN, KEY_ONLY, KEY_SETS, KEY_OUT, KEY_HELP };

static const struct option long_options[] = {
	{ "figures", required_argument, NULL, KEY_FIGURES },
	{ "plot", required_argument, NULL, KEY_PLOT },
	{ "margin", required_argument, NULL, KEY_MARGIN },
	{ "only", required_argument, NULL, KEY_ONLY },
	{ "sets", required_argument, NULL, KEY_SETS },
	{ "out", required_argument, NULL, KEY_OUT },
	{ "help", no_argument, NULL, KEY_HELP },
	{ 0 },
};

/*
 * What was asked for. @folder: where sets lie. @figures: a folder of drawings, or NULL. @plot: the
 * program that draws them otherwise, or NULL.
 */
struct request {
	const char *figures, *plot, *folder, *page;
	struct comparison_options options;
	const char *const *paths;
	size_t count;
	struct load_set *sets;
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
	      "  --figures DIR  show these drawings instead of new ones\n",
	      stdout);
}

static void take_option(int key, struct request *request)
{
	switch (key) {
	case KEY_FIGURES: request->figures = optarg; break;
	case KEY_PLOT: request->plot = optarg; break;
	case KEY_MARGIN: request->options.margin = set_options_margin(optarg); break;
	case KEY_ONLY: set_options_only(&request->options.only, optarg); break;
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
		.page = formats[FORMATS_REPORT_HTML].file,
		.options = { .margin = 0.01 },
	};
	int key;

	while ((key = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		take_option(key, &request);
	if (optind == argc)
		die(EXIT_USAGE, "give one or more sets (see ./run.sh report --help)");
	request.paths = (const char *const *)argv + optind;
	request.count = (size_t)(argc - optind);
	request.sets = xcalloc(request.count, sizeof(*request.sets));
	*ret_request = request;
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

static void write_lone(const struct comparison *comparison, FILE *out)
{
	for (size_t i = 0; i < comparison->lone_count; i++)
		html_take(out, "p", NULL,
			  xasprintf("Not comparable: machine %s is only in %s (%s).",
				    comparison->lone[i].name,
				    comparison->lone[i].side == DESIGN_SIDE_A ? comparison->a->name
									      : comparison->b->name,
				    comparison->lone[i].key));
}

static size_t count_machines(const struct comparison *judgements, size_t count)
{
	size_t machines = 0;

	for (size_t i = 0; i < count; i++)
		machines += judgements[i].count;
	return machines;
}

/* Where there are several, a table that leads to each comes first. */
static void write_comparisons(const struct request *request, FILE *out)
{
	size_t count = request->count - 1;
	struct comparison *judgements = xcalloc(count, sizeof(*judgements));
	unsigned int number = 0;

	for (size_t i = 0; i < count; i++)
		comparison_make(&request->sets[0], &request->sets[i + 1], &request->options,
				&judgements[i]);
	if (count_machines(judgements, count) > 1)
		overview_summary(judgements, count, out);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < judgements[i].count; k++)
			overview_write(&judgements[i], &judgements[i].machines[k], ++number, out);
		write_lone(&judgements[i], out);
		comparison_free(&judgements[i]);
	}
	free(judgements);
}

static void write_page(const struct request *request, const char *figures, FILE *out)
{
	char *name = title(request);

	page_frame_begin(name, out);
	if (request->count > 1)
		write_comparisons(request, out);
	else
		single_set_write(&request->sets[0], &request->options.only, out);
	kernels_write(request->sets, request->count, out);
	inline_svg_write(figures, out);
	provenance_write(request->sets, request->count, out);
	page_frame_end(out);
	free(name);
}

static void make_page(const struct request *request, const char *figures)
{
	struct output output = output_make(request->page, false);

	write_page(request, figures, output_open(&output, formats[FORMATS_REPORT_HTML].file));
	output_close(&output);
	kernels_print(request->sets, request->count, stdout);
	printf("%s%s%s\n", request->page, output.is_folder ? "/" : "",
	       output.is_folder ? formats[FORMATS_REPORT_HTML].file : "");
}

int main(int argc, char **argv)
{
	struct request request;
	char *drawn = NULL;

	die_name(argv[0]);
	gsl_set_error_handler_off();
	parse(argc, argv, &request);
	set_options_read(request.paths, request.count, request.folder, request.sets);
	set_options_name_apart(request.sets, request.count);
	if (!request.figures && request.plot)
		drawn = figures_draw(request.plot, request.sets, request.count, &request.options);
	make_page(&request, drawn ? drawn : request.figures);
	figures_remove(drawn);
	for (size_t i = 0; i < request.count; i++)
		load_free(&request.sets[i]);
	free(request.sets);
	return EXIT_DONE;
}
