// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists the output formats of all programs, and finds one by its name. */
#include "formats.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"

const struct formats_row formats[FORMATS_COUNT] = {
	[FORMATS_COMPARE_TEXT] = { FORMATS_COMPARE, "text",
				   .help = "for a mail: at most 75 columns" },
	[FORMATS_COMPARE_MD] = { FORMATS_COMPARE, "md", .help = "the same in Markdown" },
	[FORMATS_COMPARE_CSV] = { FORMATS_COMPARE, "csv", .help = "all columns, see docs/CSV.md" },
	[FORMATS_COMPARE_JSON] = { FORMATS_COMPARE, "json", .help = "all columns, for programs" },
	[FORMATS_COMPARE_LKP] = { FORMATS_COMPARE, "lkp", .help = "the kernel test robot's mails" },

	[FORMATS_HISTORY_TEXT] = { FORMATS_HISTORY, "text", .help = "for a terminal" },
	[FORMATS_HISTORY_JSON] = { FORMATS_HISTORY, "json", .help = "for programs" },

	[FORMATS_REPORT_HTML] = { FORMATS_REPORT, "html", .help = "one page",
				  .file = "report.html" },

	[FORMATS_EXPORT_JSON] = { FORMATS_EXPORT, "json",
				  .help = "all of it, for programs; the others are made of it",
				  .file = "results.json" },
	[FORMATS_KTAP] = { FORMATS_EXPORT, "ktap",
			   .help = "kernel test results: was each point measured as claimed?",
			   .file = "results.ktap" },
	[FORMATS_KCIDB] = { FORMATS_EXPORT, "kcidb",
			    .help = "KernelCI's database, JSON of schema 5", .file = "kcidb.json" },
	[FORMATS_LKP] = { FORMATS_EXPORT, "lkp",
			  .help = "the kernel test robot's tools: stats.json and matrix.json",
			  .files = FORMATS_FOLDER },
	[FORMATS_LAVA] = { FORMATS_EXPORT, "lava",
			   .help = "the log of a LAVA job: one signal a measurement",
			   .file = "results.lava" },
	[FORMATS_GBENCH] = { FORMATS_EXPORT, "google-benchmark",
			     .help = "compare.py and dashboards of Google Benchmark's JSON",
			     .files = FORMATS_FILE_A_KERNEL, .file = ".json" },
	[FORMATS_INFLUX] = { FORMATS_EXPORT, "influx", .help = "InfluxDB's line protocol",
			     .file = "results.influx" },
	[FORMATS_OTAVA] = { FORMATS_EXPORT, "otava",
			    .help = "Apache Otava's CSV: the history of one machine",
			    .files = FORMATS_FILE_A_MACHINE, .file = ".csv" },
	[FORMATS_OPENMETRICS] = { FORMATS_EXPORT, "openmetrics",
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
