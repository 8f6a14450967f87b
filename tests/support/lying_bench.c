// SPDX-License-Identifier: GPL-2.0-or-later
/* Cases that claim what is not so, or whose worker dies: each must have a row that says it. */
#include "bench.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LEAK_BYTES = 128 << 20 };

static int nothing(struct case_run *run)
{
	(void)run;
	return 0;
}

static int crash(struct case_run *run)
{
	(void)run;
	return raise(SIGSEGV);
}

static int kill_self(struct case_run *run)
{
	(void)run;
	return kill(getpid(), SIGKILL);
}

static int leave(struct case_run *run)
{
	(void)run;
	_exit(3);
}

static int hang(struct case_run *run)
{
	(void)run;
	while (getpid())
		pause();
	return 0;
}

static int refuse(struct case_run *run)
{
	(void)run;
	return -EIO;
}

static int map_only(struct case_run *run)
{
	size_t bytes = run->state.spec.size_bytes;
	int error = region_reserve(bytes, 2 * MIB, 0, &run->hole);

	if (error)
		return error;
	run->state.regions[0] = run->hole.inside;
	if (mmap(run->hole.inside, bytes, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		return -errno;
	madvise(run->hole.inside, bytes, MADV_NOHUGEPAGE);
	return 0;
}

static int unmap(struct case_run *run)
{
	region_release(&run->hole);
	return 0;
}

static int map_and_read(struct case_run *run)
{
	int error = map_only(run);

	for (size_t at = 0; !error && at < run->state.spec.size_bytes; at += size_page())
		(void)*(volatile char *)(run->state.regions[0] + at);
	return error;
}

static int map_and_write(struct case_run *run)
{
	int error = map_only(run);

	if (!error)
		memset(run->state.regions[0], 1, run->state.spec.size_bytes);
	return error;
}

static int map_and_share(struct case_run *run)
{
	int error = map_and_write(run);

	run->child = error ? 0 : fork();
	if (!error && !run->child)
		for (;;)
			pause();
	return error;
}

static int unmap_and_end(struct case_run *run)
{
	kill(run->child, SIGKILL);
	waitpid(run->child, NULL, 0);
	return unmap(run);
}

/* Mapped once again, and yet not exclusive: a child that has ended mapped the pages too. */
static int map_and_fork(struct case_run *run)
{
	int error = map_and_write(run);

	run->child = error ? 0 : fork();
	if (!error && !run->child)
		_exit(0);
	return error || waitpid(run->child, NULL, 0) == run->child ? error : -ECHILD;
}

static int lose_a_page(struct case_run *run)
{
	return madvise(run->state.regions[0], size_page(), MADV_DONTNEED) ? -errno : 0;
}

static int fault_again(struct case_run *run)
{
	int error = lose_a_page(run);

	*(volatile char *)run->state.regions[0] = 1;
	return error;
}

/* What follows is for --check: ops that do a little more or less than they should. */
static char *page(const struct case_run *run, size_t number)
{
	return run->state.regions[0] + number * size_page();
}

static int leave_open(struct case_run *run)
{
	int error = ops_to_read(run);

	return mprotect(page(run, 7), size_page(), PROT_READ | PROT_WRITE) ? -errno : error;
}

static int scribble(struct case_run *run)
{
	page(run, 9)[1] ^= 1;
	return 0;
}

static int open_fence(struct case_run *run)
{
	char *fence = page(run, run->state.spec.size_bytes / size_page());

	return mprotect(fence, size_page(), PROT_READ) ? -errno : 0;
}

static int share_once(struct case_run *run)
{
	int error = ops_fork_stopped(run);

	ops_end_child(run);
	return error;
}

static int map_shared(struct case_run *run)
{
	if (mmap(page(run, 5), size_page(), PROT_READ | PROT_WRITE,
		 MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		return -errno;
	touch_write(page(run, 5), size_page(), 1);
	return 0;
}

/* A process that nobody knows of keeps memory for a while: more than others free meanwhile. */
static int leak(struct case_run *run)
{
	pid_t child = fork();

	(void)run;
	if (!child) {
		setsid(); /* first: else it is killed with the worker's group */
		for (int fd = 0; fd < 64; fd++) /* the lock too */
			close(fd);
		if (mmap(NULL, LEAK_BYTES, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0) == MAP_FAILED)
			_exit(1);
		alarm(9);
		for (;;)
			pause();
	}
	return child < 0 ? -errno : 0;
}

static int complain(struct case_run *run)
{
	static const char line[] = "WARNING: a lie of ptebench's tests\n";
	int fd = open("/dev/kmsg", O_WRONLY), error = 0;

	(void)run;
	if (fd < 0)
		return -errno;
	if (write(fd, line, strlen(line)) < 0)
		error = -errno;
	close(fd);
	return error;
}

static const struct case_value size_4m[] = { { 4 * MIB, TIER_QUICK }, { 0 } };
static const struct case_value size_1m[] = { { MIB, TIER_QUICK }, { 0 } };

#define CLAIM                                                                                      \
	{                                                                                          \
		.backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,     \
		.mapping = MAPPING_PTE, .region_count = 1                                          \
	}

#define CASE(title, what)                                                                          \
	{                                                                                          \
		.name = title, .timed = "", .op = what, .keeps_state = true                        \
	}
#define SHOWN(title, make, unmake)                                                                 \
	{                                                                                          \
		.name = title, .timed = "", .state = CLAIM, .sizes = size_4m, .op = nothing,       \
		.show = make, .hide = unmake, .keeps_state = true                                  \
	}

#define CHECKED(title, what, ...)                                                                  \
	{                                                                                          \
		.name = title, .timed = "", .state = CLAIM, .sizes = size_4m, .op = what,          \
		.undo = nothing, __VA_ARGS__                                                       \
	}

static const struct case_entry cases[] = {
	CHECKED("lie.check-good", nothing, .keeps_state = true),
	CHECKED("lie.check-open", leave_open, .after_op = ACCESS_READ),
	CHECKED("lie.check-scribble", scribble, .keeps_state = true),
	CHECKED("lie.check-fence", open_fence, .keeps_state = true),
	CHECKED("lie.check-lost", lose_a_page, .keeps_state = true),
	CHECKED("lie.check-not-exclusive", share_once, .keeps_state = true),
	CHECKED("lie.check-seen-by-child", map_shared, .after_op = ACCESS_AS_BUILT),
	CHECKED("lie.check-leak", leak, .leaves = SHARING_FORKED),
	CHECKED("lie.check-log", complain, .keeps_state = true),
	CHECKED("lie.check-crash", crash, .keeps_state = true),
	CASE("lie.segv", crash),
	CASE("lie.kill", kill_self),
	CASE("lie.exit", leave),
	CASE("lie.hang", hang),
	CASE("lie.error", refuse),
	{ .name = "lie.hang-building",
	  .timed = "",
	  .state = CLAIM,
	  .sizes = size_4m,
	  .folios = FOLIOS_ALL,
	  .op = nothing,
	  .show = hang,
	  .hide = unmap,
	  .keeps_state = true },
	SHOWN("lie.good", map_and_write, unmap),
	SHOWN("lie.unpopulated", map_only, unmap),
	SHOWN("lie.read-only", map_and_read, unmap),
	SHOWN("lie.shared", map_and_share, unmap_and_end),
	SHOWN("lie.forked", map_and_fork, unmap),
	{ .name = "lie.small-folios",
	  .timed = "",
	  .state = CLAIM,
	  .sizes = size_1m,
	  .folios = FOLIOS_SMALL,
	  .op = nothing,
	  .show = map_and_write,
	  .hide = unmap,
	  .keeps_state = true },
	{ .name = "lie.lost",
	  .timed = "",
	  .state = CLAIM,
	  .sizes = size_4m,
	  .op = lose_a_page,
	  .keeps_state = true },
	{ .name = "lie.faults",
	  .timed = "",
	  .state = CLAIM,
	  .sizes = size_4m,
	  .op = fault_again,
	  .keeps_state = true },
	{ .name = "lie.segv-folios",
	  .timed = "",
	  .state = CLAIM,
	  .sizes = size_4m,
	  .folios = FOLIOS_ALL,
	  .op = crash,
	  .keeps_state = true },
	{ .name = "lie.hang-folios",
	  .timed = "",
	  .state = CLAIM,
	  .sizes = size_4m,
	  .folios = FOLIOS_ALL,
	  .op = hang,
	  .keeps_state = true },
};

const struct case_program bench_program = {
	.name = "lying_bench",
	.about = "Lies, for the tests.",
	.cases = cases,
	.case_count = sizeof(cases) / sizeof(cases[0]),
};
