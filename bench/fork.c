// SPDX-License-Identifier: GPL-2.0-or-later
/* Times fork(2), the child's exit and copy-on-write, by page state and number of VMAs. */
#include "bench.h"
#include "sweeps.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SNAPSHOT_EVERY = 4 };

static int clone_child(struct case_run *run)
{
	long child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);

	if (!child)
		exclusivity_stop(run->worker);
	run->child = (int)child;
	return child < 0 ? -errno : 0;
}

static int release_and_reap(struct case_run *run)
{
	if (kill(run->child, SIGCONT) || waitpid(run->child, NULL, 0) < 0)
		return -errno;
	run->child = 0;
	return 0;
}

static int clone_and_write_some(struct case_run *run)
{
	int error = clone_child(run);

	for (unsigned int i = 0; i < run->state.spec.region_count && !error; i++)
		touch_write(run->state.regions[i], run->state.spec.size_bytes, SNAPSHOT_EVERY);
	return error;
}

static int write_first_page(struct case_run *run)
{
	run->calls = 1;
	touch_write(run->state.regions[0], size_page(), 1);
	return 0;
}

/* Keeps half of each folio from the child. MADV_DONTFORK makes it a VMA of its own. */
static int keep_halves(struct case_run *run)
{
	size_t folio = run->state.spec.folio_bytes;
	char *start = run->state.regions[0];

	run->calls = 1;
	for (char *p = start; p < start + run->state.spec.size_bytes; p += folio)
		if (madvise(p, folio / 2, MADV_DONTFORK))
			return -errno;
	return 0;
}

static int end_child_and_share(struct case_run *run)
{
	int error = ops_end_child(run);

	if (madvise(run->state.regions[0], run->state.spec.size_bytes, MADV_DOFORK))
		return -errno;
	return error;
}

static int reap(pid_t child)
{
	return waitpid(child, NULL, 0) < 0 ? -errno : 0;
}

/* The child shares our stack and memory; the kernel holds us until it is gone. */
static int vfork_and_exit(struct case_run *run)
{
	pid_t child = vfork(); /* NOLINT(clang-analyzer-security.insecureAPI.vfork) */

	(void)run;
	if (!child)
		_exit(0);
	return child < 0 ? -errno : reap(child);
}

static char *const self_arguments[] = { (char[]) { "self" }, (char[]) { "--version" }, NULL };

static int spawn(struct case_run *run)
{
	pid_t child;
	int error = -posix_spawn(&child, "/proc/self/exe", run->data, NULL, self_arguments, NULL);

	return error ? error : reap(child);
}

static int fork_and_exec(struct case_run *run)
{
	char *none[] = { NULL };
	pid_t child = fork();

	(void)run;
	if (!child) {
		close(STDOUT_FILENO);
		execve("/proc/self/exe", self_arguments, none);
		_exit(127);
	}
	return child < 0 ? -errno : reap(child);
}

static int begin_spawn(struct case_run *run)
{
	static posix_spawn_file_actions_t actions;

	run->calls = 1;
	run->data = &actions;
	if (posix_spawn_file_actions_init(&actions))
		return -ENOMEM;
	return -posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
}

static int end_spawn(struct case_run *run)
{
	return -posix_spawn_file_actions_destroy(run->data);
}

/*
 * At 4M, 40% of clone(2) would be its fixed cost, and at 64M, which --full has, building the memory
 * takes most of a run.
 */
static const struct case_value all_sizes[] = {
	{ 16 * MIB, TIER_QUICK }, { 4 * KIB, TIER_FULL }, { 64 * KIB, TIER_FULL },
	{ MIB, TIER_FULL },	  { 4 * MIB, TIER_FULL }, { 64 * MIB, TIER_FULL },
	{ GIB, TIER_FULL },	  { 4 * GIB, TIER_FULL }, { 0 },
};

static const struct case_value vma_counts[] = {
	{ 1, TIER_DEFAULT }, { 2000, TIER_DEFAULT }, { 4000, TIER_DEFAULT }, { 0 }
};

/* clang-format off */
static const struct case_entry cases[] = {
	{ .name = "fork.anon",
	  .timed = "clone(2) with SIGCHLD until the parent returns; the child does not run yet",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 1 },
	  .sizes = all_sizes, .folios = FOLIOS_ALL, .tier = TIER_QUICK,
	  .op = clone_child, .undo = ops_end_child,
	  .isolates = true, .faults = FAULTS_FEW, .samples = 10 },
	{ .name = "fork.exit",
	  .timed = "from SIGCONT to a stopped child, which exits, until waitpid(2) returns",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 1 },
	  .sizes = sweeps_16m_sizes, .folios = FOLIOS_ALL, .tier = TIER_DEFAULT,
	  .setup = ops_fork_stopped, .op = release_and_reap, .leaves = SHARING_FORKED,
	  .faults = FAULTS_FEW, .counters_scope = COUNTERS_SCOPE_CPU, .samples = 10 },
	{ .name = "fork.cow",
	  .timed = "write each page in the parent while a child lives that shares them",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 1 },
	  .sizes = sweeps_4m_64m, .folios = FOLIOS_ALL, .tier = TIER_DEFAULT,
	  .setup = ops_fork_stopped, .op = ops_write, .teardown = ops_end_child,
	  .isolates = true, .faults = FAULTS_OWN, .samples = 5 },
	{ .name = "fork.reuse",
	  .timed = "write each page in the parent when the child is gone: no page is copied",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_FORKED, .pages = PAGES_WRITTEN,
		     .region_count = 1 },
	  .sizes = sweeps_4m_64m, .folios = FOLIOS_ALL, .tier = TIER_DEFAULT,
	  .op = ops_write, .leaves = SHARING_EXCLUSIVE, .faults = FAULTS_PER_SHARED, .samples = 5 },
	{ .name = "fork.snapshot",
	  .timed = "clone(2), then write each fourth page in the parent while the child lives",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 1 },
	  .sizes = sweeps_4m_64m, .folios = FOLIOS_ALL, .tier = TIER_DEFAULT,
	  .op = clone_and_write_some, .undo = ops_end_child,
	  .isolates = true, .faults = FAULTS_ANY, .samples = 5 },
	{ .name = "fork.half",
	  .timed = "clone(2) until the parent returns, of folios whose second half a living child "
		   "shares already",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_HALF, .pages = PAGES_WRITTEN,
		     .region_count = 1, .child_lives = true },
	  .sizes = sweeps_16m_64m, .folios = FOLIOS_PTE, .tier = TIER_DEFAULT,
	  .setup = ops_count_one, .op = clone_child, .undo = ops_end_child,
	  .isolates = true, .faults = FAULTS_FEW, .samples = 10 },
	{ .name = "fork.dontfork-half",
	  .timed = "clone(2) until the parent returns; half of each folio is MADV_DONTFORK, a VMA "
		   "of its own",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 1 },
	  .sizes = sweeps_4m, .folios = FOLIOS_LARGE, .tier = TIER_DEFAULT,
	  .setup = keep_halves, .op = clone_child, .undo = end_child_and_share,
	  .leaves = SHARING_HALF, .faults = FAULTS_FEW, .samples = 10 },
	{ .name = "fork.pinned",
	  .timed = "clone(2) until the parent returns, of pages pinned for DMA, which are copied",
	  .state = { .backing = BACKING_ANON, .pages = PAGES_PINNED, .mapping = MAPPING_PTE,
		     .region_count = 1 },
	  .sizes = sweeps_16m_64m, .folios = FOLIOS_BASE, .tier = TIER_DEFAULT,
	  .setup = ops_count_one, .op = clone_child, .undo = ops_end_child,
	  .isolates = true, .faults = FAULTS_FEW, .samples = 10 },
	{ .name = "fork.swap",
	  .timed = "clone(2) until the parent returns, of swap entries",
	  .state = { .backing = BACKING_ANON, .pages = PAGES_SWAPPED, .mapping = MAPPING_PTE,
		     .region_count = 1 },
	  .sizes = sweeps_16m_64m, .folios = FOLIOS_BASE, .tier = TIER_DEFAULT,
	  .setup = ops_count_one, .op = clone_child, .undo = ops_end_child,
	  .isolates = true, .faults = FAULTS_FEW, .samples = 10 },
	{ .name = "fork.zero",
	  .timed = "clone(2) until the parent returns, of the zero page, without anon_vma: its "
		   "page tables are skipped",
	  .state = { .backing = BACKING_ANON, .pages = PAGES_READ, .mapping = MAPPING_PTE,
		     .region_count = 1 },
	  .sizes = sweeps_16m_64m, .folios = FOLIOS_BASE, .tier = TIER_DEFAULT,
	  .setup = ops_count_one, .op = clone_child, .undo = ops_end_child,
	  .isolates = true, .faults = FAULTS_FEW, .samples = 10 },
	{ .name = "fork.shared",
	  .timed = "clone(2) until the parent returns, of shared anonymous memory: its page "
		   "tables are skipped",
	  .state = { .backing = BACKING_SHMEM, .pages = PAGES_WRITTEN, .region_count = 1 },
	  .sizes = sweeps_16m_64m, .folios = FOLIOS_UNSPLIT, .tier = TIER_DEFAULT,
	  .setup = ops_count_one, .op = clone_child, .undo = ops_end_child,
	  .isolates = true, .faults = FAULTS_FEW, .samples = 10 },
	{ .name = "fork.private-file",
	  .timed = "clone(2) until the parent returns, of a private file mapping, without "
		   "anon_vma: it is skipped",
	  .state = { .backing = BACKING_PRIVATE_FILE, .pages = PAGES_READ, .region_count = 1 },
	  .sizes = sweeps_16m_64m, .folios = FOLIOS_SMALL, .tier = TIER_DEFAULT,
	  .setup = ops_count_one, .op = clone_child, .undo = ops_end_child,
	  .isolates = true, .faults = FAULTS_FEW, .samples = 10 },
	{ .name = "fork.private-file-written",
	  .timed = "clone(2) until the parent returns, of a private file mapping whose first page "
		   "was written: it has an anon_vma, and is copied",
	  .state = { .backing = BACKING_PRIVATE_FILE, .pages = PAGES_READ, .region_count = 1 },
	  .sizes = sweeps_16m_64m, .folios = FOLIOS_SMALL, .tier = TIER_DEFAULT,
	  .setup = write_first_page, .op = clone_child, .undo = ops_end_child,
	  .faults = FAULTS_FEW, .samples = 10 },
	{ .name = "fork.hugetlb",
	  .timed = "clone(2) until the parent returns, of hugetlb pages",
	  .state = { .backing = BACKING_HUGETLB, .pages = PAGES_WRITTEN, .region_count = 1 },
	  .sizes = sweeps_16m_64m, .folios = FOLIOS_PMD, .tier = TIER_DEFAULT,
	  .setup = ops_count_one, .op = clone_child, .undo = ops_end_child,
	  .isolates = true, .faults = FAULTS_FEW, .samples = 10 },
	{ .name = "fork.vmas",
	  .timed = "clone(2) with SIGCHLD of a process with that many VMAs more, all without pages",
	  .state = { .backing = BACKING_ANON, .region_count = 1 },
	  .parameter = "vmas", .parameters = vma_counts, .sweep = SWEEP_VMAS, .tier = TIER_QUICK,
	  .op = clone_child, .undo = ops_end_child,
	  .keeps_state = true, .unit = UNIT_CALL, .faults = FAULTS_FEW },
	{ .name = "fork.vfork",
	  .timed = "vfork(2) to a child that exits at once, until it is reaped",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 1 },
	  .sizes = sweeps_16m_64m, .folios = FOLIOS_BASE_AND_PMD, .tier = TIER_DEFAULT,
	  .op = vfork_and_exit, .keeps_state = true, .unit = UNIT_CALL, .faults = FAULTS_ANY,
	  .counters_scope = COUNTERS_SCOPE_CPU },
	{ .name = "fork.spawn",
	  .timed = "posix_spawn(3) of this program with --version, until it is reaped",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 1 },
	  .sizes = sweeps_16m_64m, .folios = FOLIOS_BASE_AND_PMD, .tier = TIER_DEFAULT,
	  .setup = begin_spawn, .op = spawn, .teardown = end_spawn, .keeps_state = true,
	  .unit = UNIT_CALL, .faults = FAULTS_ANY, .counters_scope = COUNTERS_SCOPE_CPU },
	{ .name = "fork.exec",
	  .timed = "fork(2) and execve(2) of this program with --version, until it is reaped",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 1 },
	  .sizes = sweeps_4m_64m, .folios = FOLIOS_BASE_AND_PMD, .tier = TIER_DEFAULT,
	  .op = fork_and_exec, .leaves = SHARING_FORKED, .unit = UNIT_CALL, .faults = FAULTS_ANY,
	  .counters_scope = COUNTERS_SCOPE_CPU },
	{ .name = "fork.contpte-whole",
	  .timed = "clone(2) until the parent returns: whole blocks of contiguous PTEs are "
		   "write-protected",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 1 },
	  .sizes = sweeps_16m_64m, .folios = FOLIOS_CONTPTE, .tier = TIER_DEFAULT,
	  .needs = NEEDS_CONTPTE, .op = clone_child, .undo = ops_end_child,
	  .isolates = true, .faults = FAULTS_FEW, .samples = 10 },
	{ .name = "fork.contpte-read",
	  .timed = "read each page in the parent after clone(2): does it keep its TLB reach?",
	  .state = { .backing = BACKING_ANON, .sharing = SHARING_EXCLUSIVE, .pages = PAGES_WRITTEN,
		     .region_count = 1 },
	  .sizes = sweeps_4m_64m, .folios = FOLIOS_CONTPTE, .tier = TIER_DEFAULT,
	  .needs = NEEDS_CONTPTE, .setup = ops_fork_stopped, .op = ops_read,
	  .teardown = ops_end_child, .isolates = true },
};
/* clang-format on */

const struct case_program bench_program = {
	.name = "fork",
	.about = "fork(2) of sized memory, the exit of the child, and the copy-on-write after it.",
	.cases = cases,
	.case_count = sizeof(cases) / sizeof(cases[0]),
};
