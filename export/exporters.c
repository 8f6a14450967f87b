// SPDX-License-Identifier: GPL-2.0-or-later
/* Which formats are there? */
#include "exporters.h"

#include <string.h>

static const struct exporter table[] = {
	{ "ktap", "kernel test results: was each point measured as claimed?", EXPORTER_FILE,
	  export_ktap },
	{ "kcidb", "KernelCI's database, JSON of schema 5", EXPORTER_FILE, export_kcidb },
	{ "lkp", "the kernel test robot's tools: stats.json a run, matrix.json of all",
	  EXPORTER_FOLDER, export_lkp },
	{ "lava", "the log of a LAVA job: one signal a measurement", EXPORTER_FILE, export_lava },
	{ "google-benchmark", "compare.py and dashboards of Google Benchmark's JSON",
	  EXPORTER_GROUP, export_gbench },
	{ "influx", "InfluxDB's line protocol", EXPORTER_FILE, export_influx },
	{ "otava", "Apache Otava's CSV: the history of one machine", EXPORTER_MACHINE,
	  export_otava },
	{ "openmetrics", "Prometheus, as a node_exporter textfile", EXPORTER_FILE,
	  export_openmetrics },
};

const struct exporter *exporters(size_t *ret_count)
{
	*ret_count = sizeof(table) / sizeof(table[0]);
	return table;
}

const struct exporter *exporters_find(const char *name)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (!strcmp(table[i].name, name))
			return &table[i];
	return NULL;
}

bool exporters_are_many(const struct exporter *exporter, const struct export_data *bundle)
{
	switch (exporter->files) {
	case EXPORTER_FOLDER: return true;
	case EXPORTER_GROUP: return bundle->count > 1;
	case EXPORTER_MACHINE: return bundle->machine_names.count > 1;
	default: return false;
	}
}
