// SPDX-License-Identifier: GPL-2.0-or-later
/* The registry of output formats. */
#include "formats.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"

const struct formats_row formats[FORMATS_COUNT] = {
	[FORMATS_COMPARE_TEXT] = { .verb = FORMATS_COMPARE,
				   .name = "text",
				   .help = "for a mail: at most 75 columns" },
	[FORMATS_COMPARE_MD] = { .verb = FORMATS_COMPARE,
				 .name = "md",
				 .help = "the same in Markdown" },
	[FORMATS_COMPARE_CSV] = { .verb = FORMATS_COMPARE,
				  .name = "csv",
				  .help = "all columns, see docs/CSV.md" },
	[FORMATS_COMPARE_JSON] = { .verb = FORMATS_COMPARE,
				   .name = "json",
				   .help = "all columns, for programs" },
	[FORMATS_COMPARE_LKP] = { .verb = FORMATS_COMPARE,
				  .name = "lkp",
				  .help = "the kernel test robot's mails" },

	[FORMATS_HISTORY_TEXT] = { .verb = FORMATS_HISTORY,
				   .name = "text",
				   .help = "for a terminal" },
	[FORMATS_HISTORY_JSON] = { .verb = FORMATS_HISTORY,
				   .name = "json",
				   .help = "for programs" },

	[FORMATS_REPORT_HTML] = { .verb = FORMATS_REPORT,
				  .name = "html",
				  .help = "one page",
				  .file = "report.html" },

	[FORMATS_EXPORT_JSON] = { .verb = FORMATS_EXPORT,
				  .name = "json",
				  .help = "all of it, for programs; the others are made of it",
				  .file = "results.json" },
	[FORMATS_KTAP] = { .verb = FORMATS_EXPORT,
			   .name = "ktap",
			   .help = "kernel test results: was each point measured as claimed?",
			   .file = "results.ktap" },
	[FORMATS_KCIDB] = { .verb = FORMATS_EXPORT,
			    .name = "kcidb",
			    .help = "KernelCI's database, JSON of schema 5",
			    .file = "kcidb.json" },
	[FORMATS_LKP] = { .verb = FORMATS_EXPORT,
			  .name = "lkp",
			  .help = "the kernel test robot's tools: stats.json and matrix.json",
			  .files = FORMATS_FOLDER },
	[FORMATS_LAVA] = { .verb = FORMATS_EXPORT,
			   .name = "lava",
			   .help = "the log of a LAVA job: one signal a measurement",
			   .file = "results.lava" },
	[FORMATS_GBENCH] = { .verb = FORMATS_EXPORT,
			     .name = "google-benchmark",
			     .help = "compare.py and dashboards of Google Benchmark's JSON",
			     .files = FORMATS_FILE_A_KERNEL,
			     .file = ".json" },
	[FORMATS_INFLUX] = { .verb = FORMATS_EXPORT,
			     .name = "influx",
			     .help = "InfluxDB's line protocol",
			     .file = "results.influx" },
	[FORMATS_OTAVA] = { .verb = FORMATS_EXPORT,
			    .name = "otava",
			    .help = "Apache Otava's CSV: the history of one machine",
			    .files = FORMATS_FILE_A_MACHINE,
			    .file = ".csv" },
	[FORMATS_OPENMETRICS] = { .verb = FORMATS_EXPORT,
				  .name = "openmetrics",
				  .help = "Prometheus, as a node_exporter textfile",
				  .file = "ptebench.prom" },
};

enum formats_id formats_take(enum formats_verb verb, const char *name)
{
	char *names = xstrdup("");

	for (int id = 0; id < FORMATS_COUNT; id++) {
		if (formats[id].verb != verb)
			continue;
		if (!strcmp(formats[id].name, name))
			return (enum formats_id)id;
		xappend(&names, ", ", "%s", formats[id].name);
	}
	die(EXIT_USAGE, "--format %s: give one of %s", name, names);
}

char *formats_help(enum formats_verb verb)
{
	char *text = xstrdup("Formats:\n");

	for (int id = 0; id < FORMATS_COUNT; id++)
		if (formats[id].verb == verb)
			xappend(&text, "", "  %-17s%s\n", formats[id].name, formats[id].help);
	return text;
}
