// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of files are harmless and unique for any text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/die.h"
#include "history/site/slug.h"

static const char *const hostile[] = {
	"",
	".",
	"..",
	"../../etc/passwd",
	"/etc/passwd",
	"a/../../b",
	"\n",
	"line\nbreak",
	"<script>alert(1)</script>",
	"\" onload=\"x()",
	"%2e%2e%2f",
	"con:aux\\nul",
	"\xff\xfe\x01",
	"Gr\xc3\xbc\xc3\x9f",
	"-rf",
	".hidden",
	"a..b",
	"trailing.",
	"UPPER lower",
	"$(touch x)`touch y`",
};

enum { HOSTILE = sizeof(hostile) / sizeof(hostile[0]) };

static void test_names_are_recognised_and_stable(void **state)
{
	char *name = slug_make("Altra-80c", "altra-80c,some key");
	char *again = slug_make("Altra-80c", "altra-80c,some key");

	(void)state;
	assert_string_equal(name, again);
	assert_memory_equal(name, "altra-80c-", 10);
	assert_int_equal(strlen(name), 22);
	free(again);
	/* The same name in all versions: links to pages must go on to work. */
	again = slug_make("mprotect.ro/anon/folio=64K/size=64M", "x");
	assert_string_equal(again, "mprotect.ro-anon-folio-64k-size-64m-f54c8602b864");
	free(again);
	free(name);
}

static void test_hostile_names_are_harmless_and_differ(void **state)
{
	char *names[HOSTILE];

	(void)state;
	for (size_t i = 0; i < HOSTILE; i++) {
		names[i] = slug_make(hostile[i], hostile[i]);
		assert_true(slug_is_name(names[i]));
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(names[i], names[j]);
	}
	for (size_t i = 0; i < HOSTILE; i++)
		free(names[i]);
}

static void test_what_looks_alike_is_told_by_its_hash(void **state)
{
	char *a = slug_make("same", "one"), *b = slug_make("same", "other");

	(void)state;
	assert_string_not_equal(a, b);
	free(b);
	free(a);
}

static void test_a_long_name_is_cut(void **state)
{
	char text[1000], *name;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	name = slug_make(text, text);
	assert_int_equal(strlen(name), SLUG_WORD_BYTES + 13);
	assert_true(slug_is_name(name));
	free(name);
}

/* As with two texts of the same hash. */
static void test_equal_names_are_told_apart(void **state)
{
	char *names[] = { xstrdup("b"), xstrdup("a"), xstrdup("b"), xstrdup("a"), xstrdup("a") };

	(void)state;
	slug_tell_apart(names, 5);
	assert_string_equal(names[0], "b");
	assert_string_equal(names[2], "b-2");
	assert_string_equal(names[1], "a");
	assert_string_equal(names[3], "a-2");
	assert_string_equal(names[4], "a-3");
	for (size_t i = 0; i < 5; i++)
		free(names[i]);
}

static void test_what_is_no_name(void **state)
{
	static const char *const bad[] = { "",	   ".",		  "..",		"../x", "a/b",
					   "A",	   ".a",	  "a.",		"-a",	"a..b",
					   "a b",  "a\n",	  "a\xc3\xa9",	"a:b",	"a%b",
					   "a\\b", "index.html/", "/index.html" };
	char longer[SLUG_NAME_BYTES + 2];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(slug_is_name(bad[i]));
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_false(slug_is_name(longer));
	longer[SLUG_NAME_BYTES] = '\0';
	assert_true(slug_is_name(longer));
	assert_true(slug_is_name("index.html"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_are_recognised_and_stable),
		cmocka_unit_test(test_hostile_names_are_harmless_and_differ),
		cmocka_unit_test(test_what_looks_alike_is_told_by_its_hash),
		cmocka_unit_test(test_a_long_name_is_cut),
		cmocka_unit_test(test_equal_names_are_told_apart),
		cmocka_unit_test(test_what_is_no_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
