// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints the plan of boots and rounds. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "allocation.h"
#include "base/version.h"
#include "format.h"

enum { WORST = 3, CELL_BYTES = 32 };

static const char *const shares[] = { "80% of the cases", "all cases" };

/* "1.02", "0-" for an estimate below 0, "?" for what the set cannot tell. */
static const char *format_sd(const struct variance_components *components, int level, char *ret)
{
	if (isnan(components->of[level]))
		return "?";
	snprintf(ret, CELL_BYTES, components->is_negative[level] ? "0-" : "%.2f",
		 100 * sqrt(components->of[level]));
	return ret;
}

static const char *format_design(const struct allocation_design *design, char *ret)
{
	if (!design->boots)
		return "?";
	if (design->boots > ALLOCATION_BOOTS_MAX)
		snprintf(ret, CELL_BYTES, "over %d boots", ALLOCATION_BOOTS_MAX);
	else
		snprintf(ret, CELL_BYTES, "%zu x %zu %6.0f", design->boots, design->rounds,
			 ceil(design->seconds / 60));
	return ret;
}

static void print_points(const struct allocation *plan, FILE *out)
{
	fprintf(out, "\n%-36s %5s %5s %5s  %s\n", "SDs in percent: between", "boots", "runs",
		"proc.", "boots x rounds, min");
	for (size_t i = 0; i < plan->count; i++) {
		const struct allocation_point *point = &plan->points[i];
		char cells[4][CELL_BYTES], *name = format_clean(point->point);

		fprintf(out, strlen(name) > 36 ? "%s\n%36s" : "%-36s%s", name, "");
		fprintf(out, " %5s %5s %5s  %s\n",
			format_sd(&point->components, DESIGN_BOOT, cells[0]),
			format_sd(&point->components, DESIGN_INVOCATION, cells[1]),
			format_sd(&point->components, DESIGN_PROCESS, cells[2]),
			format_design(&point->cheapest, cells[3]));
		free(name);
	}
	fprintf(out, "?: the set cannot tell; it is in the column to the left.\n"
		     "0-: the estimate is below 0.\n");
}

static void print_costs(const struct allocation *plan, FILE *out)
{
	format_put(out, 0,
		   "Costs: a boot %.0f s (%s; --boot-cost), a round %.1f s (%s; "
		   "--round-cost).",
		   plan->boot_s,
		   plan->boot_is_measured  ? "from the names of vm's runs, less the rounds"
		   : plan->boot_is_assumed ? "assumed"
					   : "as given",
		   plan->round_s, plan->round_is_assumed ? "assumed: .1 s a process" : "as given");
}

static int compare_needs(const void *a, const void *b)
{
	const struct allocation_point *x = a, *y = b;

	return (x->cheapest.seconds < y->cheapest.seconds) -
	       (x->cheapest.seconds > y->cheapest.seconds);
}

static void print_worst(const struct allocation *plan, FILE *out)
{
	struct allocation_point *points = xcalloc(plan->count + 1, sizeof(*points));
	char *text = xstrdup("Most is needed by");

	memcpy(points, plan->points, plan->count * sizeof(*points));
	qsort(points, plan->count, sizeof(*points), compare_needs);
	for (size_t i = 0; i < plan->count && i < WORST; i++)
		xappend(&text, i ? ", " : " ", "%s", points[i].point);
	format_wrap(out, text, 0);
	free(text);
	free(points);
}

static void print_share(const struct allocation *plan, int share, FILE *out)
{
	const struct allocation_options *options = plan->options;
	const struct allocation_design *design = &plan->cheapest[share];

	if (design->boots > ALLOCATION_BOOTS_MAX)
		format_put(out, 0, "To see %g%% in %s: more than %d boots a side.",
			   100 * options->test->see, shares[share], ALLOCATION_BOOTS_MAX);
	else
		format_put(out, 0,
			   "To see %g%% in %s: %zu boots a side, %zu rounds in each, "
			   "%.0f min for both sides.",
			   100 * options->test->see, shares[share], design->boots, design->rounds,
			   ceil(design->seconds / 60));
	design = &plan->within[share];
	if (design->boots)
		format_put(out, 0,
			   "In %u min, in %s: %.1f%%, by %zu boots a side, %zu rounds "
			   "in each.",
			   options->minutes, shares[share], 100 * design->change, design->boots,
			   design->rounds);
	else if (options->minutes)
		format_put(out, 0, "%u min: too short for 2 boots a side.", options->minutes);
}

static void print_machine(const struct allocation *plan, FILE *out)
{
	const struct allocation_design *all = &plan->cheapest[ALLOCATION_EACH];

	format_put(out, 0, "%s: %zu boots, %zu invocations, %zu processes of a case; %zu cases",
		   plan->name, plan->units[DESIGN_BOOT], plan->units[DESIGN_INVOCATION],
		   plan->units[DESIGN_PROCESS], plan->count);
	if (!plan->count) {
		format_put(out, 0, "Nothing was measured that --only and --metric name.");
		return;
	}
	if (!all->boots)
		format_put(out, 0,
			   "One boot a side: nothing is known of boots. Measure 3 boots or "
			   "more, then plan again.");
	for (int share = 0; share < ALLOCATION_SHARES && all->boots; share++)
		print_share(plan, share, out);
	if (all->boots && plan->cheapest[ALLOCATION_MOST].boots < COMPARISON_FEW_BOOTS)
		format_put(out, 0,
			   "Take %d all the same: fewer do not show whether boots are of "
			   "two kinds.",
			   COMPARISON_FEW_BOOTS);
	print_costs(plan, out);
	if (all->boots)
		print_worst(plan, out);
	print_points(plan, out);
}

static json_t *design_json(const struct allocation_design *design)
{
	if (!design->boots || design->boots > ALLOCATION_BOOTS_MAX)
		return json_null();
	return json_pack("{s:I, s:I, s:f, s:o}", "boots", (json_int_t)design->boots, "rounds",
			 (json_int_t)design->rounds, "seconds", design->seconds, "change",
			 format_real(design->change));
}

static json_t *levels_json(const struct variance_components *components)
{
	json_t *object = json_object();

	for (int level = 0; level <= DESIGN_PROCESS; level++)
		json_object_set_new(object, design_level_names[level],
				    json_pack("{s:I, s:o, s:b}", "count",
					      (json_int_t)components->units[level], "sd_ln",
					      format_real(sqrt(components->of[level])),
					      "is_negative", components->is_negative[level]));
	return object;
}

static json_t *machine_json(const struct allocation *plan)
{
	json_t *points = json_array();

	for (size_t i = 0; i < plan->count; i++)
		json_array_append_new(points,
				      json_pack("{s:o, s:o, s:o}", "point",
						format_json(plan->points[i].point), "between",
						levels_json(&plan->points[i].components), "design",
						design_json(&plan->points[i].cheapest)));
	return json_pack("{s:o, s:f, s:b, s:b, s:f, s:b, s:o, s:o, s:o, s:o, s:o}", "machine",
			 format_json(plan->name), "boot_seconds", plan->boot_s,
			 "boot_seconds_measured", plan->boot_is_measured, "boot_seconds_assumed",
			 plan->boot_is_assumed, "round_seconds", plan->round_s,
			 "round_seconds_assumed", plan->round_is_assumed, "most_cases",
			 design_json(&plan->cheapest[ALLOCATION_MOST]), "all_cases",
			 design_json(&plan->cheapest[ALLOCATION_EACH]), "most_cases_in_budget",
			 design_json(&plan->within[ALLOCATION_MOST]), "all_cases_in_budget",
			 design_json(&plan->within[ALLOCATION_EACH]), "points", points);
}

void allocation_print(const struct allocation *plans, size_t count, FILE *out)
{
	for (size_t i = 0; i < count; i++) {
		if (i)
			fputc('\n', out);
		print_machine(&plans[i], out);
	}
}

void allocation_print_json(const struct allocation *plans, size_t count, const char *name,
			   const char *metric, const struct allocation_options *options, FILE *out)
{
	json_t *machines = json_array(), *all;

	for (size_t i = 0; i < count; i++)
		json_array_append_new(machines, machine_json(&plans[i]));
	all = json_pack("{s:s, s:o, s:s, s:f, s:f, s:o, s:o}", "ptebench", version_text, "set",
			format_json(name), "metric", metric, "margin", options->test->margin, "see",
			options->test->see, "budget_seconds",
			format_real(options->minutes ? 60.0 * options->minutes : NAN), "machines",
			machines);
	json_dumpf(all, out, JSON_INDENT(1) | JSON_REAL_PRECISION(9));
	fputc('\n', out);
	json_decref(all);
}
