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
		      struct run_summary *run_summary)
{
	struct run_summary_point *point = &run_summary->points[run_summary->count++];

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

static void add_points(const struct load_run *run, struct run_summary *run_summary)
{
	struct design design;

	design_make(&run, 1, NULL, 0, &design);
	run_summary->points = xcalloc(run->samples.count + 1, sizeof(*run_summary->points));
	for (size_t i = 0; i < run->samples.count; i++)
		add_point(&design, &run->samples.points[i], run_summary);
	design_free(&design);
}

void run_summary_run(const char *path, struct run_summary *ret_excerpt)
{
	struct run_summary run_summary = { 0 };
	struct load_run run;

	load_run(path, &run);
	run_summary.error = run.error;
	run_summary.reason = run.reason;
	if (!run.error) {
		run_summary.name = xstrdup(run.name);
		run_summary.machine = machine_of(&run);
		run_summary.host = xstrdup(host_facts_get(&run.facts, "host"));
		run_summary.about = format_host(run_summary.host, &run.facts);
		run_summary.release = xstrdup(host_facts_get(&run.facts, "kernel_release"));
		run_summary.version = xstrdup(host_facts_get(&run.facts, "kernel_version"));
		run_summary.counts_instructions = host_facts_counts_instructions(&run.facts);
		run_summary.rows = run.samples.rows;
		run_summary.bad_rows = run.samples.bad_rows;
		add_points(&run, &run_summary);
	}
	load_free_run(&run);
	*ret_excerpt = run_summary;
}

void run_summary_free(struct run_summary *run_summary)
{
	for (size_t i = 0; i < run_summary->count; i++)
		free(run_summary->points[i].why);
	free(run_summary->points);
	free(run_summary->version);
	free(run_summary->release);
	free(run_summary->about);
	free(run_summary->host);
	free(run_summary->machine);
	free(run_summary->name);
}
