// SPDX-License-Identifier: GPL-2.0-or-later
/* Which points does a case table hold on this machine, and in what order do they run? */
#include "plan.h"

#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "size.h"
#include "thp.h"

enum { FOLIO_CHOICES_MAX = 32, ORDERS_FIRST = 2, PMD_ENTRIES_MIN = 32 };

/* One folio size of a sweep, and what its name adds to the size. */
struct folio_choice {
	size_t bytes;
	enum spec_mapping mapping;
	enum spec_construction construction;
	const char *suffix;
	enum case_tier tier;
};

struct folio_choices {
	size_t count;
	struct folio_choice entries[FOLIO_CHOICES_MAX];
};

static enum case_tier later(enum case_tier a, enum case_tier b)
{
	return a > b ? a : b;
}

static void add_folio(struct folio_choices *choices, struct folio_choice choice)
{
	choices->entries[choices->count++] = choice;
}

/* 16K .. 1M with 4K pages: from order 2, since anonymous folios have no order 1. */
static void add_mthp(struct folio_choices *choices, enum spec_construction construction,
		     const char *suffix, enum case_tier tier)
{
	for (size_t bytes = size_page() << ORDERS_FIRST; bytes <= MIB; bytes *= 2) {
		enum case_tier own = bytes == 64 * KIB ? TIER_QUICK : TIER_DEFAULT;

		add_folio(choices, (struct folio_choice) { bytes, MAPPING_PTE, construction, suffix,
							   later(own, tier) });
	}
}

static void choose_folios(enum case_folios which, struct folio_choices *ret_choices)
{
	size_t pmd = thp_pmd_bytes() ? thp_pmd_bytes() : 2 * MIB, sizes[THP_SIZES_MAX];
	bool has_mthp = thp_sizes(sizes) > 0;
	bool has_pte_sizes = which == FOLIOS_PTE || which == FOLIOS_ALL;

	ret_choices->count = 0;
	if (which == FOLIOS_NONE)
		return;
	add_folio(ret_choices, (struct folio_choice) { size_page(), MAPPING_PTE,
						       CONSTRUCTION_NATIVE, "", TIER_QUICK });
	if (has_pte_sizes || which == FOLIOS_SMALL)
		add_mthp(ret_choices, CONSTRUCTION_NATIVE, "", TIER_QUICK);
	if (has_pte_sizes)
		add_mthp(ret_choices, CONSTRUCTION_EMULATED, "-emul",
			 has_mthp ? TIER_FULL : TIER_DEFAULT);
	if (has_pte_sizes)
		add_folio(ret_choices,
			  (struct folio_choice) { pmd, MAPPING_PTE, CONSTRUCTION_NATIVE, "-pte",
						  TIER_DEFAULT });
	if (which == FOLIOS_ALL || which == FOLIOS_BASE_AND_PMD)
		add_folio(ret_choices,
			  (struct folio_choice) { pmd, MAPPING_PMD, CONSTRUCTION_NATIVE, "",
						  TIER_QUICK });
}

static void append(char *id, const char *key, const char *value, const char *suffix)
{
	size_t used = strlen(id);

	snprintf(id + used, POINT_ID_BYTES - used, "/%s%s%s", key, value, suffix);
}

static void name_point(struct point *point, const struct folio_choice *folio, size_t size)
{
	const struct bench_case *bench_case = point->bench_case;
	char text[SIZE_TEXT_BYTES];

	snprintf(point->id, sizeof(point->id), "%s", bench_case->name);
	if (point->spec.backing != BACKING_NONE)
		append(point->id, "", spec_backing_name(point->spec.backing), "");
	if (folio)
		append(point->id, "folio=", size_format(folio->bytes, text), folio->suffix);
	if (bench_case->sizes)
		append(point->id, "size=", size_format(size, text), "");
	if (bench_case->parameter) {
		snprintf(text, sizeof(text), "=%lu", point->parameter);
		append(point->id, bench_case->parameter, text, "");
	}
}

/*
 * Emulation takes PMD / folio times the region's memory, so it is kept to regions of 4 MiB; and in
 * a kernel without mTHP that size joins the default run.
 */
static bool is_left_out(const struct folio_choice *folio, size_t size, enum case_tier *tier)
{
	if (!folio || folio->construction == CONSTRUCTION_NATIVE)
		return false;
	*tier = folio->tier;
	return size != 4 * MIB;
}

/* A PMD entry costs little: enough regions that a clock pair encloses some 2 us. */
static unsigned int count_regions(const struct state_spec *spec)
{
	size_t entries = spec->size_bytes / spec->folio_bytes;

	if (spec->mapping != MAPPING_PMD || !entries || entries >= PMD_ENTRIES_MIN)
		return 1;
	return (unsigned int)(PMD_ENTRIES_MIN / entries);
}

static void add_point(struct plan *plan, const struct bench_case *bench_case,
		      const struct folio_choice *folio, const struct case_value *size,
		      const struct case_value *parameter)
{
	struct point point = { .bench_case = bench_case, .spec = bench_case->state };
	enum case_tier tier = later(bench_case->tier, later(size->tier, parameter->tier));

	if (is_left_out(folio, size->value, &tier))
		return;
	point.tier = folio ? later(tier, folio->tier) : tier;
	point.parameter = parameter->value;
	point.spec.size_bytes = size->value;
	if (bench_case->parameter_scales_size)
		point.spec.size_bytes *= parameter->value;
	if (bench_case->parameter_is_vmas) {
		point.spec.vma_count = (unsigned int)parameter->value;
		point.spec.size_bytes = parameter->value * size_page();
	}
	point.spec.folio_bytes = folio ? folio->bytes : size_page();
	if (folio) {
		point.spec.mapping = folio->mapping;
		point.spec.construction = folio->construction;
	}
	if (!point.spec.region_count)
		point.spec.region_count =
			bench_case->unit == UNIT_PAGE ? count_regions(&point.spec) : 1;
	name_point(&point, folio, size->value);
	plan->points = xrealloc(plan->points, plan->count + 1, sizeof(*plan->points));
	plan->points[plan->count++] = point;
}

/* A sweep that is not there counts as one value. */
static void expand_case(struct plan *plan, const struct bench_case *bench_case)
{
	const struct case_value own_size[] = { { bench_case->state.size_bytes, TIER_QUICK },
					       { 0 } };
	const struct case_value none[] = { { 0, TIER_QUICK }, { 0 } };
	const struct case_value *sizes = bench_case->sizes ? bench_case->sizes : own_size;
	const struct case_value *parameters =
		bench_case->parameters ? bench_case->parameters : none;
	struct folio_choices folios;

	choose_folios(bench_case->folios, &folios);
	for (size_t s = 0; s == 0 || sizes[s].value; s++)
		for (size_t p = 0; p == 0 || parameters[p].value; p++)
			for (size_t f = 0; f == 0 || f < folios.count; f++)
				add_point(plan, bench_case,
					  folios.count ? &folios.entries[f] : NULL, &sizes[s],
					  &parameters[p]);
}

void plan_expand(const struct bench_program *program, struct plan *ret_plan)
{
	*ret_plan = (struct plan) { 0 };
	for (size_t i = 0; i < program->case_count; i++)
		expand_case(ret_plan, &program->cases[i]);
}

void plan_free(struct plan *plan)
{
	free(plan->points);
	*plan = (struct plan) { 0 };
}

void plan_shuffle(size_t *order, size_t count, uint64_t seed, unsigned int round)
{
	uint64_t mixed = seed * 6364136223846793005ull + round * 1442695040888963407ull;
	unsigned short state[3] = { (unsigned short)(mixed >> 16), (unsigned short)(mixed >> 32),
				    (unsigned short)(mixed >> 48) };

	for (size_t i = 0; i < count; i++)
		order[i] = i;
	for (size_t i = count; i > 1; i--) {
		size_t other = (size_t)nrand48(state) % i, kept = order[i - 1];

		order[i - 1] = order[other];
		order[other] = kept;
	}
}

const char *plan_tier_name(enum case_tier tier)
{
	static const char *const names[TIERS] = {
		[TIER_QUICK] = "quick",
		[TIER_DEFAULT] = "default",
		[TIER_FULL] = "full",
	};

	return names[tier];
}

static void describe_needs(const struct state_spec *spec, char *ret_text, size_t size)
{
	struct settings settings;
	struct reason why;

	thp_settings(spec, &settings);
	if (thp_is_unsupported(spec, &why))
		snprintf(ret_text, size, "unsupported here: %.130s", why.text);
	else if (settings.count)
		snprintf(ret_text, size, "THP knobs (root, or already set)");
	else
		snprintf(ret_text, size, "-");
}

void plan_list(const struct plan *plan, FILE *out)
{
	char needs[160];

	fputs("point\ttier\tcase\tneeds\ttimed\n", out);
	for (size_t i = 0; i < plan->count; i++) {
		const struct point *point = &plan->points[i];

		describe_needs(&point->spec, needs, sizeof(needs));
		fprintf(out, "%s\t%s\t%s\t%s\t%s\n", point->id, plan_tier_name(point->tier),
			point->bench_case->name, needs, point->bench_case->timed);
	}
}

static const char *describe_folios(enum case_folios folios)
{
	static const char *const texts[] = {
		[FOLIOS_NONE] = "-",
		[FOLIOS_PTE] = "base page, 16K .. 1M, 2M-pte",
		[FOLIOS_ALL] = "base page, 16K .. 1M, 2M-pte, 2M",
		[FOLIOS_SMALL] = "base page, 16K .. 1M",
		[FOLIOS_BASE_AND_PMD] = "base page, 2M",
	};

	return texts[folios];
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

void plan_describe(const struct bench_program *program, FILE *out)
{
	fprintf(out, "## %s\n\n%s\n\n", program->name, program->about);
	fputs("| case | the clock encloses | per | folios | sweep | state |\n"
	      "|---|---|---|---|---|---|\n",
	      out);
	for (size_t i = 0; i < program->case_count; i++) {
		const struct bench_case *c = &program->cases[i];

		fprintf(out, "| %s | %s | %s | %s | ", c->name, c->timed,
			c->unit == UNIT_PAGE ? "page" : "call", describe_folios(c->folios));
		describe_values(c->sizes, true, out);
		if (c->parameter)
			fprintf(out, "%s%s = ", c->sizes ? "; " : "", c->parameter);
		describe_values(c->parameters, false, out);
		fprintf(out, " | %s%s%s |\n", spec_backing_name(c->state.backing),
			c->state.sharing ? ", " : "", spec_sharing_name(c->state.sharing));
	}
	fputc('\n', out);
}
