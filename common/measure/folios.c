// SPDX-License-Identifier: GPL-2.0-or-later
/* Chooses, parses and describes the folio sizes of a case. */
#include "folios.h"

#include <stdio.h>
#include <string.h>
#include <sys/param.h>

#include "base/size.h"
#include "state/thp.h"

enum { ORDERS_FIRST = 2, HALF_PAGES = 16 };

/*
 * Adds 16K .. 1M with 4K pages: from order 2, since anonymous folios have no order 1. All but 64K
 * are one tier above the case: in the default run only those of the main cases.
 */
static void add_mthp(struct folios *choices, bool is_emulated, enum case_tier tier,
		     enum case_tier case_tier)
{
	for (size_t bytes = size_page() << ORDERS_FIRST; bytes <= MIB; bytes *= 2) {
		enum case_tier own = bytes == 64 * KIB	       ? TIER_QUICK
				     : case_tier == TIER_QUICK ? TIER_DEFAULT
							       : TIER_FULL;

		choices->entries[choices->count++] =
			(struct folios_size) { bytes, MAPPING_PTE,
					       is_emulated ? CONSTRUCTION_EMULATED
							   : CONSTRUCTION_NATIVE,
					       is_emulated ? "-emul" : "", MAX(own, tier) };
	}
}

/* The groups of sizes that a sweep has, and how CASES.md describes them. */
static const struct {
	bool base, mthp, emulated, pmd_by_ptes, pmd;
	const char *about;
} sweeps[] = {
	[FOLIOS_NONE] = { .about = "-" },
	[FOLIOS_PTE] = { true, true, true, true, false, "base page, 16K .. 1M, 2M-pte" },
	[FOLIOS_ALL] = { true, true, true, true, true, "base page, 16K .. 1M, 2M-pte, 2M" },
	[FOLIOS_SMALL] = { true, true, false, false, false, "base page, 16K .. 1M" },
	[FOLIOS_LARGE] = { false, true, false, true, false, "16K .. 1M, 2M-pte" },
	[FOLIOS_UNSPLIT] = { true, true, false, false, true, "base page, 16K .. 1M, 2M" },
	[FOLIOS_BASE] = { true, false, false, false, false, "base page" },
	[FOLIOS_PMD] = { false, false, false, false, true, "2M" },
	[FOLIOS_BASE_AND_PMD] = { true, false, false, false, true, "base page, 2M" },
	[FOLIOS_CONTPTE] = { .about = "contpte block" },
};

static size_t pmd_bytes(void)
{
	return thp_pmd_bytes() ? thp_pmd_bytes() : 2 * MIB;
}

static size_t contpte_bytes(void)
{
	size_t page = size_page();

	return page == 16 * KIB ? 128 * page : page == 64 * KIB ? 32 * page : 16 * page;
}

static void add_folio(struct folios *choices, size_t bytes, enum page_state_mapping mapping,
		      const char *suffix, enum case_tier tier)
{
	choices->entries[choices->count++] =
		(struct folios_size) { bytes, mapping, CONSTRUCTION_NATIVE, suffix, tier };
}

void folios_choose(const struct case_entry *case_entry, struct folios *ret_choices)
{
	enum case_folios which = case_entry->folios;
	size_t pmd = pmd_bytes(), sizes[THP_SIZES_MAX];
	bool has_mthp = thp_sizes(sizes) > 0;

	ret_choices->count = 0;
	if (which == FOLIOS_CONTPTE)
		add_folio(ret_choices, contpte_bytes(), MAPPING_PTE, "", TIER_DEFAULT);
	if (sweeps[which].base)
		add_folio(ret_choices, size_page(), MAPPING_PTE, "", TIER_QUICK);
	if (sweeps[which].mthp)
		add_mthp(ret_choices, false, TIER_QUICK, case_entry->tier);
	if (sweeps[which].emulated)
		add_mthp(ret_choices, true, has_mthp ? TIER_FULL : TIER_DEFAULT, case_entry->tier);
	if (sweeps[which].pmd_by_ptes)
		add_folio(ret_choices, pmd, MAPPING_PTE, "-pte", TIER_DEFAULT);
	if (sweeps[which].pmd)
		add_folio(ret_choices, pmd, MAPPING_PMD, "", TIER_QUICK);
}

const char *folios_describe(const struct case_entry *case_entry)
{
	return sweeps[case_entry->folios].about;
}

bool folios_parse(const struct case_entry *case_entry, const char *text,
		  struct folios_size *ret_folio)
{
	enum case_folios which = case_entry->folios;
	size_t pmd = pmd_bytes(), page = size_page();
	struct folios_size *it = ret_folio;
	char size[SIZE_TEXT_BYTES];
	const char *suffix = strchr(text, '-');

	*it = (struct folios_size) { .mapping = MAPPING_PTE, .suffix = suffix ? suffix : "" };
	snprintf(size, sizeof(size), "%.*s", (int)strcspn(text, "-"), text);
	if (!size_parse(size, &it->bytes) || !it->bytes || it->bytes & (it->bytes - 1))
		return false;
	if (!strcmp(it->suffix, "-pte")) {
		it->suffix = "-pte";
		return sweeps[which].pmd_by_ptes && it->bytes == pmd;
	}
	if (!strcmp(it->suffix, "-emul")) {
		it->suffix = "-emul";
		it->construction = CONSTRUCTION_EMULATED;
		return sweeps[which].emulated && it->bytes > page && it->bytes < pmd;
	}
	if (it->bytes == pmd)
		it->mapping = MAPPING_PMD;
	if (which == FOLIOS_CONTPTE)
		return !*it->suffix && it->bytes == contpte_bytes();
	return !*it->suffix && (it->bytes == page  ? sweeps[which].base
				: it->bytes == pmd ? sweeps[which].pmd
						   : sweeps[which].mthp && it->bytes < pmd);
}

size_t folios_region_step(const struct case_entry *c)
{
	size_t pages = c->size_pages ? c->size_pages : 1;

	if (c->has_one_size || c->show || c->sweep == SWEEP_SIZE)
		return 0;
	if (c->moves_tables)
		return MAX(c->state.align_bytes, pmd_bytes());
	if (c->folios == FOLIOS_CONTPTE)
		return 2 * contpte_bytes();
	if (c->state.sharing == SHARING_HALF)
		pages = HALF_PAGES;
	if (c->state.pages == PAGES_FREED)
		pages = 2;
	return pages * size_page();
}
