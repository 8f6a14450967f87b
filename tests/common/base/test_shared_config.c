// SPDX-License-Identifier: GPL-2.0-or-later
/* A kernel's configuration is kept once a set, and never lost or given to another kernel. */
#include "base/shared_config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "fixture.h"

static const char text[] = "CONFIG_A=y";

static void write_host(const char *path, const char *hash)
{
	char host[128];

	snprintf(host, sizeof(host), "key,value\nseed,\"1\"\n" SHARED_CONFIG_FACT ",\"%s\"\n",
		 hash);
	fixture_write(path, host);
}

static const char *shared_path(const char *hash)
{
	static char path[64];

	snprintf(path, sizeof(path), "/set/kernel-config-%s", hash);
	return path;
}

static void test_runs_of_a_kernel_share_it(void **state)
{
	static const char other[] = "CONFIG_A=n";
	char hash[HASH_BYTES], other_hash[HASH_BYTES];

	(void)state;
	hash_fnv1a64(text, sizeof(text) - 1, hash);
	hash_fnv1a64(other, sizeof(other) - 1, other_hash);
	write_host("/set/a/host.csv", hash);
	write_host("/set/b/host.csv", hash);
	write_host("/set/c/host.csv", other_hash);
	fixture_write("/set/a/kernel-config", text);
	fixture_write("/set/b/kernel-config", text);
	fixture_write("/set/c/kernel-config", other);
	assert_int_equal(shared_config_share(fixture_path("/set/a")), 0);
	assert_int_equal(shared_config_share(fixture_path("/set/b")), 0);
	assert_int_equal(shared_config_share(fixture_path("/set/c")), 0);
	fixture_expect(shared_path(hash), text);
	fixture_expect(shared_path(other_hash), other);
	assert_int_equal(access(fixture_path("/set/a/kernel-config"), F_OK), -1);
	assert_int_equal(access(fixture_path("/set/b/kernel-config"), F_OK), -1);
	assert_int_equal(access(fixture_path("/set/c/kernel-config"), F_OK), -1);
	assert_int_equal(shared_config_share(fixture_path("/set/a")), -ENOENT);
}

/* A damaged file under the right name gives way to a whole one. */
static void test_a_damaged_one_is_replaced(void **state)
{
	char hash[HASH_BYTES];

	(void)state;
	hash_fnv1a64(text, sizeof(text) - 1, hash);
	write_host("/set/a/host.csv", hash);
	fixture_write("/set/a/kernel-config", text);
	fixture_write(shared_path(hash), "CONF");
	assert_int_equal(shared_config_share(fixture_path("/set/a")), 0);
	fixture_expect(shared_path(hash), text);
}

static void test_what_host_csv_does_not_name_stays(void **state)
{
	char hash[HASH_BYTES];

	(void)state;
	hash_fnv1a64("another", 7, hash);
	write_host("/set/a/host.csv", hash);
	fixture_write("/set/a/kernel-config", text);
	assert_int_equal(shared_config_share(fixture_path("/set/a")), -EBADMSG);
	fixture_expect("/set/a/kernel-config", text);
	assert_int_equal(access(fixture_path(shared_path(hash)), F_OK), -1);
	fixture_write("/set/b/kernel-config", text);
	assert_int_equal(shared_config_share(fixture_path("/set/b")), -ENOENT);
	fixture_expect("/set/b/kernel-config", text);
}

static void test_a_hash_is_no_path(void **state)
{
	static const char *const none[] = { "",
					    "unknown",
					    "0123456789abcde",
					    "0123456789abcdef0",
					    "../../../etc/pas",
					    "0123456789ABCDEF" };
	char *path = shared_config_path("/set/a", "0123456789abcdef");

	(void)state;
	assert_string_equal(path, "/set/a/../kernel-config-0123456789abcdef");
	free(path);
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_null(shared_config_path("/set/a", none[i]));
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_runs_of_a_kernel_share_it),
		cmocka_unit_test(test_a_damaged_one_is_replaced),
		cmocka_unit_test(test_what_host_csv_does_not_name_stays),
		cmocka_unit_test(test_a_hash_is_no_path),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
