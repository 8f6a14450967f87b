// SPDX-License-Identifier: GPL-2.0-or-later
/* When the kernel refuses a part of a state, the reason names it, and nothing is left behind. */
#include "fixture.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "built.h"
#include "base/size.h"
#include "state/build.h"

/* Names that the linker makes. NOLINTBEGIN */
int __real_madvise(void *address, size_t bytes, int advice);
int __wrap_madvise(void *address, size_t bytes, int advice);
int __wrap_mlock(const void *address, size_t bytes);
ssize_t __real_pwrite(int fd, const void *data, size_t bytes, off_t at);
ssize_t __wrap_pwrite(int fd, const void *data, size_t bytes, off_t at);
int __wrap_fsync(int fd);
int __real_ioctl(int fd, unsigned long request, void *argument);
int __wrap_ioctl(int fd, unsigned long request, void *argument);
long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);

/* What is refused from now on. */
static enum { NOTHING, MADVISE, MLOCK, PWRITE, PWRITE_HALF, FSYNC, IOCTL, SYSCALL } refused;
static long refused_number; /* advice or number of the system call */
static int refused_calls;   /* so many before are let through */

static bool refuses(int what, long number)
{
	if ((int)refused != what || refused_number != number || refused_calls-- > 0)
		return false;
	errno = ENOMEM;
	return true;
}

int __wrap_madvise(void *address, size_t bytes, int advice)
{
	return refuses(MADVISE, advice) ? -1 : __real_madvise(address, bytes, advice);
}

int __wrap_mlock(const void *address, size_t bytes)
{
	(void)address;
	(void)bytes;
	return refuses(MLOCK, 0) ? -1 : 0;
}

ssize_t __wrap_pwrite(int fd, const void *data, size_t bytes, off_t at)
{
	if (refuses(PWRITE_HALF, 0))
		return (ssize_t)bytes / 2;
	return refuses(PWRITE, 0) ? -1 : __real_pwrite(fd, data, bytes, at);
}

int __wrap_fsync(int fd)
{
	(void)fd;
	return refuses(FSYNC, 0) ? -1 : 0;
}

int __wrap_ioctl(int fd, unsigned long request, void *argument)
{
	return refuses(IOCTL, 0) ? -1 : __real_ioctl(fd, request, argument);
}

static int arguments_of(long number)
{
	switch (number) {
	case SYS_getpid: return 0;
	case SYS_userfaultfd:
	case SYS_exit_group:
	case SYS_pkey_free: return 1;
	case SYS_io_uring_setup:
	case SYS_pkey_alloc:
	case SYS_kill: return 2;
	case SYS_io_uring_register: return 4;
	default: return 5; /* clone, perf_event_open */
	}
}

long __wrap_syscall(long number, ...)
{
	va_list arguments;
	long a[6] = { 0 };

	if (refuses(SYSCALL, number))
		return -1;
	va_start(arguments, number);
	for (int i = 0; i < arguments_of(number); i++)
		a[i] = va_arg(arguments, long);
	va_end(arguments);
	return __real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
/* NOLINTEND */

static unsigned int open_files(void)
{
	DIR *folder = opendir("/proc/self/fd");
	unsigned int count = 0;

	assert_non_null(folder);
	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

struct refusal {
	enum page_state_pages pages;
	enum page_state_sharing sharing;
	enum page_state_backing backing;
	unsigned int vma_count;
	bool is_locked;
	int what;
	long number;
	int calls;
	const char *why;
};

/* The first time round a sanitizer maps memory of its own. */
static void expect(const struct refusal *refusal, bool is_first)
{
	struct page_state spec = built_base_pages();
	unsigned int files = open_files();
	size_t vmas = built_vma_count(NULL, SIZE_MAX);
	struct reason reason = { "" };
	struct build state = { 0 };
	int error;

	spec.pages = refusal->pages;
	spec.sharing = refusal->sharing;
	spec.backing = refusal->backing;
	spec.vma_count = refusal->vma_count;
	spec.is_locked = refusal->is_locked;
	spec.mixed_every = 2;
	refused = (unsigned int)refusal->what;
	refused_number = refusal->number;
	refused_calls = refusal->calls;
	error = build_state(&spec, &state, &reason);
	refused = NOTHING;
	if (!error || !strstr(reason.text, refusal->why))
		print_message("not '%s', but %d '%s'\n", refusal->why, error, reason.text);
	assert_true(error < 0);
	assert_non_null(strstr(reason.text, refusal->why));
	/* Nothing is left: no descriptor, no memory, no child. */
	assert_int_equal(open_files(), files);
	if (!is_first)
		assert_in_range(built_vma_count(NULL, SIZE_MAX), vmas - 2,
				vmas + 2); /* the heap's own */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

/* Twice: see expect(). */
static void expect_all(const struct refusal *refusals, size_t count)
{
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < count; i++)
			expect(&refusals[i], pass == 0);
}

static void test_each_refusal_is_told(void **state)
{
	static const struct refusal refusals[] = {
		{ PAGES_WRITTEN, SHARING_EXCLUSIVE, BACKING_ANON, 10, false, MADVISE, MADV_DONTDUMP,
		  0, "cut the region into VMAs (vm.max_map_count?): " },
		{ PAGES_WRITTEN, SHARING_EXCLUSIVE, BACKING_ANON, 0, true, MLOCK, 0, 0,
		  "mlock (ulimit -l?): Cannot allocate memory" },
		{ PAGES_FREED, SHARING_EXCLUSIVE, BACKING_ANON, 0, false, MADVISE, MADV_FREE, 0,
		  "make pages half-freed: Cannot allocate memory" },
		{ PAGES_SWAPPED, SHARING_NONE, BACKING_ANON, 0, false, MADVISE, 21, 0,
		  "make pages swapped: Cannot allocate memory" },
		{ PAGES_UFFD_WP, SHARING_EXCLUSIVE, BACKING_ANON, 0, false, SYSCALL,
		  SYS_userfaultfd, 0, "make pages uffd-wp: Cannot allocate memory" },
		{ PAGES_UFFD_WP, SHARING_EXCLUSIVE, BACKING_ANON, 0, false, IOCTL, 0, 0,
		  "make pages uffd-wp: " },
		{ PAGES_UFFD_WP, SHARING_EXCLUSIVE, BACKING_ANON, 0, false, IOCTL, 0, 1,
		  "make pages uffd-wp: " },
		{ PAGES_UFFD_WP, SHARING_EXCLUSIVE, BACKING_ANON, 0, false, IOCTL, 0, 2,
		  "make pages uffd-wp: " },
		{ PAGES_PINNED, SHARING_EXCLUSIVE, BACKING_ANON, 0, false, SYSCALL,
		  SYS_io_uring_setup, 0, "make pages pinned: Cannot allocate memory (ulimit -l?)" },
		{ PAGES_PINNED, SHARING_EXCLUSIVE, BACKING_ANON, 0, false, SYSCALL,
		  SYS_io_uring_register, 0, "make pages pinned: " },
		{ PAGES_WRITTEN, SHARING_FORKED, BACKING_ANON, 0, false, SYSCALL, SYS_clone, 0,
		  "share the pages with a child: Cannot allocate memory" },
		{ PAGES_WRITTEN, SHARING_HALF, BACKING_ANON, 0, false, MADVISE, MADV_DONTFORK, 0,
		  "share the pages with a child: Cannot allocate memory" },
		{ PAGES_WRITTEN, SHARING_HALF, BACKING_ANON, 0, false, MADVISE, MADV_DOFORK, 0,
		  "share the pages with a child: Cannot allocate memory" },
	};

	(void)state;
	expect_all(refusals, sizeof(refusals) / sizeof(refusals[0]));
}

static void test_a_file_that_is_not_written(void **state)
{
	static const struct refusal refusals[] = {
		{ PAGES_WRITTEN, SHARING_NONE, BACKING_FILE, 0, false, PWRITE, 0, 3,
		  ": Cannot allocate memory" },
		{ PAGES_WRITTEN, SHARING_NONE, BACKING_FILE, 0, false, PWRITE_HALF, 0, 3,
		  ": No space left on device" },
		{ PAGES_WRITTEN, SHARING_NONE, BACKING_FILE, 0, false, FSYNC, 0, 0,
		  ": Cannot allocate memory" },
	};
	struct page_state spec = built_base_pages();
	struct reason reason;
	struct build memory = { 0 };

	(void)state;
	spec.backing = BACKING_FILE;
	spec.sharing = SHARING_NONE;
	if (build_state(&spec, &memory, &reason)) {
		print_message("skipped: %s\n", reason.text);
		skip();
	}
	build_destroy(&memory);
	expect_all(refusals, sizeof(refusals) / sizeof(refusals[0]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_refusal_is_told),
		cmocka_unit_test(test_a_file_that_is_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
