// SPDX-License-Identifier: GPL-2.0-or-later
/* Memory in a state, for tests to look at. */
#include "fixture.h"

#include "built.h"
#include "size.h"

struct state_spec built_base_pages(void)
{
	return (struct state_spec) {
		.size_bytes = BUILT_BYTES,
		.folio_bytes = size_page(),
		.region_count = 1,
		.backing = BACKING_ANON,
		.mapping = MAPPING_PTE,
		.sharing = SHARING_EXCLUSIVE,
		.pages = PAGES_WRITTEN,
	};
}

struct state built_state(const struct state_spec *spec)
{
	struct state state;
	struct reason reason;

	assert_int_equal(state_build(spec, &state, &reason), 0);
	return state;
}
