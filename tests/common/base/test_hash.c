// SPDX-License-Identifier: GPL-2.0-or-later
/* The hash gives the values that its authors published. */
#include "fixture.h"

#include <string.h>

#include "base/hash.h"

static void test_published(void **state)
{
	/* The test vectors of draft-eastlake-fnv and of the authors' page. */
	static const struct {
		const char *text, *digest;
	} vectors[] = {
		{ "", "cbf29ce484222325" },
		{ "a", "af63dc4c8601ec8c" },
		{ "foobar", "85944171f73967e8" },
	};
	char text[HASH_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		hash_fnv1a64(vectors[i].text, strlen(vectors[i].text), text);
		assert_string_equal(text, vectors[i].digest);
	}
	hash_fnv1a64("\xff", 1, text); /* bytes have no sign */
	assert_string_equal(text, "af64724c8602eb6e");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_published) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
