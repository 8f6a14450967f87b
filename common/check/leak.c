// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares free memory before and after an op. */
#include "leak.h"

#include <stdio.h>
#include <time.h>

#include "sys/kfile.h"
#include "base/size.h"
#include "state/thp.h"

enum { ATTEMPTS = 20, WAIT_MS = 50, NAME_BYTES = 64 };

/* Lines of /proc/meminfo, and how much other processes may add meanwhile. */
static const struct {
	const char *name;
	uint64_t tolerance_kib;
} meminfo_lines[] = {
	{ "AnonPages", 512 },
	{ "PageTables", 512 },
	{ "Committed_AS", 65536 },
};

enum { MEMINFO_LINES = sizeof(meminfo_lines) / sizeof(meminfo_lines[0]) };

static void push(struct leak_snapshot *snapshot, struct opt_u64 value)
{
	if (snapshot->count < LEAK_COUNTERS_MAX)
		snapshot->values[snapshot->count++] = value;
}

/* The order is that of name_of(). */
void leak_take(struct leak_snapshot *ret_snapshot)
{
	struct leak_snapshot snapshot = { 0 };
	size_t sizes[THP_SIZES_MAX], count = thp_sizes(sizes);

	kfile_write("/proc/sys/vm/stat_refresh", "1"); /* root: folds per-CPU counts in */
	for (int i = 0; i < MEMINFO_LINES; i++)
		push(&snapshot, kfile_meminfo(meminfo_lines[i].name));
	push(&snapshot,
	     opt_u64_since(kfile_meminfo("HugePages_Free"), kfile_meminfo("HugePages_Total")));
	for (size_t i = 0; i < count; i++) {
		push(&snapshot, thp_stat(sizes[i], "nr_anon"));
		push(&snapshot, thp_stat(sizes[i], "nr_anon_partially_mapped"));
	}
	*ret_snapshot = snapshot;
}

static void name_of(unsigned int index, char *ret_name)
{
	size_t sizes[THP_SIZES_MAX];
	unsigned int first = MEMINFO_LINES + 1;

	thp_sizes(sizes);
	if (index < MEMINFO_LINES)
		snprintf(ret_name, NAME_BYTES, "%s in kB", meminfo_lines[index].name);
	else if (index < first)
		snprintf(ret_name, NAME_BYTES, "hugetlb pages in use");
	else
		snprintf(ret_name, NAME_BYTES, "folios of %zuK%s", sizes[(index - first) / 2] / KIB,
			 (index - first) % 2 ? ", partially mapped" : "");
}

/* Reports folios before base pages, which other processes take, too. Return: the index, or -1. */
static int find_leak(const struct leak_snapshot *before, const struct leak_snapshot *now)
{
	for (unsigned int i = before->count; i-- > 0;) {
		uint64_t tolerance = i < MEMINFO_LINES ? meminfo_lines[i].tolerance_kib : 0;

		if (i < now->count && before->values[i].known && now->values[i].known &&
		    now->values[i].value > before->values[i].value + tolerance)
			return (int)i;
	}
	return -1;
}

enum oracle_verdict leak_judge(const struct leak_snapshot *before, struct reason *ret_reason)
{
	const struct timespec wait = { .tv_nsec = WAIT_MS * 1000000L };
	struct leak_snapshot now;
	char name[NAME_BYTES];
	bool has_any = false;
	int leak = 0;

	for (unsigned int i = 0; i < before->count; i++)
		has_any |= before->values[i].known;
	if (!has_any) {
		reason_set(ret_reason, "leaks: no counter can be read");
		return ORACLE_UNKNOWN;
	}
	for (int i = 0; i < ATTEMPTS && leak >= 0; i++) {
		if (i)
			nanosleep(&wait, NULL);
		leak_take(&now);
		leak = find_leak(before, &now);
	}
	if (leak < 0)
		return ORACLE_PASSED;
	name_of((unsigned int)leak, name);
	reason_set(ret_reason, "leaks: %s: expected at most %llu, found %llu", name,
		   (unsigned long long)before->values[leak].value,
		   (unsigned long long)now.values[leak].value);
	return ORACLE_DOUBTED;
}
