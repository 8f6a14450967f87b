// SPDX-License-Identifier: GPL-2.0-or-later
/* Memory in a state, for tests to look at. */
#include "fixture.h"

#include "built.h"
#include "base/size.h"
#include "sys/pagemap.h"

struct page_state built_base_pages(void)
{
	return (struct page_state) {
		.size_bytes = BUILT_BYTES,
		.folio_bytes = size_page(),
		.region_count = 1,
		.backing = BACKING_ANON,
		.mapping = MAPPING_PTE,
		.sharing = SHARING_EXCLUSIVE,
		.pages = PAGES_WRITTEN,
	};
}

struct build built_state(const struct page_state *spec)
{
	struct build state = { 0 };
	struct reason reason;

	assert_int_equal(build_state(spec, &state, &reason), 0);
	return state;
}

size_t built_vma_count(const void *address, size_t bytes)
{
	struct pagemap_smaps ignored;
	struct pagemap_vmas vmas;
	size_t count;

	assert_int_equal(pagemap_vmas_read(&vmas), 0);
	count = pagemap_vmas_sum(&vmas, address, bytes, &ignored);
	pagemap_vmas_free(&vmas);
	return count;
}
