// SPDX-License-Identifier: GPL-2.0-or-later
/* What does one run find, point by point? */
#include "excerpt.h"

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

static bool measure(const struct units_design *design, struct excerpt_point *point)
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
		      struct excerpt *excerpt)
{
	struct excerpt_point *point = &excerpt->points[excerpt->count++];

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

static void add_points(const struct run *run, struct excerpt *excerpt)
{
	struct units_design design;

	units_plan(&run, 1, NULL, 0, &design);
	excerpt->points = xcalloc(run->samples.count + 1, sizeof(*excerpt->points));
	for (size_t i = 0; i < run->samples.count; i++)
		add_point(&design, &run->samples.points[i], excerpt);
	units_free_design(&design);
}

void excerpt_run(const char *path, struct excerpt *ret_excerpt)
{
	struct excerpt excerpt = { 0 };
	struct run run;

	load_run(path, &run);
	excerpt.error = run.error;
	excerpt.reason = run.reason;
	if (!run.error) {
		excerpt.name = xstrdup(run.name);
		excerpt.machine = machine_of(&run);
		excerpt.host = xstrdup(facts_get(&run.facts, "host"));
		excerpt.about = text_host(excerpt.host, &run.facts);
		excerpt.release = xstrdup(facts_get(&run.facts, "kernel_release"));
		excerpt.version = xstrdup(facts_get(&run.facts, "kernel_version"));
		excerpt.counts_instructions = facts_counts_instructions(&run.facts);
		excerpt.rows = run.samples.rows;
		excerpt.bad_rows = run.samples.bad_rows;
		add_points(&run, &excerpt);
	}
	load_free_run(&run);
	*ret_excerpt = excerpt;
}

void excerpt_free(struct excerpt *excerpt)
{
	for (size_t i = 0; i < excerpt->count; i++)
		free(excerpt->points[i].why);
	free(excerpt->points);
	free(excerpt->version);
	free(excerpt->release);
	free(excerpt->about);
	free(excerpt->host);
	free(excerpt->machine);
	free(excerpt->name);
}
