// SPDX-License-Identifier: GPL-2.0-or-later
/* Checks the values of one's own against the case, and expands them. */
#include "own_points.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/nearest.h"
#include "base/options.h"
#include "base/size.h"
#include "state/thp.h"

enum { VALUES_MAX = FOLIOS_MAX };

static const size_t size_most = 64 * GIB;

/* The parameters of case tables. */
static const struct parameter {
	enum point_options_index index;
	uint64_t least, most;
} parameters[] = {
	{ POINT_OPTIONS_BATCH, 1, 1000 },
	{ POINT_OPTIONS_MIXED, 2, 65536 },
	{ POINT_OPTIONS_THREADS, 1, 1024 },
	{ POINT_OPTIONS_VMAS, 1, 60000 },
};

/* Values of one case. @folios: none: those of the case. */
struct values {
	struct case_value sizes[VALUES_MAX + 1], parameters[VALUES_MAX + 1];
	struct case_value batches[VALUES_MAX + 1], threads[VALUES_MAX + 1];
	struct folios folios;
};

bool own_points_is_named(const char *list, const char *name)
{
	char *copy = xstrdup(list), *rest = copy, *one;
	bool is_found = false;

	while (!is_found && (one = strsep(&rest, ",")))
		is_found = !fnmatch(one, name, 0);
	free(copy);
	return is_found;
}

void own_points_check_names(const char *list, const char *const *names, size_t count,
			    const char *family)
{
	char *copy = xstrdup(list), *rest = copy, *one;
	bool has_any = false;

	for (size_t i = 0; i < count; i++)
		has_any = has_any || own_points_is_named(list, names[i]);
	while ((one = strsep(&rest, ","))) {
		const char *nearest = NULL;
		bool is_found = has_any && *one && strncmp(one, family, strlen(family));

		for (size_t i = 0; i < count; i++) {
			is_found = is_found || !fnmatch(one, names[i], 0);
			nearest_consider(names[i], one, &nearest);
		}
		if (!is_found && nearest)
			die(EXIT_USAGE, "--case %s: no such case; did you mean %s?", one, nearest);
		if (!is_found)
			die(EXIT_USAGE, "--case %s: no such case (see ./run.sh list --long)", one);
	}
	free(copy);
}

static bool has_value(const struct case_value *values, size_t count, size_t value)
{
	while (count && values[count - 1].value != value)
		count--;
	return count;
}

static _Noreturn void refuse_many(const char *name)
{
	die(EXIT_USAGE, "--%s: at most %d values", name, VALUES_MAX);
}

static size_t parse_size(const struct case_entry *c, const char *text)
{
	size_t step = folios_region_step(c), bytes;
	char step_text[SIZE_TEXT_BYTES], most_text[SIZE_TEXT_BYTES];

	if (!size_parse(text, &bytes))
		die(EXIT_USAGE, "--size %s: give a size as 8K, 64M or 2G", text);
	if (!step && !has_value(c->sizes, 1, bytes))
		die(EXIT_USAGE, "--size %s: %s has one size, %s", text, c->name,
		    size_format(c->sizes[0].value, step_text));
	if (step && (!bytes || bytes % step || bytes > size_most))
		die(EXIT_USAGE, "--size %s: %s takes multiples of %s, up to %s", text, c->name,
		    size_format(step, step_text), size_format(size_most, most_text));
	return bytes;
}

/* @numbers: NULL: sizes of @c. */
static void take_values(const struct case_entry *c, const struct parameter *numbers,
			const char *list, struct case_value *ret_values)
{
	const char *name = numbers ? point_options_names[numbers->index] : "size";
	char *copy = xstrdup(list), *rest = copy, *text;
	size_t count = 0;

	while ((text = strsep(&rest, ","))) {
		size_t value = numbers ? options_number(name, text, numbers->least, numbers->most)
				       : parse_size(c, text);

		if (has_value(ret_values, count, value))
			continue;
		if (count == VALUES_MAX)
			refuse_many(name);
		ret_values[count++] = (struct case_value) { value, TIER_QUICK };
	}
	free(copy);
}

/* Cases with a table entry of one region work on that one. */
static bool takes_batches(const struct case_entry *c)
{
	return c->sizes && c->state.region_count != 1;
}

/* Return: what a case has for a sweep, for a message; the caller frees it. */
static char *describe_sweeps(const struct case_entry *c)
{
	char *text = xstrdup("");

	if (c->sizes)
		xappend(&text, ", ", "--size");
	if (c->folios != FOLIOS_NONE)
		xappend(&text, ", ", "--folio");
	if (c->parameter)
		xappend(&text, ", ", "--%s", c->parameter);
	if (takes_batches(c))
		xappend(&text, ", ", "--batch");
	if (!c->parameter || strcmp(c->parameter, "threads") != 0)
		xappend(&text, ", ", "--threads");
	return text;
}

/* Any case can run beside threads, and on more regions if it loops over them. */
static void take_parameters(const struct case_entry *c, const struct point_options *options,
			    struct values *values)
{
	for (size_t i = 0; i < sizeof(parameters) / sizeof(parameters[0]); i++) {
		enum point_options_index index = parameters[i].index;
		const char *name = point_options_names[index], *list = options->texts[index];
		struct parameter regions = { index, 1, BUILD_REGIONS_MAX };

		if (!list)
			continue;
		if (c->parameter && !strcmp(c->parameter, name))
			take_values(c, &parameters[i], list, values->parameters);
		else if (index == POINT_OPTIONS_THREADS)
			take_values(c, &parameters[i], list, values->threads);
		else if (index == POINT_OPTIONS_BATCH && takes_batches(c))
			take_values(c, &regions, list, values->batches);
		else
			die(EXIT_USAGE, "--%s %s: %s has no %s; it has: %s", name, list, c->name,
			    name, describe_sweeps(c));
	}
}

static void take_folios(const struct case_entry *c, const char *list, struct folios *ret_folios)
{
	char *copy = xstrdup(list), *rest = copy, *text;

	if (c->folios == FOLIOS_NONE)
		die(EXIT_USAGE, "--folio %s: %s takes no folio sizes", list, c->name);
	while ((text = strsep(&rest, ","))) {
		struct folios_size folio;
		bool is_double = false;

		if (!folios_parse(c, text, &folio))
			die(EXIT_USAGE, "--folio %s: %s takes %s", text, c->name,
			    folios_describe(c));
		for (size_t i = 0; i < ret_folios->count; i++)
			is_double =
				is_double || (ret_folios->entries[i].bytes == folio.bytes &&
					      !strcmp(ret_folios->entries[i].suffix, folio.suffix));
		if (is_double)
			continue;
		if (ret_folios->count == FOLIOS_MAX)
			refuse_many("folio");
		ret_folios->entries[ret_folios->count++] = folio;
	}
	free(copy);
}

/* The first points of a named case, from the point @first on, are in each run. */
static void lift(struct plan *plan, size_t first)
{
	enum case_tier lowest = TIERS;

	for (size_t i = first; i < plan->count; i++)
		lowest = plan->points[i].tier < lowest ? plan->points[i].tier : lowest;
	for (size_t i = first; i < plan->count; i++)
		if (plan->points[i].tier == lowest)
			plan->points[i].tier = TIER_QUICK;
}

static void expand(const struct case_entry *c, const struct point_options *options,
		   struct plan *plan)
{
	const char *sizes = options->texts[POINT_OPTIONS_SIZE];
	const char *folios = options->texts[POINT_OPTIONS_FOLIO];
	struct values own = { 0 };
	size_t before = plan->count;

	if (sizes && !c->sizes)
		die(EXIT_USAGE, "--size %s: %s has no size", sizes, c->name);
	if (sizes)
		take_values(c, NULL, sizes, own.sizes);
	if (folios)
		take_folios(c, folios, &own.folios);
	take_parameters(c, options, &own);
	for (size_t b = 0; !b || own.batches[b].value; b++)
		for (size_t t = 0; !t || own.threads[t].value; t++)
			plan_expand_case(c,
					 &(struct plan_values) {
						 .sizes = sizes ? own.sizes : NULL,
						 .folios = folios ? &own.folios : NULL,
						 .parameters = own.parameters[0].value
								       ? own.parameters
								       : NULL,
						 .batch = own.batches[b].value,
						 .threads = own.threads[t].value,
					 },
					 plan);
	if (plan->count == before)
		die(EXIT_USAGE, "--size %s: no folio size of %s fits in that", sizes ? sizes : "",
		    c->name);
	lift(plan, before);
}

void own_points_expand(const struct case_program *program, const struct point_options *options,
		       struct plan *ret_plan)
{
	const char *list = options->texts[POINT_OPTIONS_CASE];
	const char **names = xcalloc(program->case_count, sizeof(*names));
	bool has_values = false;

	*ret_plan = (struct plan) { 0 };
	for (size_t i = 0; i < program->case_count; i++)
		names[i] = program->cases[i].name;
	own_points_check_names(list, names, program->case_count, program->name);
	free(names);
	for (int i = POINT_OPTIONS_SIZE; i < POINT_OPTIONS_SAMPLES; i++)
		has_values = has_values || options->texts[i];
	for (size_t i = 0; i < program->case_count; i++)
		if (own_points_is_named(list, program->cases[i].name))
			expand(&program->cases[i], options, ret_plan);
	if (has_values && ret_plan->count > OWN_POINTS_MAX)
		die(EXIT_USAGE, "--case %s: %zu points; at most %d (give fewer values)", list,
		    ret_plan->count, OWN_POINTS_MAX);
}
