// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh export: writes results in the formats of other systems. */
#include <gsl/gsl_errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "export_json.h"
#include "filter.h"
#include "base/options.h"
#include "compare/set_options.h"

/* What was asked for. @folder: where sets lie. @metrics: bit mask of 1 << csv_reader_metric. */
static struct {
	enum formats_id format;
	const char *out, *origin, *folder;
	struct globlist only;
	unsigned int metrics;
} asked = { .format = FORMATS_COUNT };

static void take_format(const char *name)
{
	asked.format = formats_take(FORMATS_EXPORT, name);
}

static void take_origin(const char *text)
{
	if (!*text || text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")])
		die(EXIT_USAGE, "--origin %s: give lower-case letters, digits and _", text);
	asked.origin = text;
}

static const struct options_row rows[] = {
	{ "format", "F", "one of those below", .take = take_format },
	{ "out", "PATH", "a file, or a folder for several files", .text = &asked.out,
	  .fallback = "standard output" },
	{ OPTIONS_ONLY(&asked.only) },
	{ SET_OPTIONS_METRICS(&asked.metrics) },
	{ "origin", "NAME", "what kcidb is to call your CI", .take = take_origin,
	  .initial = "ptebench" },
	{ OPTIONS_SETS("sets", &asked.folder) },
	{ 0 },
};

static const char how_to_feed[] =
	"lkp needs a folder for --out, so do google-benchmark with several kernels or machines and "
	"otava with several machines. google-benchmark has the first --metric as its time.\n\n"
	"How they are fed, with the names of your servers in variables:\n"
	"  kcidb             ... | kcidb-submit -p \"$PROJECT\" -t \"$TOPIC\"\n"
	"  lava              run it in the job: its standard output is the log\n"
	"  google-benchmark  compare.py benchmarks base.json patched.json\n"
	"  influx            ... | curl --data-binary @- \"$URL/write?db=$DB\"\n"
	"  otava             name file and columns in otava.yaml, then otava analyze\n"
	"  openmetrics       --out \"$TEXTFILE_FOLDER/ptebench.prom\"\n"
	"docs/EXPORTS.md has an excerpt of each, and what became of points that were not measured. "
	"Exit status: 0 written; 1 cannot be written; 2 usage; 77 no jq here.";

/* Return: the number of sets, which are argv[1], argv[2], ... */
static size_t parse(int argc, char **argv)
{
	char *help = formats_help(FORMATS_EXPORT);
	const struct options_program program = {
		.command = "./run.sh export",
		.usage = "--format F [OPTION]... SET...",
		.about = "Writes what sets measured in a format that another system reads. A set "
			 "is a folder of runs (results/NAME, or its NAME), or one run.",
		.notes = xappend(&help, "\n", "%s", how_to_feed),
		.arguments = "one set or more",
		.least = 1,
		.most = INT_MAX,
		.rows = rows,
	};
	size_t count = (size_t)options_parse(&program, argc, argv);

	free(help);
	if (asked.format == FORMATS_COUNT)
		die(EXIT_USAGE, "give a --format (see ./run.sh export --help)");
	if (asked.out && !*asked.out)
		die(EXIT_USAGE, "--out: give a file or a folder");
	if (!asked.metrics)
		asked.metrics = (1U << CSV_READER_METRICS) - 1;
	return count;
}

static bool has_points(const struct export_data *bundle)
{
	for (size_t i = 0; i < bundle->count; i++)
		if (bundle->groups[i].point_count)
			return true;
	return false;
}

static bool are_several_files(const struct export_data *bundle)
{
	switch (formats[asked.format].files) {
	case FORMATS_FOLDER: return true;
	case FORMATS_FILE_A_KERNEL: return bundle->count > 1;
	case FORMATS_FILE_A_MACHINE:
		return json_object_size(json_object_get(bundle->names, "machines")) > 1;
	default: return false;
	}
}

int main(int argc, char **argv)
{
	struct export_data bundle;
	struct output output;
	struct load_set *sets;
	json_t *data;
	size_t count;

	gsl_set_error_handler_off();
	count = parse(argc, argv);
	sets = set_options_sets((const char *const *)argv + 1, count, count, asked.folder);
	export_data_make(sets, count, &asked.only, asked.metrics, asked.origin, &bundle);
	if (!has_points(&bundle))
		die(EXIT_USAGE, "nothing to export: no run that can be read has such a point");
	output = output_make(asked.out, are_several_files(&bundle));
	data = export_json_make(&bundle);
	filter_write(asked.format, data, &output);
	json_decref(data);
	export_data_free(&bundle);
	set_options_free(sets, count);
	return EXIT_DONE;
}
