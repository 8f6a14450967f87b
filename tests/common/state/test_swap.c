// SPDX-License-Identifier: GPL-2.0-or-later
/* Swap space is made, removed whatever happens, and a journal that is not ours is refused. */
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
#include "state/swap.h"

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif

#define SWAP_BYTES (8 * MIB)
#define CONTROL "/sys/class/zram-control"
#define HEAD "ptebench-swap-journal 2\nboot_id\t11111111-2222\n"
#define MARK "mark\t0123456789abcdef\n"

/* What swapoff(2) answers in a machine that is made up; 0: the kernel answers. */
static int swapoff_error;

int __real_swapoff(const char *path);
int __wrap_swapoff(const char *path);

int __wrap_swapoff(const char *path)
{
	if (!swapoff_error)
		return __real_swapoff(path);
	errno = swapoff_error;
	return -1;
}

/* A machine that could make swap space, as far as its answers go. */
static int make_pretended(void **state)
{
	fixture_make(state);
	fixture_write("/run/here", "");
	fixture_write("/proc/sys/kernel/random/boot_id", "11111111-2222\n");
	fixture_write("/proc/meminfo", "SwapTotal: 99 kB\nSwapFree:   64 kB\n");
	fixture_write(CONTROL "/hot_add", "0\n");
	fixture_write(CONTROL "/hot_remove", "");
	fixture_write("/sys/block/vda/size", "1\n");
	swapoff_error = ENOENT;
	return 0;
}

static int remove_pretended(void **state)
{
	swapoff_error = 0;
	return fixture_remove(state);
}

static void expect_impossible(const char *why)
{
	struct reason reason;

	assert_false(swap_is_possible(64 * KIB + 1, &reason));
	assert_non_null(strstr(reason.text, why));
	reason.text[0] = '\0';
	assert_int_equal(swap_begin(64 * KIB + 1, &reason), -ENODEV);
	assert_non_null(strstr(reason.text, why));
	assert_false(kfile_exists(SWAP_PATH));
	assert_true(swap_is_possible(64 * KIB, &reason)); /* free already */
	assert_int_equal(swap_begin(64 * KIB, &reason), 0);
	assert_false(kfile_exists(SWAP_PATH));
}

static void test_possible_or_why_not(void **state)
{
	struct reason reason;

	(void)state;
	assert_true(swap_is_possible(MIB, &reason));
	fixture_expect(CONTROL "/hot_remove", "");
	unlink(fixture_path(CONTROL "/hot_remove"));
	expect_impossible("modprobe zram");
	swapoff_error = ENOSYS;
	expect_impossible("CONFIG_SWAP");
	swapoff_error = EPERM;
	expect_impossible("root");
}

static void test_no_journal_nothing_to_do(void **state)
{
	struct reason reason;

	(void)state;
	assert_int_equal(swap_restore(&reason), 0);
	fixture_expect(CONTROL "/hot_remove", "");
}

static void test_journal_of_another_boot(void **state)
{
	struct reason reason;

	(void)state;
	fixture_write("/sys/block/zram7/mm_stat", "0 0 0\n");
	machine_write_journal("ptebench-swap-journal 2\nboot_id\tother\ndevice\t7\n" MARK
			      "marked\t0\nend\n");
	assert_int_equal(swap_restore(&reason), 0);
	assert_false(kfile_exists(SWAP_PATH));
	fixture_expect(CONTROL "/hot_remove", "");
}

/* The first is the truth, so that the others are refused for what is wrong with them. */
static void test_journals_that_are_refused(void **state)
{
	static const char *const lies[] = {
		HEAD "device\t7\n" MARK "marked\t0\nend\n",
		"",
		"ptebench-swap-journal 1\nboot_id\t11111111-2222\ndevice\t7\n" MARK
		"marked\t0\nend\n",
		"ptebench-settings-journal 1\nboot_id\t11111111-2222\ndevice\t7\n" MARK
		"marked\t0\nend\n",
		"ptebench-swap-journal 2\ndevice\t7\n" MARK "marked\t0\nend\n",
		HEAD "device\t7\n" MARK "marked\t0\n", /* cut off */
		HEAD "device\t7\n" MARK "marked\t0\nen",
		HEAD "end\n",
		HEAD "device\t7\nend\n",
		HEAD "device\t7\n" MARK "end\n",
		HEAD MARK "device\t7\nmarked\t0\nend\n",
		HEAD "device\t7\nmark\t0123456789abcde\nmarked\t0\nend\n",
		HEAD "device\t7\nmark\t0123456789abcdef0\nmarked\t0\nend\n",
		HEAD "device\t7\nmark\t0123456789ABCDEF\nmarked\t0\nend\n",
		HEAD "device\t7\n" MARK "marked\t-1\nend\n",
		HEAD "device\t-7\n" MARK "marked\t0\nend\n",
		HEAD "device\t07\n" MARK "marked\t0\nend\n",
		HEAD "device\t 7\n" MARK "marked\t0\nend\n",
		HEAD "device\t7/../0\n" MARK "marked\t0\nend\n",
		HEAD "device\t4294967303\n" MARK "marked\t0\nend\n",
		HEAD "device\t7\n" MARK "marked\t0\ndevice\t6\nend\n",
		HEAD "device\t7\n" MARK "marked\t0\nend\nmore\n",
	};
	struct reason reason;

	(void)state;
	fixture_write("/sys/block/zram7/mm_stat", "       0        0        0\n");
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		machine_write_journal(lies[i]);
		assert_int_equal(swap_restore(&reason), i ? -EBADMSG : 0);
		assert_int_equal(kfile_exists(SWAP_PATH), i != 0);
		fixture_expect(CONTROL "/hot_remove", i ? "" : "7");
		if (i)
			assert_non_null(strstr(reason.text, SWAP_PATH));
		fixture_write(CONTROL "/hot_remove", "");
	}
}

static void test_journals_of_others_are_refused(void **state)
{
	static const char truth[] = HEAD "device\t7\n" MARK "marked\t0\nend\n";
	struct reason reason;

	(void)state;
	machine_write_journal(truth);
	chmod(fixture_path(SWAP_PATH), 0620);
	assert_int_equal(swap_restore(&reason), -EPERM);
	assert_int_equal(swap_begin(MIB, &reason), -EPERM);
	unlink(fixture_path(SWAP_PATH));
	fixture_write("/elsewhere", truth);
	fixture_link(SWAP_PATH, fixture_path("/elsewhere"));
	assert_int_equal(swap_restore(&reason), -ELOOP);
	unlink(fixture_path(SWAP_PATH));
	assert_int_equal(mkfifo(fixture_path(SWAP_PATH), 0600), 0);
	assert_int_equal(swap_restore(&reason), -EPERM);
	unlink(fixture_path(SWAP_PATH));
	chmod(fixture_path(KNOBS_JOURNAL_DIR), 0777);
	assert_int_equal(swap_begin(MIB, &reason), -EPERM);
	assert_non_null(strstr(reason.text, SWAP_PATH));
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
	char *memory;

	(void)state;
	if (!machine_has_zram())
		skip();
	assert_int_equal(swap_begin(SWAP_BYTES, &reason), 0);
	assert_true(kfile_exists(SWAP_PATH));
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
	assert_int_equal(swap_restore(&reason), 0);
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
	assert_int_equal(swap_begin(SWAP_BYTES, &reason), 0);
	assert_int_equal(swap_begin(2 * SWAP_BYTES, &reason), 0);
	assert_int_equal(machine_new_devices(), 1);
	assert_int_equal(swap_restore(&reason), 0);
	machine_expect_as_before();
}

static void test_begin_that_fails_leaves_nothing(void **state)
{
	struct reason reason;

	(void)state;
	if (!machine_has_zram())
		skip();
	unlink(fixture_path("/dev"));
	assert_int_equal(swap_begin(SWAP_BYTES, &reason), -ENOENT);
	assert_non_null(strstr(reason.text, "/dev/zram"));
	assert_int_equal(machine_new_devices(), 1);
	assert_int_equal(swap_restore(&reason), 0);
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

	return swap_begin(SWAP_BYTES, &reason);
}

static int restore(void)
{
	struct reason reason;

	return swap_restore(&reason);
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
		with_journal += kfile_exists(SWAP_PATH);
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

#define PRETENDED(test) cmocka_unit_test_setup_teardown(test, make_pretended, remove_pretended)
#define REAL(test) cmocka_unit_test_setup_teardown(test, machine_make, machine_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PRETENDED(test_possible_or_why_not),
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
