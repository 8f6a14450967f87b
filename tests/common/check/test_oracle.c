// SPDX-License-Identifier: GPL-2.0-or-later
/* Each oracle passes what is right, and names the page where one thing is wrong. */
#include "fixture.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "state/pagecache.h"
#include "state/special_ptes.h"
#include "state/needs.h"
#include "check/oracle.h"
#include "sys/pagemap.h"
#include "state/exclusivity.h"
#include "base/size.h"
#include "state/build.h"
#include "state/touch.h"

enum { PAGES = 64, BAD = 7 };

static struct build memory;
static struct oracle_region region;
static struct reason why;

static struct page_state spec_of(enum page_state_pages pages, enum page_state_sharing sharing)
{
	return (struct page_state) {
		.size_bytes = PAGES * size_page(),
		.folio_bytes = size_page(),
		.region_count = 1,
		.backing = BACKING_ANON,
		.mapping = MAPPING_PTE,
		.sharing = sharing,
		.pages = pages,
		.mixed_every = 2,
	};
}

static void build(const struct page_state *spec)
{
	why.text[0] = '\0';
	if (build_state(spec, &memory, &why))
		fail_msg("%s", why.text);
	region = (struct oracle_region) { memory.regions[0], memory.regions[0], memory.regions[0],
					  spec->size_bytes, 0 };
}

static int make(void **state)
{
	struct page_state spec = spec_of(PAGES_WRITTEN, SHARING_EXCLUSIVE);

	(void)state;
	build(&spec);
	return 0;
}

static int drop(void **state)
{
	(void)state;
	build_destroy(&memory);
	return 0;
}

static char *page(size_t number)
{
	return region.at + number * size_page();
}

/* The reason names the bad page, and says what was expected and found. */
static void assert_names(size_t number, const char *oracle)
{
	char text[32];

	snprintf(text, sizeof(text), "page %zu at", number);
	if (strncmp(why.text, oracle, strlen(oracle)) || !strstr(why.text, text) ||
	    !strstr(why.text, "expected") || !strstr(why.text, "found"))
		fail_msg("not of %s, %s: %s", oracle, text, why.text);
}

static void test_scribble(void **state)
{
	(void)state;
	assert_int_equal(oracle_tags(&region, 0, &why), ORACLE_PASSED);
	page(BAD)[3] ^= 1;
	assert_int_equal(oracle_tags(&region, 0, &why), ORACLE_FAILED);
	assert_names(BAD, "data");
	assert_int_equal(oracle_zeros(&region, &why), ORACLE_FAILED);
	assert_names(0, "data");
	madvise(region.at, region.bytes, MADV_DONTNEED);
	assert_int_equal(oracle_zeros(&region, &why), ORACLE_PASSED);
	page(BAD)[0] = 1;
	assert_int_equal(oracle_zeros(&region, &why), ORACLE_FAILED);
	assert_names(BAD, "data");
}

/* Of many pages each 16th is looked at, all of both ends, and where page tables may end. */
static void test_many_pages(void **state)
{
	const size_t pages = 5000, wrong[] = { 100, 640, 1023, 1024, 4480, pages - 7, pages - 1 };
	struct page_state spec = spec_of(PAGES_WRITTEN, SHARING_EXCLUSIVE);

	drop(state);
	spec.size_bytes = pages * size_page();
	build(&spec);
	assert_int_equal(oracle_tags(&region, 0, &why), ORACLE_PASSED);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		page(wrong[i])[3] ^= 1;
		assert_int_equal(oracle_tags(&region, 0, &why), ORACLE_FAILED);
		assert_names(wrong[i], "data");
		page(wrong[i])[3] ^= 1;
	}
}

static void test_page_that_is_gone(void **state)
{
	(void)state;
	mprotect(page(BAD), size_page(), PROT_NONE);
	assert_int_equal(oracle_tags(&region, 0, &why), ORACLE_FAILED);
	assert_names(BAD, "permissions");
}

static void test_permission_left_open(void **state)
{
	(void)state;
	mprotect(region.at, region.bytes, PROT_READ);
	assert_int_equal(oracle_read_only(&region, &why), ORACLE_PASSED);
	mprotect(page(BAD), size_page(), PROT_READ | PROT_WRITE);
	assert_int_equal(oracle_read_only(&region, &why), ORACLE_FAILED);
	assert_names(BAD, "permissions");
	assert_non_null(strstr(why.text, "expected read-only, found writable"));
	mprotect(region.at, region.bytes, PROT_NONE);
	assert_int_equal(oracle_no_access(&region, &why), ORACLE_PASSED);
	mprotect(page(BAD), size_page(), PROT_READ);
	assert_int_equal(oracle_no_access(&region, &why), ORACLE_FAILED);
	assert_names(BAD, "permissions");
}

static void test_permission_taken_too_far(void **state)
{
	(void)state;
	mprotect(region.at, region.bytes, PROT_READ);
	mprotect(page(BAD), size_page(), PROT_NONE);
	assert_int_equal(oracle_read_only(&region, &why), ORACLE_FAILED);
	assert_names(BAD, "permissions");
}

static void test_open_fence(void **state)
{
	(void)state;
	assert_int_equal(oracle_guard_pages(&region, &why), ORACLE_PASSED);
	mprotect(page(PAGES), size_page(), PROT_READ);
	assert_int_equal(oracle_guard_pages(&region, &why), ORACLE_FAILED);
	assert_non_null(strstr(why.text, "after the region"));
	mprotect(page(PAGES), size_page(), PROT_NONE);
	mprotect(page(0) - size_page(), size_page(), PROT_WRITE);
	assert_int_equal(oracle_guard_pages(&region, &why), ORACLE_FAILED);
	assert_non_null(strstr(why.text, "before the region"));
}

static enum oracle_verdict count_faults(enum page_state_sharing claim)
{
	struct page_state spec = spec_of(PAGES_WRITTEN, claim);

	return oracle_faults(&spec, &region, false, &why);
}

/* Too few: what is claimed to be shared is written without a fault. Too many: a lost optimisation.
 */
static void test_faults(void **state)
{
	struct page_state mixed = spec_of(PAGES_WRITTEN, SHARING_MIXED);

	(void)state;
#ifdef FIXTURE_SANITIZED
	print_message("skipped: the sanitizer's own memory faults too\n");
	skip();
#endif
	assert_int_equal(count_faults(SHARING_EXCLUSIVE), ORACLE_PASSED);
	assert_int_equal(count_faults(SHARING_FORKED), ORACLE_FAILED);
	assert_names(0, "faults");
	assert_non_null(strstr(why.text, "it was writable"));
	exclusivity_end(exclusivity_fork_stopped());
	page(BAD)[0] = page(BAD)[0];
	assert_int_equal(count_faults(SHARING_FORKED), ORACLE_FAILED); /* one page is exclusive */
	assert_names(BAD, "faults");
	drop(NULL);
	build(&mixed);
	assert_int_equal(count_faults(SHARING_MIXED), ORACLE_PASSED);
	drop(NULL);
	build(&mixed);
	assert_int_equal(count_faults(SHARING_EXCLUSIVE), ORACLE_DOUBTED);
	assert_names(1, "faults");
	assert_non_null(strstr(why.text, "optimisation is lost"));
}

static enum oracle_verdict isolate(pid_t child)
{
	struct page_state spec = spec_of(PAGES_WRITTEN, SHARING_EXCLUSIVE);

	return oracle_isolation(&spec, &region, child, &why);
}

static void test_isolation(void **state)
{
	pid_t child = exclusivity_fork_stopped();
	enum oracle_verdict verdict = isolate(child);

	(void)state;
	exclusivity_end(child);
	if (verdict == ORACLE_UNKNOWN)
		skip();
	assert_int_equal(verdict, ORACLE_PASSED);
}

/* Memory that is shared, posing as private: the child sees the parent's write. */
static void test_child_sees_the_write(void **state)
{
	pid_t child;
	enum oracle_verdict verdict;

	(void)state;
	assert_true(mmap(page(BAD), size_page(), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED);
	touch_write(page(BAD), size_page(), 1);
	child = exclusivity_fork_stopped();
	verdict = isolate(child);
	exclusivity_end(child);
	if (verdict == ORACLE_UNKNOWN)
		skip();
	assert_int_equal(verdict, ORACLE_FAILED);
	assert_names(BAD, "isolation");
	assert_non_null(strstr(why.text, "another's write"));
}

static void test_child_that_is_gone_is_unknown(void **state)
{
	pid_t child = exclusivity_fork_stopped();

	(void)state;
	exclusivity_end(child);
	assert_int_equal(isolate(child), ORACLE_UNKNOWN);
}

/* A page that another CPU is still about to put on its list stays cached for a moment. */
static enum oracle_verdict look_at_file(void)
{
	enum oracle_verdict verdict = ORACLE_UNKNOWN;

	for (int i = 0; verdict == ORACLE_UNKNOWN && i < 100; i++) {
		verdict = oracle_file(memory.file_fd, &region, &why);
		usleep(verdict == ORACLE_UNKNOWN ? 10000 : 0);
	}
	return verdict;
}

static void test_file(void **state)
{
	struct page_state spec = spec_of(PAGES_WRITTEN, SHARING_NONE);
	enum oracle_verdict verdict;
	uint64_t lie = 0;

	(void)state;
	spec.backing = BACKING_FILE;
	if (!pagecache_directory(&why))
		skip();
	drop(NULL);
	build(&spec);
	munmap(region.at, region.bytes);
	verdict = look_at_file();
	if (verdict == ORACLE_UNKNOWN) {
		print_message("%s\n", why.text);
		skip();
	}
	assert_int_equal(verdict, ORACLE_PASSED);
	assert_int_equal(pwrite(memory.file_fd, &lie, sizeof(lie), BAD * (off_t)size_page()),
			 sizeof(lie));
	assert_int_equal(look_at_file(), ORACLE_FAILED);
	assert_names(BAD, "dirty");
}

/* A page that was written after MADV_FREE and is lost all the same; one that is not theirs. */
static void test_freed(void **state)
{
	struct page_state spec = spec_of(PAGES_FREED, SHARING_NONE);

	(void)state;
	for (int lie = 0; lie < 2; lie++) {
		size_t bad = lie ? BAD : BAD + 1; /* even pages were written again */

		drop(NULL);
		build(&spec);
		assert_int_equal(oracle_freed(&region, &why), ORACLE_PASSED);
		drop(NULL);
		build(&spec);
		if (lie)
			page(bad)[0] = 1;
		else
			madvise(page(bad), size_page(), MADV_DONTNEED);
		assert_int_equal(oracle_freed(&region, &why), ORACLE_FAILED);
		assert_names(bad, "dirty");
	}
}

static void need(unsigned int needs)
{
	struct page_state spec = spec_of(PAGES_WRITTEN, SHARING_EXCLUSIVE);

	if (!needs_unmet(needs, &spec, &why))
		return;
	print_message("skipped: %s\n", why.text);
	skip();
}

static void test_uffd_wp(void **state)
{
	struct page_state spec = spec_of(PAGES_UFFD_WP, SHARING_NONE);

	(void)state;
	need(NEEDS_UFFD_WP);
	drop(NULL);
	build(&spec);
	assert_int_equal(oracle_bits(&region, PAGEMAP_UFFD_WP, 0, "uffd-wp", &why), ORACLE_PASSED);
	assert_int_equal(oracle_bits(&region, 0, PAGEMAP_UFFD_WP, "uffd-wp", &why), ORACLE_DOUBTED);
	assert_names(0, "uffd-wp");
	assert_int_equal(
		special_ptes_uffd_protect(memory.content_fd, page(BAD), size_page(), false), 0);
	assert_int_equal(oracle_bits(&region, PAGEMAP_UFFD_WP, 0, "uffd-wp", &why), ORACLE_DOUBTED);
	assert_names(BAD, "uffd-wp");
}

static void test_guard(void **state)
{
	struct page_state spec = spec_of(PAGES_GUARD, SHARING_NONE);

	(void)state;
	need(NEEDS_GUARD);
	drop(NULL);
	build(&spec);
	if (oracle_bits(&region, PAGEMAP_GUARD, 0, "guard", &why) != ORACLE_PASSED)
		skip();			      /* pagemap shows them from 6.15 on */
	madvise(page(BAD), size_page(), 103); /* MADV_GUARD_REMOVE */
	assert_int_equal(oracle_bits(&region, PAGEMAP_GUARD, 0, "guard", &why), ORACLE_DOUBTED);
	assert_names(BAD, "guard");
}

/* Where it is compiled in: a cleared bit that comes back is seen, and one that does not. */
static void test_soft_dirty(void **state)
{
	int fd;

	(void)state;
	need(NEEDS_SOFT_DIRTY);
	fd = open("/proc/self/clear_refs", O_WRONLY);
	assert_int_equal(write(fd, "4", 1), 1);
	close(fd);
	assert_int_equal(oracle_bits(&region, 0, PAGEMAP_SOFT_DIRTY, "soft-dirty", &why),
			 ORACLE_PASSED);
	page(BAD)[0] = page(BAD)[0];
	assert_int_equal(oracle_bits(&region, 0, PAGEMAP_SOFT_DIRTY, "soft-dirty", &why),
			 ORACLE_DOUBTED);
	assert_names(BAD, "soft-dirty");
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scribble),
		cmocka_unit_test(test_many_pages),
		cmocka_unit_test(test_page_that_is_gone),
		cmocka_unit_test(test_permission_left_open),
		cmocka_unit_test(test_permission_taken_too_far),
		cmocka_unit_test(test_open_fence),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_isolation),
		cmocka_unit_test(test_child_sees_the_write),
		cmocka_unit_test(test_child_that_is_gone_is_unknown),
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_freed),
		cmocka_unit_test(test_uffd_wp),
		cmocka_unit_test(test_guard),
		cmocka_unit_test(test_soft_dirty),
	};

	return fixture_run(tests, make, drop);
}
