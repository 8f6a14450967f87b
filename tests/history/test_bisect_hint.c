// SPDX-License-Identifier: GPL-2.0-or-later
/* Tells releases, commits and other names of kernels apart. */
#include "fixture.h"

#include <stdlib.h>

#include "history/bisect_hint.h"
#include "history/dataset.h"

static void test_releases(void **state)
{
	static const char *const releases[] = { "6.12.117+deb12-cloud-amd64",
						"6.1.0-50-powerpc64le", "6.18.0", "6.18",
						"7.0.1-generic" };
	static const char *const others[] = { "6.18.0-rc3",
					      "6.17.0-next-20251003",
					      "6.18.0-dirty",
					      "6.18.0-00012-g0123456789ab",
					      "linux",
					      "",
					      "6",
					      "6.",
					      "6.x",
					      "unknown",
					      "6.18.0rc" };

	(void)state;
	for (size_t i = 0; i < sizeof(releases) / sizeof(releases[0]); i++)
		assert_true(since_is_release(releases[i]));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(since_is_release(others[i]));
}

static void test_commits(void **state)
{
	static const char *const known[][2] = {
		{ "6.15.0-rc3-00012-g0123456789ab", "0123456789ab" },
		{ "6.15.0-rc3-00012-g0123456789ab-dirty", "0123456789ab" },
		{ "6.15.0-rc3", "v6.15-rc3" },
		{ "6.15.0", "v6.15" },
		{ "6.15.12", "v6.15.12" },
	};
	static const char *const unknown[] = {
		"6.12.117+deb12-cloud-amd64",
		"6.1.0-50-generic",
		"6.15.0-rc3-g12345",
		"6.15.0-g0123456;reboot",
		"6.15.0-g0123456789abcdef0123456789abcdef0123456789",
		"6.15.0-rc3$(reboot)",
		"",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		char *commit = bisect_hint_commit(known[i][0]);

		assert_non_null(commit);
		assert_string_equal(commit, known[i][1]);
		free(commit);
	}
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		char *commit = bisect_hint_commit(unknown[i]);

		assert_null(commit);
		free(commit);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_releases),
		cmocka_unit_test(test_commits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
