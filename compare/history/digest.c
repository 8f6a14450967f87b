// SPDX-License-Identifier: GPL-2.0-or-later
/* What does one run find, point by point? */
#include "digest.h"

#include <math.h>
#include <stdlib.h>

#include "text.h"

/* Facts in which runs must agree, or their values do not stand in one series. */
static const char *const apart[] = { "page_bytes", "pmd_bytes", "clock_domain", "clock" };

static char *machine_of(const struct run *run)
{
	char *key = xstrdup(run->machine);

	for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++) {
		char *longer = xasprintf("%s\n%s", key, facts_get(&run->facts, apart[i]));

		free(key);
		key = longer;
	}
	return key;
}

static bool measure(const struct units_design *design, struct digest_point *point)
{
	bool has_any = false;

	for (int figure = 0; figure < SAMPLES_FIGURES; figure++) {
		struct level level = level_measure(design, SIDE_A, point->row.point,
						   (enum samples_figure)figure);

		if (!(level.value > 0) || !isfinite(level.value))
			level.value = NAN;
		has_any |= !isnan(level.value);
		point->on[figure] = level;
	}
	return has_any;
}

static void add_point(const struct units_design *design, const struct samples_point *found,
		      struct digest *digest)
{
	struct digest_point *point = &digest->points[digest->count++];

	point->row = found->row;
	point->protocol = row_protocol(&found->row);
	point->is_per_page = found->is_per_page;
	for (int figure = 0; figure < SAMPLES_FIGURES; figure++)
		point->on[figure].value = NAN;
	if (!found->ok_rows)
		point->why = text_clean(found->why);
	else if (found->unlike)
		point->why = xasprintf("its samples differ in %s", found->unlike);
	else if (!measure(design, point))
		point->why = xstrdup("its median is 0");
}

static void add_points(const struct run *run, struct digest *digest)
{
	struct units_design design;

	units_plan(&run, 1, NULL, 0, &design);
	digest->points = xcalloc(run->samples.count + 1, sizeof(*digest->points));
	for (size_t i = 0; i < run->samples.count; i++)
		add_point(&design, &run->samples.points[i], digest);
	units_free_design(&design);
}

void digest_run(const char *path, struct digest *ret_digest)
{
	struct digest digest = { 0 };
	struct run run;

	load_run(path, &run);
	digest.error = run.error;
	digest.reason = run.reason;
	if (!run.error) {
		digest.name = xstrdup(run.name);
		digest.machine = machine_of(&run);
		digest.host = xstrdup(facts_get(&run.facts, "host"));
		digest.about = text_host(digest.host, &run.facts);
		digest.release = xstrdup(facts_get(&run.facts, "kernel_release"));
		digest.version = xstrdup(facts_get(&run.facts, "kernel_version"));
		digest.counts_instructions = facts_counts_instructions(&run.facts);
		digest.rows = run.samples.rows;
		digest.bad_rows = run.samples.bad_rows;
		add_points(&run, &digest);
	}
	load_free_run(&run);
	*ret_digest = digest;
}

void digest_free(struct digest *digest)
{
	for (size_t i = 0; i < digest->count; i++)
		free(digest->points[i].why);
	free(digest->points);
	free(digest->version);
	free(digest->release);
	free(digest->about);
	free(digest->host);
	free(digest->machine);
	free(digest->name);
}
