// SPDX-License-Identifier: GPL-2.0-or-later
/* A name of a stranger becomes harmless and stays unique. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "export/export_data.h"

static void expect_slug(const char *text, const char *expected)
{
	char *slug = export_data_slug(text);

	assert_string_equal(slug, expected);
	free(slug);
}

static void test_slugs(void **state)
{
	(void)state;
	expect_slug("mprotect.ro/anon/folio=64K/size=64M", "mprotect.ro.anon.folio-64K.size-64M");
	expect_slug("", "_");
	expect_slug(".", "_");
	expect_slug("..", "__");
	expect_slug("../../etc/passwd", "_._._.etc.passwd");
	expect_slug("/", "_");
	expect_slug("a//b/", "a._b_");
	expect_slug("a b\n<c>#\"'\\\xc3\xa9", "a_b__c_______");
}

static bool is_path(const char *slug)
{
	return *slug && *slug != '.' && slug[strlen(slug) - 1] != '.' && !strstr(slug, "..") &&
	       !strchr(slug, '/');
}

static void test_any_text_becomes_one_component(void **state)
{
	char text[4 * EXPORT_DATA_SLUG_BYTES];
	unsigned int seed = 1;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		size_t length = (size_t)round % (sizeof(text) - 1);
		char *slug;

		for (size_t i = 0; i < length; i++) {
			seed = seed * 1103515245 + 12345;
			text[i] =
				seed >> 30 ? "./.a=\n~"[(seed >> 16) % 7] : (char)(seed >> 16 | 1);
		}
		text[length] = '\0';
		slug = export_data_slug(text);
		assert_true(is_path(slug));
		assert_in_range(strlen(slug), 1, EXPORT_DATA_SLUG_BYTES);
		free(slug);
	}
}

static void test_each_key_has_its_own_name(void **state)
{
	json_t *names = json_object();
	const char *first = export_data_name(names, "key 1", "same");

	(void)state;
	assert_string_equal(first, "same");
	assert_string_equal(export_data_name(names, "key 2", "same-2"), "same-2");
	assert_string_equal(export_data_name(names, "key 3", "same"), "same-3");
	assert_string_equal(export_data_name(names, "key 4", "other"), "other");
	assert_ptr_equal(export_data_name(names, "key 1", "whatever"), first);
	assert_string_equal(export_data_name(names, "\xff", "same"), "same-4"); /* no UTF-8 */
	assert_int_equal(json_object_size(names), 5);
	json_decref(names);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slugs),
		cmocka_unit_test(test_any_text_becomes_one_component),
		cmocka_unit_test(test_each_key_has_its_own_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
