// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares free memory before and after an op. */
#include "leak.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sys/kfile.h"
#include "base/size.h"
#include "state/thp.h"

enum { ATTEMPTS = 20, WAIT_MS = 50, NAME_BYTES = 64 };

/* Lines of /proc/meminfo, in KiB, and how much of each others may take meanwhile. */
static const struct {
	const char *name;
	uint64_t tolerance_kib;
} meminfo_lines[] = {
	{ "AnonPages:", 2048 },
	{ "PageTables:", 512 },
	{ "Committed_AS:", 65536 },
};

enum { MEMINFO_LINES = sizeof(meminfo_lines) / sizeof(meminfo_lines[0]) };

/* hugetlb: what is there and not free, in pages. */
static struct opt_u64 hugetlb_in_use(const char *text)
{
	const char *total = strstr(text, "HugePages_Total:"),
		   *free_line = strstr(text, "HugePages_Free:");

	if (!total || !free_line)
		return (struct opt_u64) { 0 };
	return opt_u64_of(strtoull(total + strlen("HugePages_Total:"), NULL, 10) -
			  strtoull(free_line + strlen("HugePages_Free:"), NULL, 10));
}

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
	char *text = NULL;

	kfile_write("/proc/sys/vm/stat_refresh", "1"); /* root: folds per-CPU counts in */
	if (kfile_read_all("/proc/meminfo", &text, NULL))
		text = NULL;
	for (int i = 0; i < MEMINFO_LINES; i++) {
		const char *line = text ? strstr(text, meminfo_lines[i].name) : NULL;

		push(&snapshot,
		     line ? opt_u64_of(strtoull(line + strlen(meminfo_lines[i].name), NULL, 10))
			  : (struct opt_u64) { 0 });
	}
	push(&snapshot, text ? hugetlb_in_use(text) : (struct opt_u64) { 0 });
	for (size_t i = 0; i < count; i++) {
		push(&snapshot, thp_stat(sizes[i], "nr_anon"));
		push(&snapshot, thp_stat(sizes[i], "nr_anon_partially_mapped"));
	}
	free(text);
	*ret_snapshot = snapshot;
}

static void name_of(unsigned int index, char *ret_name)
{
	size_t sizes[THP_SIZES_MAX];
	unsigned int first = MEMINFO_LINES + 1;

	thp_sizes(sizes);
	if (index < MEMINFO_LINES)
		snprintf(ret_name, NAME_BYTES, "%.*s in kB",
			 (int)strcspn(meminfo_lines[index].name, ":"), meminfo_lines[index].name);
	else if (index < first)
		snprintf(ret_name, NAME_BYTES, "hugetlb pages in use");
	else
		snprintf(ret_name, NAME_BYTES, "folios of %zuK%s", sizes[(index - first) / 2] / KIB,
			 (index - first) % 2 ? ", partially mapped" : "");
}

/* Folios before base pages, of which others take some too. Return: the index, or -1. */
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
	return ORACLE_FAILED;
}
