// SPDX-License-Identifier: GPL-2.0-or-later
/* Detects kernel optimisations by the instructions that large folios cost relative to order 0. */
#include "kernel_features.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "estimate.h"

struct range {
	double low, high;
};

/* Large folios of a rule, by preference. */
static const char *const any_large[] = { "64K", "64K-emul", "2M-pte", NULL };
static const char *const ptes[] = { "2M-pte", NULL };
static const char *const contiguous[] = { "64K", "64K-emul", NULL };

/*
 * Ranges of instructions per page of @folios (the first that was measured) over those of 4K;
 * unknown in neither range. @architecture: NULL for each that was measured.
 */
static const struct rule {
	const char *name, *since, *architecture, *case_name, *const *folios;
	struct range present, absent;
} rules[] = {
	/* 6.1: .995 to 1.002; 6.12: .60 to .81; 6.18: .54 to .72 */
	{ "fork batching", "6.9", NULL, "fork.anon", any_large, { 0, 0.87 }, { 0.95, 1.1 } },
	/* 6.1: .49 to .55; 6.12: .11; 6.18: .09 */
	{ "zap batching", "6.9", NULL, "zap.munmap", ptes, { 0, 0.2 }, { 0.4, 1.1 } },
	/* 6.1, 6.12: 1.00, and 2.19 if contpte blocks are split; 6.18: .19 to .37 */
	{ "mprotect batching", "6.17", NULL, "mprotect.ro", any_large, { 0, 0.5 }, { 0.95, 3 } },
	/* 6.1: 1.00; 6.12: 2.19; from 6.17 on batching hides it */
	{ "contpte", "6.9", "aarch64", "mprotect.ro", contiguous, { 1.5, 4 }, { 0.95, 1.1 } },
	/* 6.1: 1.00; 6.12: 2.00; 6.18: .87; x86-64 does not batch here: 1.00 for each */
	{ "mremap batching",
	  "6.17",
	  "aarch64",
	  "mremap.page-offset",
	  ptes,
	  { 0, 0.92 },
	  { 0.97, 3 } },
};

static const char *const sizes[] = { "4M", "64M" };

/* Input of the ratios. */
struct source {
	struct design design;
	enum csv_reader_metric metric;
};

static double cost(const struct source *source, const char *case_name, const char *folio,
		   const char *size)
{
	char *point = xasprintf("%s/anon/folio=%s/size=%s", case_name, folio, size);
	double value =
		estimate_measure(&source->design, DESIGN_SIDE_A, point, source->metric).value;

	free(point);
	return value;
}

static bool find_ratio(const struct source *source, const struct rule *rule,
		       struct kernel_features *signature)
{
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		double base = cost(source, rule->case_name, "4K", sizes[i]);

		for (size_t j = 0; rule->folios[j]; j++) {
			signature->ratio =
				cost(source, rule->case_name, rule->folios[j], sizes[i]) / base;
			signature->folio = rule->folios[j];
			if (isfinite(signature->ratio))
				return true;
		}
	}
	signature->ratio = NAN;
	return false;
}

static bool holds(const struct range *range, double value)
{
	return value >= range->low && value <= range->high;
}

static void judge(const struct source *source, const struct rule *rule,
		  struct kernel_features *signature)
{
	if (!find_ratio(source, rule, signature))
		reason_set(&signature->why, "%s is not measured with 4K and %s", rule->case_name,
			   rule->folios[0]);
	else if (holds(&rule->present, signature->ratio))
		signature->answer = KERNEL_FEATURES_PRESENT;
	else if (holds(&rule->absent, signature->ratio))
		signature->answer = KERNEL_FEATURES_ABSENT;
	else
		reason_set(&signature->why, "%.2f was measured neither with nor without it",
			   signature->ratio);
}

/* Return: why these runs cannot show anything; NULL if they can. */
static const char *refuse(const struct host_facts *facts, const struct source *source)
{
	const char *architecture = host_facts_get(facts, "architecture");
	bool has_figure = false;

	if (strcmp(architecture, "x86_64") != 0 && strcmp(architecture, "aarch64") != 0)
		return "no limits were measured on this architecture";
	if (strcmp(host_facts_get(facts, "page_bytes"), "4096") != 0)
		return "no limits were measured with these base pages";
	for (size_t i = 0; i < source->design.count && !has_figure; i++) {
		const struct csv_reader *samples = &source->design.runs[i].run->samples;

		for (size_t j = 0; j < samples->count; j++)
			has_figure |= samples->points[j].series[source->metric].count > 0;
	}
	return has_figure ? NULL : "no instructions were counted";
}

size_t kernel_features_read(const struct load_run *const *runs, size_t count,
			    struct kernel_features *ret_signatures)
{
	const struct host_facts *facts = &runs[0]->facts;
	const char *architecture = host_facts_get(facts, "architecture"), *why;
	struct source source = { .metric = CSV_READER_INSTRUCTIONS };
	size_t found = 0;

	if (host_facts_counts_instructions(facts))
		source.metric = CSV_READER_NS;
	design_make(runs, count, NULL, 0, &source.design);
	why = refuse(facts, &source);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct kernel_features *signature = &ret_signatures[found];

		if (rules[i].architecture && strcmp(rules[i].architecture, architecture) != 0)
			continue;
		*signature = (struct kernel_features) {
			.name = rules[i].name,
			.since = rules[i].since,
			.ratio = NAN,
		};
		if (why)
			reason_set(&signature->why, "%s", why);
		else
			judge(&source, &rules[i], signature);
		found++;
	}
	design_free(&source.design);
	return found;
}

char *kernel_features_text(const struct kernel_features *signature)
{
	if (signature->answer == KERNEL_FEATURES_UNKNOWN)
		return xasprintf("unknown (%s)", signature->why.text);
	return xasprintf("%s (%.2f)",
			 signature->answer == KERNEL_FEATURES_PRESENT ? "present" : "absent",
			 signature->ratio);
}
