// SPDX-License-Identifier: GPL-2.0-or-later
/* Folios are distinguished by frames and flags, on machines made up of files. */
#include "fixture.h"

#include <string.h>

#include "verify/folio_order.h"
#include "sys/pagemap.h"
#include "base/size.h"

enum { PAGES = 16, FOLIO_PAGES = 4 };

/* One letter a page: h head, t tail, T tail with more to follow, H head of such, s small, z
 * zero page; a '|' before it: its frame is no neighbour of the one before. */
static const char *judge(enum page_state_construction construction, const char *pages)
{
	static char answer[PAGES + 1];
	static struct reason reason;
	struct page_state spec = {
		.folio_bytes = FOLIO_PAGES * size_page(),
		.construction = construction,
	};
	uint64_t entries[PAGES], flags[PAGES], frame = 100;
	struct folio_order frames = { &spec, 0, entries, flags };
	bool matches[PAGES];

	for (; *pages; pages++) {
		if (*pages == '|') {
			frame += 1000;
			continue;
		}
		entries[frames.count] = PAGEMAP_PRESENT | frame++;
		flags[frames.count] = 0;
		if (strchr("hH", *pages))
			flags[frames.count] |= PAGEMAP_KPF_HEAD;
		if (strchr("tT", *pages))
			flags[frames.count] |= PAGEMAP_KPF_TAIL;
		if (strchr("HT", *pages))
			flags[frames.count] |= PAGEMAP_KPF_TAIL_FOLLOWS;
		if (*pages == 'z')
			flags[frames.count] |= PAGEMAP_KPF_ZERO_PAGE;
		matches[frames.count++] = true;
	}
	reason.text[0] = '\0';
	folio_order_check(&frames, matches, &reason);
	for (size_t i = 0; i < frames.count; i++)
		answer[i] = matches[i] ? '+' : '-';
	answer[frames.count] = '\0';
	/* What is wrong is told, and nothing is when nothing is. */
	assert_int_equal(reason.text[0] != '\0', strchr(answer, '-') != NULL);
	return answer;
}

static void test_native_folios(void **state)
{
	(void)state;
	assert_string_equal(judge(CONSTRUCTION_NATIVE, "HTTt|HTTt"), "++++++++");
	assert_string_equal(judge(CONSTRUCTION_NATIVE, "HTTTTTTt"), "--------"); /* one of 8 */
	assert_string_equal(judge(CONSTRUCTION_NATIVE, "HTTt|TTTt"), "++++----");
	assert_string_equal(judge(CONSTRUCTION_NATIVE, "HtHt|HTTt"), "----++++");
	assert_string_equal(judge(CONSTRUCTION_NATIVE, "HT|Tt|HTTt"), "----++++");
	assert_string_equal(judge(CONSTRUCTION_NATIVE, "HTTtssss"), "++++----");
	assert_string_equal(judge(CONSTRUCTION_NATIVE, "HTTtzzzz"), "++++----");
	assert_string_equal(judge(CONSTRUCTION_NATIVE, "HTTtHT"), "++++--"); /* ends too soon */
}

/* Parts of larger folios: what goes on in memory must end in the mapping. */
static void test_emulated_folios(void **state)
{
	(void)state;
	assert_string_equal(judge(CONSTRUCTION_EMULATED, "HTTT|HTTT|TTTt"), "++++++++++++");
	assert_string_equal(judge(CONSTRUCTION_EMULATED, "HTTTTTTT"), "----++++");
	assert_string_equal(judge(CONSTRUCTION_EMULATED, "HTTt|HTTT"),
			    "----++++"); /* a native one */
	assert_string_equal(judge(CONSTRUCTION_EMULATED, "HT|TT|HTTT"), "----++++");
	assert_string_equal(judge(CONSTRUCTION_EMULATED, "ssss|HTTT"), "----++++");
}

static void test_the_reason_names_the_page(void **state)
{
	struct page_state spec = { .folio_bytes = FOLIO_PAGES * size_page() };
	uint64_t entries[] = { 7, 8, 9, 10 };
	uint64_t flags[] = { PAGEMAP_KPF_HEAD | PAGEMAP_KPF_TAIL_FOLLOWS, PAGEMAP_KPF_TAIL, 0, 0 };
	const struct folio_order frames = { &spec, FOLIO_PAGES, entries, flags };
	bool matches[FOLIO_PAGES];
	struct reason reason = { "" };

	(void)state;
	folio_order_check(&frames, matches, &reason);
	assert_string_equal(reason.text, "page 0 starts a folio of 2 pages, not 4");
	flags[0] = PAGEMAP_KPF_ZERO_PAGE;
	folio_order_check(&frames, matches, &reason);
	assert_string_equal(reason.text, "page 0 starts a folio of 2 pages, not 4"); /* the first */
	reason.text[0] = '\0';
	folio_order_check(&frames, matches, &reason);
	assert_string_equal(reason.text, "page 0 is the zero page: it was never written");
	spec.construction = CONSTRUCTION_EMULATED;
	flags[0] = 0;
	reason.text[0] = '\0';
	folio_order_check(&frames, matches, &reason);
	assert_string_equal(reason.text, "page 0 starts no 4-page part of a larger folio");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_native_folios),
		cmocka_unit_test(test_emulated_folios),
		cmocka_unit_test(test_the_reason_names_the_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
