// SPDX-License-Identifier: GPL-2.0-or-later
/* Kernel files are read as they are, under the root that is set. */
#include "fixture.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sys/kfile.h"

static void test_choices(void **state)
{
	static const struct {
		const char *text, *word;
	} table[] = {
		{ "always [madvise] never\n", "madvise" },
		{ "[always] madvise never\n", "always" },
		{ "always defer [defer+madvise] never\n", "defer+madvise" },
		{ "1\n", "1" },
		{ "", "" },
	};
	char word[32], tiny[4];

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		fixture_write("/sys/knob", table[i].text);
		assert_int_equal(kfile_read_choice("/sys/knob", word, sizeof(word)), 0);
		assert_string_equal(word, table[i].word);
	}
	fixture_write("/sys/knob", "[madvise]\n");
	assert_int_equal(kfile_read_choice("/sys/knob", tiny, sizeof(tiny)), -EFBIG);
	assert_int_equal(kfile_read_choice("/sys/none", word, sizeof(word)), -ENOENT);
}

static void test_numbers(void **state)
{
	static const char *const lies[] = { "", "x", "12x", "-1", "1 2", "99999999999999999999" };
	uint64_t value = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		fixture_write("/proc/number", lies[i]);
		assert_int_equal(kfile_read_u64("/proc/number", &value), -EINVAL);
		assert_int_equal(value, 7);
	}
	fixture_write("/proc/number", "2097152\n");
	assert_int_equal(kfile_read_u64("/proc/number", &value), 0);
	assert_int_equal(value, 2097152);
}

static void test_fields(void **state)
{
	char value[12] = "untouched";

	(void)state;
	assert_int_equal(kfile_read_field("/proc/cpuinfo", "model", value, sizeof(value)), -ENOENT);
	fixture_write("/proc/cpuinfo", "model name\t: A CPU\nmodel\t\t:  17 \nmodel\t: 18\n"
				       "empty:\nmodel, no colon\nlong : 123456789012\n");
	assert_int_equal(kfile_read_field("/proc/cpuinfo", "mode", value, sizeof(value)), -ENODATA);
	assert_int_equal(kfile_read_field("/proc/cpuinfo", "long", value, sizeof(value)), -EFBIG);
	assert_string_equal(value, "untouched");
	assert_int_equal(kfile_read_field("/proc/cpuinfo", "model", value, sizeof(value)), 0);
	assert_string_equal(value, "17");
	assert_int_equal(kfile_read_field("/proc/cpuinfo", "empty", value, sizeof(value)), 0);
	assert_string_equal(value, "");
}

static void test_long_files(void **state)
{
	char *text, *long_text = calloc(1, 20001);
	size_t size;

	(void)state;
	memset(long_text, 'a', 20000);
	fixture_write("/proc/long", long_text);
	assert_int_equal(kfile_read_all("/proc/long", &text, &size), 0);
	assert_int_equal(size, 20000);
	assert_string_equal(text, long_text);
	free(text);
	free(long_text);
}

static void test_write_and_paths(void **state)
{
	char real[16];

	(void)state;
	fixture_write("/sys/knob", "a longer word");
	assert_int_equal(kfile_write("/sys/knob", "never"), 0);
	fixture_expect("/sys/knob", "never");
	assert_int_equal(kfile_write("/sys/none", "never"), -ENOENT);
	assert_int_equal(kfile_is_writable("/sys/none"), -ENOENT);
	assert_int_equal(kfile_path("/sys/a/long/path", real, sizeof(real)), -ENAMETOOLONG);
	assert_false(kfile_exists("/proc/self"));
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_choices),		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_fields),		cmocka_unit_test(test_long_files),
		cmocka_unit_test(test_write_and_paths),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
