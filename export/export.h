/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The formats in which results leave for other systems; docs/EXPORTS.md has an run_summary of each.
 */
#ifndef PTEBENCH_EXPORT_H
#define PTEBENCH_EXPORT_H

#include "export_data.h"
#include "compare/formats.h"
#include "compare/output.h"

/** export_write() - write all of it. @format: one of export. */
void export_write(enum formats_id format, const struct export_data *bundle, struct output *output);

/** export_is_folder() - would these make more than one file of a format? */
bool export_is_folder(enum formats_id format, const struct export_data *bundle);

/** export_ktap() - a subtest a group, a test a point: `ok` says that it was measured as claimed. */
void export_ktap(const struct export_data *bundle, struct output *output);

/**
 * export_kcidb() - checkouts, builds, and a test per run, point and metric. Schema 5.0, which all
 * 5.x accept.
 */
void export_kcidb(const struct export_data *bundle, struct output *output);

/** export_lkp() - LABEL/N/stats.json of the N-th run, and LABEL/matrix.json of all of them. */
void export_lkp(const struct export_data *bundle, struct output *output);

/** export_lava() - signals for the log of a LAVA job; ids are unique, as LAVA wants them. */
void export_lava(const struct export_data *bundle, struct output *output);

/** export_gbench() - Google Benchmark's JSON: a repetition a process, and their aggregates. */
void export_gbench(const struct export_data *bundle, struct output *output);

/** export_influx() - line protocol: a line a run and point, at the time that the run began. */
void export_influx(const struct export_data *bundle, struct output *output);

/** export_otava() - CSV: a line a run, a column a point and metric that all runs have. */
void export_otava(const struct export_data *bundle, struct output *output);

/** export_openmetrics() - text for a node_exporter textfile: gauges, no time stamps. */
void export_openmetrics(const struct export_data *bundle, struct output *output);

#endif
