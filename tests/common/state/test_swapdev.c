// SPDX-License-Identifier: GPL-2.0-or-later
/* Is swap space made, and removed whatever happens, and is a journal that is not ours refused? */
#include "fixture.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"
#include "sys/kfile.h"
#include "machine.h"
#include "sys/pagemap.h"
#include "base/size.h"
#include "state/swapdev.h"
#include "state/zram.h"

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif

#define SWAP_BYTES (8 * MIB)
#define HEAD "ptebench-swap-journal 1\nboot_id\t11111111-2222\n"
#define UUID "uuid\t000102030405060708090a0b0c0d0e0f\n"
#define AREA "bytes\t1048576\n" UUID

/* A machine that could make swap space, as far as files can tell. */
static int make_pretended(void **state)
{
	fixture_make(state);
	fixture_write("/run/here", "");
	fixture_write("/proc/sys/kernel/random/boot_id", "11111111-2222\n");
	fixture_write("/proc/meminfo", "SwapTotal: 99 kB\nSwapFree:   64 kB\n");
	fixture_write("/proc/swaps", "Filename\tType\tSize\tUsed\tPriority\n");
	fixture_write("/proc/self/status", "Name:\tx\nCapEff:\t0000000000200000\n");
	fixture_write(ZRAM_CONTROL "/hot_add", "0\n");
	fixture_write(ZRAM_CONTROL "/hot_remove", "");
	fixture_write("/sys/block/vda/size", "1\n");
	return 0;
}

static void test_possible_or_why_not(void **state)
{
	struct reason reason;

	(void)state;
	assert_true(swapdev_is_possible(MIB, &reason));
	unlink(fixture_path(ZRAM_CONTROL "/hot_remove"));
	assert_false(swapdev_is_possible(MIB, &reason));
	assert_non_null(strstr(reason.text, "modprobe zram"));
	assert_int_equal(swapdev_begin(MIB, &reason), -ENOENT);
	unlink(fixture_path("/proc/swaps"));
	assert_false(swapdev_is_possible(MIB, &reason));
	assert_non_null(strstr(reason.text, "CONFIG_SWAP"));
	fixture_write("/proc/self/status", "Name:\tCapEff:\nCapEff:\tffffffffffdfffff\n");
	assert_false(swapdev_is_possible(MIB, &reason));
	assert_non_null(strstr(reason.text, "root"));
	assert_int_equal(swapdev_begin(MIB, &reason), -EPERM);
	assert_false(kfile_exists(SWAPDEV_PATH));
	assert_true(swapdev_is_possible(64 * KIB, &reason)); /* free already */
	assert_false(swapdev_is_possible(64 * KIB + 1, &reason));
	assert_int_equal(swapdev_begin(64 * KIB, &reason), 0);
	assert_false(kfile_exists(SWAPDEV_PATH));
}

static void test_too_many_bytes(void **state)
{
	struct reason reason;

	(void)state;
	assert_false(swapdev_is_possible(UINT64_MAX, &reason));
	assert_int_equal(swapdev_begin(UINT64_MAX, &reason), -E2BIG);
}

static void test_no_journal_nothing_to_do(void **state)
{
	struct reason reason;
	bool restored = true;

	(void)state;
	assert_int_equal(swapdev_restore(&restored, &reason), 0);
	assert_false(restored);
}

static void test_journal_of_another_boot(void **state)
{
	struct reason reason;

	(void)state;
	fixture_write("/sys/block/zram7/disksize", "0\n");
	machine_write_journal("ptebench-swap-journal 1\nboot_id\tother\n" AREA
			      "device\t7\nsequence\t0\nend\n");
	assert_int_equal(swapdev_restore(NULL, &reason), 0);
	assert_false(kfile_exists(SWAPDEV_PATH));
	fixture_expect(ZRAM_CONTROL "/hot_remove", "");
}

/* The first is the truth, so that the others are refused for what is wrong with them. */
static void test_journals_that_are_refused(void **state)
{
	static const char *const lies[] = {
		HEAD AREA "existing\t0\ndevice\t7\nsequence\t9\nend\n",
		"",
		"ptebench-swap-journal 2\nboot_id\t11111111-2222\n" AREA "end\n",
		"ptebench-settings-journal 1\nboot_id\t11111111-2222\n" AREA "end\n",
		"ptebench-swap-journal 1\n" AREA "end\n",
		HEAD AREA "device\t7\nsequence\t9\n", /* cut off */
		HEAD AREA "device\t7\nsequence\t9\nen",
		HEAD AREA "device\t7\nend\n",
		HEAD "end\n",
		HEAD "bytes\t1048576\nend\n",
		HEAD UUID "device\t7\nsequence\t9\nend\n",
		HEAD "bytes\t1048577\n" UUID "device\t7\nsequence\t9\nend\n",
		HEAD "bytes\t0\n" UUID "device\t7\nsequence\t9\nend\n",
		HEAD "bytes\t1048576\nuuid\t00\ndevice\t7\nsequence\t9\nend\n",
		HEAD AREA "device\t-7\nsequence\t9\nend\n",
		HEAD AREA "device\t7/../0\nsequence\t9\nend\n",
		HEAD AREA "device\t10000\nsequence\t9\nend\n",
		HEAD AREA "device\t7\nsequence\tx\nend\n",
		HEAD AREA "device\t7\nsequence\t9\ndevice\t6\nsequence\t9\nend\n",
		HEAD AREA "existing\t7\ndevice\t7\nsequence\t9\nend\n", /* not made by us */
		HEAD AREA "device\t7\nsequence\t9\nend\nmore\n",
	};
	struct reason reason;

	(void)state;
	fixture_write("/sys/block/zram7/disksize", "0\n");
	fixture_write("/sys/block/zram7/mm_stat", "0 0 0\n");
	fixture_write("/sys/block/zram7/diskseq", "9\n");
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		machine_write_journal(lies[i]);
		assert_int_equal(swapdev_restore(NULL, &reason), i ? -EBADMSG : 0);
		assert_int_equal(kfile_exists(SWAPDEV_PATH), i != 0);
		fixture_expect(ZRAM_CONTROL "/hot_remove", i ? "" : "7");
		if (i)
			assert_non_null(strstr(reason.text, SWAPDEV_PATH));
		fixture_write(ZRAM_CONTROL "/hot_remove", "");
	}
}

static void test_journals_of_others_are_refused(void **state)
{
	static const char truth[] = HEAD AREA "end\n";
	struct reason reason;

	(void)state;
	machine_write_journal(truth);
	chmod(fixture_path(SWAPDEV_PATH), 0620);
	assert_int_equal(swapdev_restore(NULL, &reason), -EPERM);
	assert_int_equal(swapdev_begin(MIB, &reason), -EPERM);
	unlink(fixture_path(SWAPDEV_PATH));
	fixture_write("/elsewhere", truth);
	fixture_link(SWAPDEV_PATH, fixture_path("/elsewhere"));
	assert_int_equal(swapdev_restore(NULL, &reason), -ELOOP);
	unlink(fixture_path(SWAPDEV_PATH));
	assert_int_equal(mkfifo(fixture_path(SWAPDEV_PATH), 0600), 0);
	assert_int_equal(swapdev_restore(NULL, &reason), -EPERM);
	unlink(fixture_path(SWAPDEV_PATH));
	chmod(fixture_path(KNOBS_JOURNAL_DIR), 0777);
	assert_int_equal(swapdev_begin(MIB, &reason), -EPERM);
	assert_non_null(strstr(reason.text, SWAPDEV_PATH));
}

/* Return: how many pages pagemap shows as swapped out. */
static size_t count_swapped(const void *address, size_t pages)
{
	uint64_t *entries = xcalloc(pages, sizeof(*entries));
	size_t swapped = 0;

	assert_int_equal(pagemap_read(address, pages, entries), 0);
	for (size_t i = 0; i < pages; i++)
		swapped += (entries[i] & PAGEMAP_SWAPPED) && !(entries[i] & PAGEMAP_PRESENT);
	free(entries);
	return swapped;
}

static void test_pages_are_swapped_out(void **state)
{
	size_t pages = SWAP_BYTES / 2 / size_page();
	struct reason reason;
	bool restored;
	char *memory;

	(void)state;
	if (!machine_has_zram())
		skip();
	assert_int_equal(swapdev_begin(SWAP_BYTES, &reason), 0);
	assert_true(kfile_exists(SWAPDEV_PATH));
	assert_int_equal(machine_new_devices(), 1);
	assert_true(machine_has_more_swap());
	memory = mmap(NULL, pages * size_page(), PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(memory != MAP_FAILED);
	madvise(memory, pages * size_page(), MADV_NOHUGEPAGE);
	for (size_t i = 0; i < pages; i++)
		memset(memory + i * size_page(), (int)(i % 255) + 1, 100);
	/* Pages that another CPU has just put into its LRU batch are passed over. */
	for (unsigned int i = 0; i < 100 && count_swapped(memory, pages) < pages; i++)
		assert_int_equal(madvise(memory, pages * size_page(), MADV_PAGEOUT), 0);
	assert_int_equal(count_swapped(memory, pages), pages);
	assert_int_equal(swapdev_restore(&restored, &reason), 0);
	assert_true(restored);
	assert_int_equal(count_swapped(memory, pages), 0);
	for (size_t i = 0; i < pages; i++)
		assert_int_equal((unsigned char)memory[i * size_page() + 99], i % 255 + 1);
	munmap(memory, pages * size_page());
	machine_expect_as_before();
}

static void test_begin_again_leaves_one_device(void **state)
{
	struct reason reason;

	(void)state;
	if (!machine_has_zram())
		skip();
	assert_int_equal(swapdev_begin(SWAP_BYTES, &reason), 0);
	assert_int_equal(swapdev_begin(2 * SWAP_BYTES, &reason), 0);
	assert_int_equal(machine_new_devices(), 1);
	assert_int_equal(swapdev_restore(NULL, &reason), 0);
	machine_expect_as_before();
}

static void test_begin_that_fails_leaves_nothing(void **state)
{
	struct reason reason;

	(void)state;
	if (!machine_has_zram())
		skip();
	unlink(fixture_path("/dev"));
	assert_int_equal(swapdev_begin(SWAP_BYTES, &reason), -ENOENT);
	assert_non_null(strstr(reason.text, "devtmpfs"));
	machine_expect_as_before();
}

/* Lets a child do it and kills it after so many system calls. Return: false when it got to its end.
 */
static bool kill_after(unsigned int calls, int (*what)(void))
{
	pid_t child = fork();
	int status;

	if (!child) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		_exit(what() ? 1 : 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	for (unsigned int i = 0; i < 2 * calls && WIFSTOPPED(status); i++) {
		assert_int_equal(ptrace(PTRACE_SYSCALL, child, NULL, NULL), 0);
		assert_int_equal(waitpid(child, &status, 0), child);
	}
	if (WIFSTOPPED(status)) {
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		return true;
	}
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	return false;
}

static int begin(void)
{
	struct reason reason;

	return swapdev_begin(SWAP_BYTES, &reason);
}

static int restore(void)
{
	struct reason reason;

	return swapdev_restore(NULL, &reason);
}

static void test_begin_killed_after_each_system_call(void **state)
{
	unsigned int with_journal = 0, with_device = 0, with_swap = 0;
	bool goes_on = true;

	(void)state;
	if (!machine_has_zram())
		skip();
	for (unsigned int calls = 1; goes_on; calls++) {
		goes_on = kill_after(calls, begin);
		with_journal += kfile_exists(SWAPDEV_PATH);
		with_device += machine_new_devices();
		with_swap += machine_has_more_swap();
		assert_int_equal(restore(), 0);
		machine_expect_as_before();
	}
	assert_true(with_swap >= 1);
	assert_true(with_device > with_swap);
	assert_true(with_journal > with_device);
}

static void test_restore_killed_after_each_system_call(void **state)
{
	bool goes_on = true;

	(void)state;
	if (!machine_has_zram())
		skip();
	for (unsigned int calls = 1; goes_on; calls++) {
		assert_int_equal(begin(), 0);
		goes_on = kill_after(calls, restore);
		assert_int_equal(restore(), 0);
		machine_expect_as_before();
	}
}

#define PRETENDED(test) cmocka_unit_test_setup_teardown(test, make_pretended, fixture_remove)
#define REAL(test) cmocka_unit_test_setup_teardown(test, machine_make, machine_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PRETENDED(test_possible_or_why_not),
		PRETENDED(test_too_many_bytes),
		PRETENDED(test_no_journal_nothing_to_do),
		PRETENDED(test_journal_of_another_boot),
		PRETENDED(test_journals_that_are_refused),
		PRETENDED(test_journals_of_others_are_refused),
		REAL(test_pages_are_swapped_out),
		REAL(test_begin_again_leaves_one_device),
		REAL(test_begin_that_fails_leaves_nothing),
		REAL(test_begin_killed_after_each_system_call),
		REAL(test_restore_killed_after_each_system_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
