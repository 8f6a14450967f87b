// SPDX-License-Identifier: GPL-2.0-or-later
/* A state knows its pages, folios and faults. */
#include "fixture.h"

#include "base/size.h"
#include "state/page_state.h"

static struct page_state folios(size_t folio_pages, size_t pages)
{
	return (struct page_state) {
		.size_bytes = pages * size_page(),
		.folio_bytes = folio_pages * size_page(),
		.region_count = 2,
		.backing = BACKING_ANON,
		.mapping = MAPPING_PTE,
		.pages = PAGES_WRITTEN,
	};
}

static void test_pages_and_folios(void **state)
{
	struct page_state spec = folios(16, 64);

	(void)state;
	assert_int_equal(page_state_page_count(&spec), 128);
	assert_int_equal(page_state_folio_pages(&spec), 16);
	assert_int_equal(page_state_folio_order(&spec), 4);
	spec.folio_bytes = 0; /* a case that is about no memory */
	assert_int_equal(page_state_folio_pages(&spec), 1);
	assert_int_equal(page_state_folio_order(&spec), 0);
}

/* A write faults at each entry that is not exclusive: a PTE, or a PMD for the whole folio. */
static void test_write_faults(void **state)
{
	struct page_state spec = folios(16, 64);

	(void)state;
	spec.sharing = SHARING_EXCLUSIVE;
	assert_int_equal(page_state_write_faults(&spec), 0);
	spec.sharing = SHARING_FORKED;
	assert_int_equal(page_state_write_faults(&spec), 128);
	spec.sharing = SHARING_HALF;
	assert_int_equal(page_state_write_faults(&spec), 64);
	spec.sharing = SHARING_MIXED;
	spec.mixed_every = 4;
	assert_int_equal(page_state_write_faults(&spec), 96);
	spec.sharing = SHARING_FORKED;
	spec.mapping = MAPPING_PMD;
	assert_int_equal(page_state_write_faults(&spec), 8);
}

/* Of order 0 the blocks of SHARING_HALF have 16 pages; else they are folios. */
static void test_halves(void **state)
{
	struct page_state small = folios(1, 64), large = folios(4, 64);

	(void)state;
	small.sharing = large.sharing = SHARING_HALF;
	for (size_t i = 0; i < 64; i++) {
		assert_int_equal(page_state_is_exclusive(&small, i), i % 16 < 8);
		assert_int_equal(page_state_is_exclusive(&large, i), i % 4 < 2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages_and_folios),
		cmocka_unit_test(test_write_faults),
		cmocka_unit_test(test_halves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
