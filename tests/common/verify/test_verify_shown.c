// SPDX-License-Identifier: GPL-2.0-or-later
/* What files of /proc prove, refute, and leave unknown. Made-up files show it on any machine. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "built.h"
#include "verify/verify.h"
#include "sys/pagemap.h"
#include "base/size.h"

enum { PAGES = 16, FRAME = 64 };

#define ALL_KB (PAGES * size_page() / KIB)

int __wrap_uname(struct utsname *name); /* NOLINT: a name that the linker makes */

static const char *kernel = "6.18.0";

int __wrap_uname(struct utsname *name) /* NOLINT */
{
	*name = (struct utsname) { .sysname = "Linux" };
	strcpy(name->release, kernel);
	return 0;
}

/*
 * A region at 1 GiB, and what is seen of it.
 * @entry: bits of each of its entries; frames are added when it is present.
 * @access, @name: of its VMA. @field: in smaps it is all of the region, others are 0.
 */
struct sight {
	enum page_state_backing backing;
	enum page_state_pages pages;
	uint64_t entry;
	const char *access, *name, *field;
};

static const struct sight written = {
	BACKING_ANON, PAGES_WRITTEN, PAGEMAP_PRESENT | PAGEMAP_MAPPED_ONCE, "rw-p", "", "Anonymous",
};

static char *region(void)
{
	return (char *)(uintptr_t)GIB; /* NOLINT(performance-no-int-to-ptr): no memory */
}

static struct page_state show(const struct sight *sight)
{
	static const char *const fields[] = { "Anonymous",	"LazyFree",	  "Shared_Dirty",
					      "Swap",		"Locked",	  "AnonHugePages",
					      "ShmemPmdMapped", "Private_Hugetlb" };
	struct page_state spec = built_base_pages();
	uint64_t entries[PAGES], flags[PAGES + 1] = { 0 };
	char text[600];
	int at;

	spec.size_bytes = PAGES * size_page();
	spec.backing = sight->backing;
	spec.pages = sight->pages;
	for (size_t i = 0; i < PAGES; i++)
		entries[i] = sight->entry | (sight->entry & PAGEMAP_PRESENT ? FRAME + i : 0);
	fixture_words("/proc/self/pagemap", GIB / size_page(), entries, PAGES);
	fixture_words("/proc/kpageflags", FRAME, flags, PAGES + 1);
	at = snprintf(text, sizeof(text), "%llx-%llx %s 0 00:01 7 %s\n", (unsigned long long)GIB,
		      (unsigned long long)GIB + spec.size_bytes, sight->access, sight->name);
	fixture_write("/proc/self/maps", text);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		at += snprintf(text + at, sizeof(text) - (size_t)at, "%s: %zu kB\n", fields[i],
			       strcmp(fields[i], sight->field) ? 0 : ALL_KB);
	fixture_write("/proc/self/smaps", text);
	return spec;
}

static struct verify look(const struct page_state *spec, const struct fault_count *fault_count)
{
	char *regions[] = { region() };
	struct verify evidence;

	verify_state(spec, regions, fault_count, &evidence);
	assert_true(evidence.matching_pages <= evidence.known_pages);
	assert_int_equal(evidence.total_pages, PAGES);
	assert_int_equal(evidence.reason.text[0] == '\0', evidence.verdict == PROOF_PROVED);
	return evidence;
}

static void expect(const struct page_state *spec, enum proof verdict, const char *why)
{
	struct verify evidence = look(spec, NULL);

	if (evidence.verdict != verdict || !strstr(evidence.reason.text, why))
		print_message("not '%s', but '%s'\n", why, evidence.reason.text);
	assert_int_equal(evidence.verdict, verdict);
	assert_non_null(strstr(evidence.reason.text, why));
}

static void test_each_state_by_what_shows_it(void **state)
{
	static const struct sight sights[] = {
		{ BACKING_ANON, PAGES_WRITTEN, PAGEMAP_PRESENT | PAGEMAP_MAPPED_ONCE, "rw-p", "",
		  "Anonymous" },
		{ BACKING_SHMEM, PAGES_WRITTEN, PAGEMAP_PRESENT | PAGEMAP_FILE, "rw-s",
		  "/dev/zero (deleted)", "Shared_Dirty" },
		{ BACKING_FILE, PAGES_WRITTEN, PAGEMAP_PRESENT | PAGEMAP_FILE, "rw-s", "/tmp/file",
		  "Shared_Dirty" },
		{ BACKING_ZERO_FILE, PAGES_WRITTEN, PAGEMAP_PRESENT | PAGEMAP_MAPPED_ONCE, "rw-p",
		  "/dev/zero", "Anonymous" },
		{ BACKING_ANON, PAGES_NONE, 0, "rw-p", "", "" },
		{ BACKING_ANON, PAGES_READ, PAGEMAP_PRESENT, "rw-p", "", "" },
		{ BACKING_ANON, PAGES_SWAPPED, PAGEMAP_SWAPPED, "rw-p", "", "Swap" },
		{ BACKING_ANON, PAGES_GUARD, PAGEMAP_GUARD | PAGEMAP_SWAPPED, "rw-p", "", "" },
		{ BACKING_ANON, PAGES_UFFD_MARKER, PAGEMAP_UFFD_WP | PAGEMAP_SWAPPED, "rw-p", "",
		  "" },
		{ BACKING_ANON, PAGES_UFFD_WP,
		  PAGEMAP_PRESENT | PAGEMAP_MAPPED_ONCE | PAGEMAP_UFFD_WP, "rw-p", "",
		  "Anonymous" },
	};
	enum { SIGHTS = sizeof(sights) / sizeof(sights[0]) };

	(void)state;
	for (size_t seen = 0; seen < SIGHTS; seen++) {
		struct page_state spec = show(&sights[seen]);

		if (sights[seen].pages == PAGES_SWAPPED || sights[seen].pages == PAGES_NONE)
			spec.mapping = MAPPING_NONE;
		expect(&spec, PROOF_PROVED, "");
		/* And nothing else is proved by it. */
		for (size_t claimed = 0; claimed < SIGHTS; claimed++) {
			spec.backing = sights[claimed].backing;
			spec.pages = sights[claimed].pages;
			if (claimed != seen)
				assert_int_equal(look(&spec, NULL).verdict, PROOF_REFUTED);
		}
	}
}

static void test_what_is_otherwise_is_told(void **state)
{
	struct page_state spec = show(&written);
	struct sight lie = written;

	(void)state;
	spec.vma_count = 2;
	expect(&spec, PROOF_REFUTED, "1 VMAs, not 2");
	spec.vma_count = 0;
	spec.offset_bytes = size_page();
	expect(&spec, PROOF_REFUTED, "the region lies at");
	spec.offset_bytes = 0;
	spec.is_locked = true;
	expect(&spec, PROOF_REFUTED, "0 pages are locked, not 16");
	spec.is_locked = false;
	spec.pages = PAGES_FREED;
	expect(&spec, PROOF_REFUTED, "0 pages are freed lazily, not 8");
	lie.access = "rw-s";
	spec = show(&lie);
	expect(&spec, PROOF_REFUTED, "the mapping is shared, of ''");
	lie = written;
	lie.field = "AnonHugePages";
	spec = show(&lie);
	expect(&spec, PROOF_REFUTED, "16 of 16 pages are mapped by PMD entries");
	lie = written;
	lie.entry |= PAGEMAP_UFFD_WP;
	spec = show(&lie);
	expect(&spec, PROOF_REFUTED, "page 0 is write-protected by userfaultfd");
	lie.entry = 0;
	spec = show(&lie);
	expect(&spec, PROOF_REFUTED, "page 0 is not present");
}

/* One file after the other cannot be read. */
static void test_what_is_not_shown_is_unknown(void **state)
{
	static const struct {
		const char *path, *why;
	} files[] = {
		{ "/proc/self/pagemap", "pagemap cannot be read" },
		{ "/proc/self/smaps", "neither PAGEMAP_SCAN nor smaps can be read" },
		{ "/proc/kpageflags", "frame numbers are hidden" },
	};
	struct page_state spec;

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		spec = show(&written);
		unlink(fixture_path(files[i].path));
		expect(&spec, PROOF_UNKNOWN, files[i].why);
	}
	spec = show(&written);
	unlink(fixture_path("/proc/self/smaps"));
	unlink(fixture_path("/proc/self/maps"));
	expect(&spec, PROOF_UNKNOWN, "neither smaps nor maps shows the region");
	spec = show(&written);
	fixture_write("/proc/self/smaps",
		      "40000000-40010000 rw-p 0 00:01 7\nAnonHugePages: 0 kB\n");
	expect(&spec, PROOF_UNKNOWN, "smaps cannot be read, or lacks a line");
	spec = show(&(struct sight) { BACKING_ANON, PAGES_GUARD, PAGEMAP_GUARD, "rw-p", "", "" });
	kernel = "6.14.0";
	expect(&spec, PROOF_UNKNOWN, "guards from Linux 6.15 on");
	kernel = "no version";
	expect(&spec, PROOF_UNKNOWN, "guards from Linux 6.15 on");
	kernel = "6.18.0";
	expect(&spec, PROOF_PROVED, "");
}

/* Where frames are hidden, as many faults as folios prove them; but no page that is wrong. */
static void test_hidden_frames(void **state)
{
	const struct fault_count faults = { .faults = opt_u64_of(PAGES) };
	const struct fault_count fewer = { .faults = opt_u64_of(PAGES / 2) };
	const struct fault_count more = { .faults = opt_u64_of(PAGES + 1) };
	struct sight lie = written;
	struct page_state spec = show(&written);

	(void)state;
	unlink(fixture_path("/proc/kpageflags"));
	assert_int_equal(look(&spec, &faults).verdict, PROOF_PROVED);
	assert_int_equal(look(&spec, &fewer).verdict, PROOF_REFUTED);
	assert_int_equal(look(&spec, &more).verdict, PROOF_UNKNOWN);
	lie.entry = PAGEMAP_PRESENT;
	spec = show(&lie);
	unlink(fixture_path("/proc/kpageflags"));
	assert_int_equal(look(&spec, &faults).verdict, PROOF_REFUTED);
	assert_int_equal(look(&spec, &more).verdict, PROOF_REFUTED);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_state_by_what_shows_it),
		cmocka_unit_test(test_what_is_otherwise_is_told),
		cmocka_unit_test(test_what_is_not_shown_is_unknown),
		cmocka_unit_test(test_hidden_frames),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
