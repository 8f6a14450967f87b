// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh export: results in the formats of other systems. */
#include <getopt.h>
#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>

#include "export.h"
#include "compare/set_options.h"
#include "base/version.h"

enum option_key {
	KEY_FORMAT = 256,
	KEY_OUT,
	KEY_ONLY,
	KEY_METRIC,
	KEY_ORIGIN,
	KEY_SETS,
	KEY_HELP,
	KEY_VERSION
};

static const struct option long_options[] = {
	{ "format", required_argument, NULL, KEY_FORMAT },
	{ "out", required_argument, NULL, KEY_OUT },
	{ "only", required_argument, NULL, KEY_ONLY },
	{ "metric", required_argument, NULL, KEY_METRIC },
	{ "origin", required_argument, NULL, KEY_ORIGIN },
	{ "sets", required_argument, NULL, KEY_SETS },
	{ "help", no_argument, NULL, KEY_HELP },
	{ "version", no_argument, NULL, KEY_VERSION },
	{ 0 },
};

/* What was asked for. @folder: where sets lie. */
struct request {
	enum formats_id format;
	const char *out, *origin, *folder;
	struct globlist only;
	unsigned int metrics;
	const char *const *paths;
	size_t count;
};

static void print_help(void)
{
	fputs("Usage: ./run.sh export --format F [OPTION]... SET...\n"
	      "Writes what sets measured in a format that another system reads. A set is a\n"
	      "folder of runs (results/NAME, or its NAME), or one run.\n\n"
	      "  --format F     one of these:\n",
	      stdout);
	formats_print_help(FORMATS_EXPORT, stdout);
	fputs("  --out PATH     a file, or a folder for several (default: standard output);\n"
	      "                 lkp needs a folder, so do google-benchmark with several\n"
	      "                 kernels or machines and otava with several machines\n"
	      "  --only GLOB    the points that match; may be repeated\n"
	      "  --metric M     time, instructions or cycles; may be repeated (default: all);\n"
	      "                 google-benchmark has the first of them as its time\n"
	      "  --origin NAME  what kcidb is to call your CI (default: ptebench)\n"
	      "  --sets DIR     where sets lie (default: results)\n\n"
	      "How they are fed, with the names of your servers in variables:\n"
	      "  kcidb             ... | kcidb-submit -p \"$PROJECT\" -t \"$TOPIC\"\n"
	      "  lava              run it in the job: its standard output is the log\n"
	      "  google-benchmark  compare.py benchmarks base.json patched.json\n"
	      "  influx            ... | curl --data-binary @- \"$URL/write?db=$DB\"\n"
	      "  otava             name file and columns in otava.yaml, then otava analyze\n"
	      "  openmetrics       --out \"$TEXTFILE_FOLDER/ptebench.prom\"\n"
	      "docs/EXPORTS.md has an excerpt of each, and what became of points that were not\n"
	      "measured. Exit status: 0 written; 1 cannot be written; 2 usage.\n",
	      stdout);
}

static unsigned int parse_metric(const char *text)
{
	enum csv_reader_metric metric = set_options_metric(text);

	if (metric == CSV_READER_METRICS)
		die(EXIT_USAGE, "--metric %s: give time, instructions or cycles", text);
	return 1U << metric;
}

static const char *parse_origin(const char *text)
{
	if (!*text || text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")])
		die(EXIT_USAGE, "--origin %s: give lower-case letters, digits and _", text);
	return text;
}

static void take_option(int key, struct request *request)
{
	switch (key) {
	case KEY_FORMAT: request->format = formats_take(FORMATS_EXPORT, optarg); break;
	case KEY_OUT: request->out = optarg; break;
	case KEY_ONLY: set_options_only(&request->only, optarg); break;
	case KEY_METRIC: request->metrics |= parse_metric(optarg); break;
	case KEY_ORIGIN: request->origin = parse_origin(optarg); break;
	case KEY_SETS: request->folder = optarg; break;
	case KEY_HELP: print_help(); exit(EXIT_DONE);
	case KEY_VERSION: printf("ptebench %s\n", version_text); exit(EXIT_DONE);
	default: exit(EXIT_USAGE);
	}
}

static void parse(int argc, char **argv, struct request *ret_request)
{
	struct request request = { .format = FORMATS_COUNT,
				   .origin = "ptebench",
				   .folder = "results" };
	int key;

	while ((key = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		take_option(key, &request);
	if (request.format == FORMATS_COUNT)
		die(EXIT_USAGE, "give a --format (see ./run.sh export --help)");
	if (request.out && !*request.out)
		die(EXIT_USAGE, "--out: give a file or a folder");
	if (optind == argc)
		die(EXIT_USAGE, "give one set or more (see ./run.sh export --help)");
	if (!request.metrics)
		request.metrics = (1U << CSV_READER_METRICS) - 1;
	request.paths = (const char *const *)argv + optind;
	request.count = (size_t)(argc - optind);
	*ret_request = request;
}

static bool has_points(const struct export_data *bundle)
{
	for (size_t i = 0; i < bundle->count; i++)
		if (bundle->groups[i].point_count)
			return true;
	return false;
}

int main(int argc, char **argv)
{
	struct request request;
	struct export_data bundle;
	struct output output;
	struct load_set *sets;

	die_name(argv[0]);
	gsl_set_error_handler_off();
	parse(argc, argv, &request);
	sets = xcalloc(request.count, sizeof(*sets));
	set_options_read(request.paths, request.count, request.folder, sets);
	set_options_name_apart(sets, request.count);
	export_data_make(sets, request.count, &request.only, request.metrics, request.origin,
			 &bundle);
	if (!has_points(&bundle))
		die(EXIT_USAGE, "nothing to export: no run that can be read has such a point");
	output = output_make(request.out, export_is_folder(request.format, &bundle));
	export_write(request.format, &bundle, &output);
	export_data_free(&bundle);
	for (size_t i = 0; i < request.count; i++)
		load_free(&sets[i]);
	free(sets);
	return EXIT_DONE;
}
