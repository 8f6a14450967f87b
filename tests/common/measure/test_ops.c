// SPDX-License-Identifier: GPL-2.0-or-later
/* Shared hooks do what their names say, and fail when they cannot. */
#include "fixture.h"

#include <errno.h>
#include <sys/mman.h>

#include "built.h"
#include "measure/ops.h"
#include "sys/pagemap.h"
#include "base/size.h"

static void test_a_hole_is_dug_and_filled(void **state)
{
	size_t bytes = 4 * size_page();
	char *start = mmap(NULL, 3 * bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)state;
	assert_true(start != MAP_FAILED);
	assert_int_equal(ops_dig(start + bytes, bytes), 0);
	assert_int_equal(built_vma_count(start + bytes, bytes), 0);
	assert_int_equal(ops_fill(start + bytes, bytes), 0);
	assert_true(built_vma_count(start + bytes, bytes) > 0);
	assert_int_equal(ops_fill(start + bytes, bytes), -EEXIST); /* nothing is mapped over */
	assert_int_equal(ops_dig(start + 1, bytes), -EINVAL);
	munmap(start, 3 * bytes);
}

static void test_pages_are_read_and_not_written(void **state)
{
	struct page_state spec = built_base_pages();
	struct case_run run = { 0 };
	uint64_t entry;

	(void)state;
	spec.pages = PAGES_NONE;
	spec.mapping = MAPPING_NONE;
	run.state = built_state(&spec);
	assert_int_equal(ops_read(&run), 0);
	for (size_t at = 0; at < spec.size_bytes; at += size_page()) {
		assert_int_equal(pagemap_read(run.state.regions[0] + at, 1, &entry), 0);
		assert_true(entry & PAGEMAP_PRESENT);
		assert_false(entry & PAGEMAP_MAPPED_ONCE); /* the zero page */
	}
	build_destroy(&run.state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_hole_is_dug_and_filled),
		cmocka_unit_test(test_pages_are_read_and_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
