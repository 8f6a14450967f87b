// SPDX-License-Identifier: GPL-2.0-or-later
/* Any text becomes text that can be shown, in a drawing and in a page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report/html.h"
#include "compare/utf8.h"

static void expect_clean(const char *text, const char *expected)
{
	char *clean = utf8_clean(text, '?');

	assert_string_equal(clean, expected);
	free(clean);
}

static void test_characters_stay(void **state)
{
	static const char *const texts[] = { "",
					     "plain ASCII ~",
					     "Gr\xc3\xbc\xc3\x9f",
					     "\xe2\x82\xac\xe4\xb8\xad",
					     "\xf0\x9f\x90\xa7",
					     "\xd7\x90\xd7\x91" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		expect_clean(texts[i], texts[i]);
}

static void test_what_is_no_character_is_seen_to_be_none(void **state)
{
	static const struct {
		const char *text, *clean;
	} rows[] = {
		{ "\xff\xfe", "??" },			  /* never in UTF-8 */
		{ "\xc3(", "?(" },			  /* a second byte that is none */
		{ "\xe2\x82", "??" },			  /* cut off */
		{ "\xc0\xaf", "??" },			  /* a slash in two bytes */
		{ "\xe0\x80\xbc", "???" },		  /* '<' in three */
		{ "\xed\xa0\x80", "?" },		  /* half of a surrogate pair */
		{ "\xf5\x80\x80\x80", "????" },		  /* beyond Unicode */
		{ "\xef\xbf\xbe\xf0\x9f\xbf\xbf", "??" }, /* noncharacters */
		{ "a\nb\tc\x1b[2J\x7f\xc2\x85", "a?b?c?[2J??" },
		{ "\xe2\x80\xae"
		  "evil\xe2\x81\xa6x\xe2\x81\xa9\xe2\x80\xac",
		  "?evil?x??" },			  /* overrides and isolates */
		{ "\xd8\x9c\xe2\x80\x8f", "??" },	  /* marks of direction */
		{ "a\xe2\x80\x8b\xef\xbb\xbf", "a??" },	  /* not seen */
		{ "\xe2\x80\xa8\xf3\xa0\x81\x81", "??" }, /* a line's end; a tag */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect_clean(rows[i].text, rows[i].clean);
}

static void test_controls_become_what_is_asked_for(void **state)
{
	char *clean = utf8_clean("a\nb\xc2\x9f", ' ');

	(void)state;
	assert_string_equal(clean, "a b ");
	free(clean);
}

static void test_length_and_cut_count_characters(void **state)
{
	char *cut = utf8_cut("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 5);

	(void)state;
	assert_string_equal(cut, "\xc3\xa9\xc3\xa9...");
	assert_int_equal(utf8_length(cut), 5);
	assert_int_equal(utf8_length(""), 0);
	free(cut);
}

static void expect_html(const char *text, const char *expected)
{
	char *page = NULL;
	size_t size;
	FILE *out = open_memstream(&page, &size);

	assert_non_null(out);
	html_print(out, "%s", text);
	fclose(out);
	assert_string_equal(page, expected);
	free(page);
}

static void test_text_in_a_page_is_text(void **state)
{
	(void)state;
	expect_html("", "");
	expect_html("<script>alert(\"x\")</script>",
		    "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
	expect_html("' onload='x()", "&#39; onload=&#39;x()");
	expect_html("a & b &lt;", "a &amp; b &amp;lt;");
	expect_html("K\xc3\xb6ln\n\xff", "K\xc3\xb6ln??");
	/* A tag that begins behind a byte which a careless decoder would take it together with. */
	expect_html("\xc3<b>", "?&lt;b&gt;");
}

static void test_print_escapes_strings_alone(void **state)
{
	char *page = NULL;
	size_t size;
	FILE *out = open_memstream(&page, &size);

	(void)state;
	assert_non_null(out);
	html_print(out, "<p class='%s'>%d%% of %zu, %u%c %.1f %.3g %g</p>", "a<b'", -5, (size_t)7,
		   8U, 'x', 2.5, 1234.5, 0.5);
	fclose(out);
	assert_string_equal(page, "<p class=\"a&lt;b&#39;\">-5% of 7, 8x 2.5 1.23e+03 0.5</p>");
	free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_characters_stay),
		cmocka_unit_test(test_what_is_no_character_is_seen_to_be_none),
		cmocka_unit_test(test_controls_become_what_is_asked_for),
		cmocka_unit_test(test_length_and_cut_count_characters),
		cmocka_unit_test(test_text_in_a_page_is_text),
		cmocka_unit_test(test_print_escapes_strings_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
