// SPDX-License-Identifier: GPL-2.0-or-later
/* Memory in a state, for tests to look at. */
#include "fixture.h"

#include "built.h"
#include "base/size.h"

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
	struct build state;
	struct reason reason;

	assert_int_equal(build_state(spec, &state, &reason), 0);
	return state;
}
