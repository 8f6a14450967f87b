// SPDX-License-Identifier: GPL-2.0-or-later
/* Estimates each point of one run. */
#include "run_summary.h"

#include <math.h>
#include <stdlib.h>

#include "compare/format.h"

/* Facts in which runs of one series must agree. */
static const char *const apart[] = { "page_bytes", "pmd_bytes", "clock_domain", "clock" };

static char *machine_of(const struct load_run *run)
{
	char *key = xstrdup(run->machine);

	for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++)
		xappend(&key, "", "\n%s", host_facts_get(&run->facts, apart[i]));
	return key;
}

static bool measure(const struct design *design, struct run_summary_point *point)
{
	bool has_any = false;

	for (int metric = 0; metric < CSV_READER_METRICS; metric++) {
		struct estimate level = estimate_measure(design, DESIGN_SIDE_A, point->row.point,
							 (enum csv_reader_metric)metric);

		if (!(level.value > 0) || !isfinite(level.value))
			level.value = NAN;
		has_any |= !isnan(level.value);
		point->on[metric] = level;
	}
	return has_any;
}

static void add_point(const struct design *design, const struct csv_reader_point *found,
		      struct run_summary *summary)
{
	struct run_summary_point *point = &summary->points[summary->count++];

	point->row = found->row;
	point->protocol = csv_row_protocol(&found->row);
	point->is_per_page = found->is_per_page;
	for (int metric = 0; metric < CSV_READER_METRICS; metric++)
		point->on[metric].value = NAN;
	if (!found->ok_rows)
		point->why = format_clean(found->why);
	else if (found->unlike)
		point->why = xasprintf("its samples differ in %s", found->unlike);
	else if (!measure(design, point))
		point->why = xstrdup("its median is 0");
}

static void add_points(const struct load_run *run, struct run_summary *summary)
{
	struct design design;

	design_make(&run, 1, NULL, 0, &design);
	summary->points = xcalloc(run->samples.count + 1, sizeof(*summary->points));
	for (size_t i = 0; i < run->samples.count; i++)
		add_point(&design, &run->samples.points[i], summary);
	design_free(&design);
}

void run_summary_run(const char *path, struct run_summary *ret_summary)
{
	struct run_summary summary = { 0 };
	struct load_run run;

	load_run(path, &run);
	summary.error = run.error;
	summary.reason = run.reason;
	if (!run.error) {
		summary.name = xstrdup(run.name);
		summary.machine = machine_of(&run);
		summary.host = xstrdup(host_facts_get(&run.facts, "host"));
		summary.about = format_host(summary.host, &run.facts);
		summary.release = xstrdup(host_facts_get(&run.facts, "kernel_release"));
		summary.version = xstrdup(host_facts_get(&run.facts, "kernel_version"));
		summary.counts_instructions = host_facts_counts_instructions(&run.facts);
		summary.rows = run.samples.rows;
		summary.bad_rows = run.samples.bad_rows;
		add_points(&run, &summary);
	}
	load_free_run(&run);
	*ret_summary = summary;
}

void run_summary_free(struct run_summary *summary)
{
	for (size_t i = 0; i < summary->count; i++)
		free(summary->points[i].why);
	free(summary->points);
	free(summary->version);
	free(summary->release);
	free(summary->about);
	free(summary->host);
	free(summary->machine);
	free(summary->name);
}
