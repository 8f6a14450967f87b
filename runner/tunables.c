// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of knobs of --tune. */
#include "tunables.h"

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sys/pin.h"
#include "sys/cpulist.h"
#include "sys/kfile.h"

#define CPU "/sys/devices/system/cpu"
#define KHUGEPAGED "/sys/kernel/mm/transparent_hugepage/khugepaged"

/* Adds a knob, if the machine has it. It may refuse to be set. */
static void add(struct knobs_list *knobs, const char *path, const char *wanted)
{
	if (kfile_exists(path))
		knobs_add(knobs, path, wanted, KNOBS_TOLERATE_ALL);
}

/* All CPUs: threads measure on other CPUs as well. */
static void add_governors(int cpu, struct knobs_list *knobs)
{
	char path[KNOBS_PATH_BYTES];
	cpu_set_t online;

	(void)cpu;
	cpulist_read(CPU "/online", &online);
	for (int i = 0; i < CPU_SETSIZE; i++) {
		if (!CPU_ISSET(i, &online))
			continue;
		snprintf(path, sizeof(path), CPU "/cpu%d/cpufreq/scaling_governor", i);
		add(knobs, path, "performance");
	}
}

/*
 * The worker is SCHED_FIFO, and loses its CPU for 5% of each second: Documentation/scheduler/
 * sched-rt-group.rst. On a machine with one CPU, others get no more than that.
 */
static void add_rt_throttling(int cpu, struct knobs_list *knobs)
{
	cpu_set_t online;

	(void)cpu;
	cpulist_read(CPU "/online", &online);
	if (CPU_COUNT(&online) > 1)
		add(knobs, "/proc/sys/kernel/sched_rt_runtime_us", "-1");
}

/* Interrupts that the kernel manages (a queue of an NVMe drive) refuse the write. */
static void add_interrupt(const char *number, const cpu_set_t *quiet, const cpu_set_t *others,
			  struct knobs_list *knobs)
{
	char path[KNOBS_PATH_BYTES], wanted[KNOBS_VALUE_BYTES];
	cpu_set_t now, both, rest;

	snprintf(path, sizeof(path), "/proc/irq/%.20s/smp_affinity_list", number);
	if (cpulist_read(path, &now))
		return;
	CPU_AND(&both, &now, quiet);
	if (!CPU_COUNT(&both))
		return;
	CPU_XOR(&rest, &now, &both);
	if (!cpulist_format(CPU_COUNT(&rest) ? &rest : others, wanted, sizeof(wanted)))
		add(knobs, path, wanted);
}

static int by_number(const struct dirent **a, const struct dirent **b)
{
	long x = strtol((*a)->d_name, NULL, 10), y = strtol((*b)->d_name, NULL, 10);

	return (x > y) - (x < y);
}

static int is_number(const struct dirent *entry)
{
	return entry->d_name[strspn(entry->d_name, "0123456789")] == '\0';
}

static void add_interrupts(int cpu, struct knobs_list *knobs)
{
	cpu_set_t quiet, online, others;
	struct dirent **entries = NULL;
	char path[PATH_MAX];
	int count = kfile_path("/proc/irq", path, sizeof(path))
			    ? 0
			    : scandir(path, &entries, is_number, by_number);

	pin_siblings(cpu, &quiet);
	CPU_SET(cpu, &quiet);
	cpulist_read(CPU "/online", &online);
	CPU_AND(&others, &online, &quiet);
	CPU_XOR(&others, &others, &online);
	for (int i = 0; i < count; i++) {
		if (CPU_COUNT(&others))
			add_interrupt(entries[i]->d_name, &quiet, &others, knobs);
		free(entries[i]);
	}
	free(entries);
}

/* Comes last, when no interrupt uses them: the kernel would move those for good. */
static void add_siblings(int cpu, struct knobs_list *knobs)
{
	char path[KNOBS_PATH_BYTES];
	cpu_set_t siblings;

	pin_siblings(cpu, &siblings);
	for (int i = 0; i < CPU_SETSIZE; i++) {
		if (!CPU_ISSET(i, &siblings))
			continue;
		snprintf(path, sizeof(path), CPU "/cpu%d/online", i);
		add(knobs, path, "0");
	}
}

/* Plain @knobs, as path and wanted word; @add finds the others. */
static const struct {
	const char *name, *held;
	void (*add)(int cpu, struct knobs_list *knobs);
	const char *knobs[2][2];
} groups[TUNABLES_GROUPS] = {
	{ "governor", "performance", .add = add_governors },
	{ "boost", "off",
	  .knobs = { { CPU "/intel_pstate/no_turbo", "1" }, { CPU "/cpufreq/boost", "0" } } },
	/* khugepaged has no switch; its sleep is an unsigned int of ms (mm/khugepaged.c). */
	{ "khugepaged", "held", .knobs = { { KHUGEPAGED "/scan_sleep_millisecs", "4294967295" } } },
	{ "ksm", "held", .knobs = { { "/sys/kernel/mm/ksm/run", "0" } } },
	{ "numa_balancing", "off", .knobs = { { "/proc/sys/kernel/numa_balancing", "0" } } },
	{ "rt_throttling", "off", .add = add_rt_throttling },
	{ "interrupts", "on other CPUs", .add = add_interrupts },
	{ "smt_siblings", "offline", .add = add_siblings },
};

void tunables_find(int cpu, struct tunables *ret_tunables)
{
	struct tunables found = { 0 };

	for (size_t i = 0; i < TUNABLES_GROUPS; i++) {
		struct tunables_group *group = &found.groups[i];

		group->name = groups[i].name;
		group->held = groups[i].held;
		group->first = found.knobs.count;
		if (groups[i].add)
			groups[i].add(cpu, &found.knobs);
		for (int k = 0; k < 2 && groups[i].knobs[k][0]; k++)
			add(&found.knobs, groups[i].knobs[k][0], groups[i].knobs[k][1]);
		group->count = found.knobs.count - group->first;
	}
	*ret_tunables = found;
}
