// SPDX-License-Identifier: GPL-2.0-or-later
/* Expands case tables to the points of this machine, and shuffles them. */
#include "plan.h"

#include <stdlib.h>
#include <string.h>
#include <sys/param.h>

#include "sys/pin.h"
#include "base/die.h"
#include "base/size.h"
#include "state/thp.h"

enum { ENTRIES_MIN = 32 };

static void append(char *id, const char *key, const char *value, const char *suffix)
{
	size_t used = strlen(id);

	snprintf(id + used, PLAN_POINT_ID_BYTES - used, "/%s%s%s", key, value, suffix);
}

static void append_number(char *id, const char *key, unsigned long number)
{
	char text[24];

	snprintf(text, sizeof(text), "=%lu", number);
	append(id, key, text, "");
}

static void name_point(struct plan_point *point, const struct folios_size *folio, size_t size,
		       const struct plan_values *values)
{
	const struct case_entry *case_entry = point->case_entry;
	char text[SIZE_TEXT_BYTES];

	snprintf(point->id, sizeof(point->id), "%s", case_entry->name);
	if (point->spec.backing != BACKING_NONE)
		append(point->id, "", page_state_backing_name(point->spec.backing), "");
	if (folio)
		append(point->id, "folio=", size_format(folio->bytes, text), folio->suffix);
	if (case_entry->sizes)
		append(point->id, "size=", size_format(size, text), "");
	if (case_entry->parameter)
		append_number(point->id, case_entry->parameter, point->parameter);
	if (values->batch)
		append_number(point->id, "batch", values->batch);
	if (values->threads)
		append_number(point->id, "threads", values->threads);
}

/* Most sizes of a long sweep are for the fit, and do not need all folio sizes. */
static bool is_sparse(const struct case_entry *case_entry, size_t size)
{
	return case_entry->sizes && size != case_entry->sizes[0].value && size != 4 * MIB &&
	       size != 64 * MIB && size != GIB;
}

/*
 * Emulation takes PMD / folio times the memory of the region, so it is limited to exclusive regions
 * of 4 MiB; @tier: these are in the default run on kernels without mTHP.
 */
static bool is_left_out(const struct case_entry *case_entry, const struct folios_size *folio,
			const struct case_value *size, enum case_tier *tier)
{
	bool is_common = folio && (folio->bytes <= size_page() || folio->bytes == 64 * KIB ||
				   folio->bytes > MIB);

	if (!folio || !size->value)
		return false;
	if (folio->bytes > size->value || (is_sparse(case_entry, size->value) && !is_common))
		return true;
	if (folio->construction == CONSTRUCTION_NATIVE)
		return false;
	*tier = folio->tier;
	return size->value != 4 * MIB || case_entry->state.sharing != SHARING_EXCLUSIVE;
}

/* Regions of few entries cost little: returns so many that a clock pair encloses some 2 us. */
static unsigned int count_regions(const struct page_state *spec)
{
	size_t entry = spec->mapping == MAPPING_PMD ? spec->folio_bytes : size_page();
	size_t entries = spec->size_bytes / entry;

	return entries && entries < ENTRIES_MIN ? (unsigned int)(ENTRIES_MIN / entries) : 1;
}

static void apply_sweep(enum case_sweep sweep, unsigned long parameter, struct page_state *spec)
{
	switch (sweep) {
	case SWEEP_SIZE: spec->size_bytes *= parameter; break;
	case SWEEP_VMAS:
		spec->vma_count = (unsigned int)parameter;
		spec->size_bytes = parameter * size_page();
		break;
	case SWEEP_MIXED: spec->mixed_every = (unsigned int)parameter; break;
	default: break;
	}
}

void plan_add(struct plan *plan, const struct plan_point *point)
{
	plan->points = xrealloc(plan->points, plan->count + 1, sizeof(*plan->points));
	plan->points[plan->count++] = *point;
}

static void add_point(struct plan *plan, const struct case_entry *case_entry,
		      const struct folios_size *folio, const struct case_value *size,
		      const struct case_value *parameter, const struct plan_values *values)
{
	struct plan_point point = { .case_entry = case_entry, .spec = case_entry->state };
	enum case_tier tier = MAX(case_entry->tier, MAX(size->tier, parameter->tier));

	if (!values->folios && is_left_out(case_entry, folio, size, &tier))
		return;
	point.tier = folio ? MAX(tier, folio->tier) : tier;
	point.parameter = parameter->value;
	point.threads = case_entry->sweep == SWEEP_THREADS ? parameter->value
			: values->threads		   ? values->threads
							   : 1;
	point.spec.size_bytes = size->value;
	apply_sweep(case_entry->sweep, parameter->value, &point.spec);
	point.spec.folio_bytes = folio ? folio->bytes : size_page();
	if (folio) {
		point.spec.mapping = folio->mapping;
		point.spec.construction = folio->construction;
	}
	if (values->batch)
		point.spec.region_count = (unsigned int)values->batch;
	else if (!point.spec.region_count)
		point.spec.region_count =
			case_entry->unit == UNIT_PAGE ? count_regions(&point.spec) : 1;
	name_point(&point, folio, size->value, values);
	plan_add(plan, &point);
}

static bool is_beyond_cpus(unsigned long threads)
{
	return threads > 1 && threads > pin_others(-1, NULL, 0);
}

/* A missing sweep counts as one value. */
void plan_expand_case(const struct case_entry *case_entry, const struct plan_values *values,
		      struct plan *plan)
{
	const struct case_value own_size[] = { { case_entry->state.size_bytes, TIER_QUICK },
					       { 0 } };
	const struct case_value none[] = { { 0, TIER_QUICK }, { 0 } };
	const struct case_value *sizes = values->sizes	     ? values->sizes
					 : case_entry->sizes ? case_entry->sizes
							     : own_size;
	const struct case_value *parameters = values->parameters       ? values->parameters
					      : case_entry->parameters ? case_entry->parameters
								       : none;
	struct folios folios;

	if (values->folios)
		folios = *values->folios;
	else
		folios_choose(case_entry, &folios);
	for (size_t s = 0; s == 0 || sizes[s].value; s++) {
		for (size_t p = 0; p == 0 || parameters[p].value; p++) {
			if (!values->parameters && case_entry->sweep == SWEEP_THREADS &&
			    is_beyond_cpus(parameters[p].value))
				continue;
			for (size_t f = 0; f == 0 || f < folios.count; f++)
				add_point(plan, case_entry,
					  folios.count ? &folios.entries[f] : NULL, &sizes[s],
					  &parameters[p], values);
		}
	}
}

void plan_expand(const struct case_program *program, struct plan *ret_plan)
{
	*ret_plan = (struct plan) { 0 };
	for (size_t i = 0; i < program->case_count; i++)
		plan_expand_case(&program->cases[i], &(struct plan_values) { 0 }, ret_plan);
}

void plan_free(struct plan *plan)
{
	free(plan->points);
	*plan = (struct plan) { 0 };
}

void plan_permute(size_t *order, size_t count, unsigned short *state)
{
	for (size_t i = 0; i < count; i++)
		order[i] = i;
	for (size_t i = count; i > 1; i--) {
		size_t other = (size_t)nrand48(state) % i, kept = order[i - 1];

		order[i - 1] = order[other];
		order[other] = kept;
	}
}

void plan_shuffle(size_t *order, size_t count, uint64_t seed, unsigned int round)
{
	uint64_t mixed = seed * 6364136223846793005ull + round * 1442695040888963407ull;
	unsigned short state[3] = { (unsigned short)(mixed >> 16), (unsigned short)(mixed >> 32),
				    (unsigned short)(mixed >> 48) };

	plan_permute(order, count, state);
}

const char *const plan_tiers[TIERS + 1] = {
	[TIER_QUICK] = "quick",
	[TIER_DEFAULT] = "default",
	[TIER_FULL] = "full",
};

bool plan_is_unsupported(const struct plan_point *point, struct reason *ret_reason)
{
	if (is_beyond_cpus(point->threads)) {
		reason_set(ret_reason, "%lu threads: this process may use %u CPUs", point->threads,
			   pin_others(-1, NULL, 0));
		return true;
	}
	return thp_is_unsupported(&point->spec, ret_reason) ||
	       needs_unmet(point->case_entry->needs, &point->spec, ret_reason);
}

static void describe_needs(const struct plan_point *point, char *ret_text, size_t size)
{
	struct knobs_list knobs;
	struct reason why;
	char names[120];

	thp_knobs(&point->spec, &knobs);
	needs_write(point->case_entry->needs | needs_of_state(&point->spec), names, sizeof(names));
	if (plan_is_unsupported(point, &why))
		snprintf(ret_text, size, "unsupported here: %.130s", why.text);
	else if (knobs.count)
		snprintf(ret_text, size, "%s%sTHP knobs (root, or already set)",
			 *names == '-' ? "" : names, *names == '-' ? "" : ", ");
	else
		snprintf(ret_text, size, "%s", names);
	knobs_free(&knobs);
}

void plan_list(const struct plan *plan, FILE *out)
{
	char needs[200];

	fputs("point\ttier\tcase\tneeds\ttimed\n", out);
	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_point *point = &plan->points[i];

		describe_needs(point, needs, sizeof(needs));
		fprintf(out, "%s\t%s\t%s\t%s\t%s\n", point->id, plan_tiers[point->tier],
			point->case_entry->name, needs, point->case_entry->timed);
	}
}

static void describe_values(const struct case_value *values, bool are_sizes, FILE *out)
{
	char text[SIZE_TEXT_BYTES];

	for (size_t i = 0; values && values[i].value; i++) {
		fputs(i ? ", " : "", out);
		if (are_sizes)
			fputs(size_format(values[i].value, text), out);
		else
			fprintf(out, "%zu", values[i].value);
	}
}

static void describe_state(const struct case_entry *case_entry, FILE *out)
{
	const struct page_state *state = &case_entry->state;
	char needs[120];

	fprintf(out, "%s", page_state_backing_name(state->backing));
	if (state->backing != BACKING_NONE)
		fprintf(out, ", %s", page_state_pages_name(state->pages));
	fprintf(out, "%s%s", state->sharing ? ", " : "", page_state_sharing_name(state->sharing));
	if (state->is_locked)
		fputs(", locked", out);
	needs_write(case_entry->needs | needs_of_state(state), needs, sizeof(needs));
	fprintf(out, " | %s", needs);
}

void plan_describe(const struct case_program *program, FILE *out)
{
	fprintf(out, "## %s\n\n%s\n\n", program->name, program->about);
	fputs("| case | the clock encloses | per | folios | sweep | state | needs |\n"
	      "|---|---|---|---|---|---|---|\n",
	      out);
	for (size_t i = 0; i < program->case_count; i++) {
		const struct case_entry *c = &program->cases[i];

		fprintf(out, "| %s | %s | %s | %s | ", c->name, c->timed,
			c->unit == UNIT_PAGE ? "page" : "call", folios_describe(c));
		describe_values(c->sizes, true, out);
		if (c->parameter)
			fprintf(out, "%s%s = ", c->sizes ? "; " : "", c->parameter);
		describe_values(c->parameters, false, out);
		fputs(" | ", out);
		describe_state(c, out);
		fputs(" |\n", out);
	}
	fputc('\n', out);
}
