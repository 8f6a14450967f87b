// SPDX-License-Identifier: GPL-2.0-or-later
/* Chooses a quiet CPU and pins the process to it. */
#include "pin.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef PTEBENCH_HAVE_NUMA
#include <numa.h>
#endif

#include "cpulist.h"
#include "kfile.h"

enum { LOOK_MS = 100, BUSY_PERCENT_MAX = 5 };

/* Jiffies of one CPU since boot. */
struct load {
	unsigned long long busy, total;
};

/* "cpu3 user nice system idle iowait irq softirq steal ...": proc(5). */
static void read_loads(struct load *ret_loads)
{
	char *text, *rest, *line;

	memset(ret_loads, 0, sizeof(*ret_loads) * CPU_SETSIZE);
	if (kfile_read_all("/proc/stat", &text, NULL))
		return;
	for (rest = text; (line = strsep(&rest, "\n"));) {
		unsigned long long j[8] = { 0 };
		int cpu;

		if (sscanf(line, "cpu%d %llu %llu %llu %llu %llu %llu %llu %llu", &cpu, &j[0],
			   &j[1], &j[2], &j[3], &j[4], &j[5], &j[6], &j[7]) < 5 ||
		    cpu < 0 || cpu >= CPU_SETSIZE)
			continue;
		for (int i = 0; i < 8; i++)
			ret_loads[cpu].total += j[i];
		ret_loads[cpu].busy = ret_loads[cpu].total - j[3] - j[4];
	}
	free(text);
}

/* Percent of the time between two readings; 0 without a tick. */
static unsigned int busy_percent(const struct load *before, const struct load *after, int cpu)
{
	unsigned long long total = after[cpu].total - before[cpu].total;

	return total ? (unsigned int)((after[cpu].busy - before[cpu].busy) * 100 / total) : 0;
}

void pin_siblings(int cpu, cpu_set_t *ret_cpus)
{
	char path[96];

	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%d/topology/thread_siblings_list",
		 cpu);
	cpulist_read(path, ret_cpus);
	CPU_CLR(cpu, ret_cpus);
}

static bool sibling_is_busy(int cpu, const struct load *before, const struct load *after)
{
	cpu_set_t siblings;

	pin_siblings(cpu, &siblings);
	for (int other = 0; other < CPU_SETSIZE; other++)
		if (CPU_ISSET(other, &siblings) &&
		    busy_percent(before, after, other) > BUSY_PERCENT_MAX)
			return true;
	return false;
}

/* Lower is better; the terms do not overlap. */
static unsigned int cost(int cpu, const cpu_set_t *isolated, const struct load *before,
			 const struct load *after)
{
	return (CPU_ISSET(cpu, isolated) ? 0 : 4000) + (cpu == 0 ? 2000 : 0) +
	       (sibling_is_busy(cpu, before, after) ? 1000 : 0) + busy_percent(before, after, cpu);
}

int pin_choose_cpu(void)
{
	static struct load before[CPU_SETSIZE], after[CPU_SETSIZE];
	const struct timespec look = { .tv_nsec = LOOK_MS * 1000000L };
	unsigned int best_cost = 0;
	int best = -ENODEV;
	cpu_set_t allowed, isolated;

	if (sched_getaffinity(0, sizeof(allowed), &allowed))
		return -errno;
	cpulist_read("/sys/devices/system/cpu/isolated", &isolated);
	read_loads(before);
	nanosleep(&look, NULL);
	read_loads(after);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		unsigned int this_cost;

		if (!CPU_ISSET(cpu, &allowed))
			continue;
		this_cost = cost(cpu, &isolated, before, after);
		if (best < 0 || this_cost < best_cost) {
			best = cpu;
			best_cost = this_cost;
		}
	}
	return best;
}

static void bind_memory(int cpu)
{
#ifdef PTEBENCH_HAVE_NUMA
	int node = numa_available() < 0 ? -1 : numa_node_of_cpu(cpu);
	struct bitmask *nodes;

	if (node < 0)
		return;
	nodes = numa_allocate_nodemask();
	numa_bitmask_setbit(nodes, (unsigned int)node);
	numa_set_membind(nodes);
	numa_free_nodemask(nodes);
#else
	(void)cpu;
#endif
}

int pin_to_cpu(int cpu, struct reason *ret_reason)
{
	cpu_set_t one;

	if (cpu < 0 || cpu >= CPU_SETSIZE) {
		reason_set(ret_reason, "CPU %d: no such CPU", cpu);
		return -EINVAL;
	}
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	if (sched_setaffinity(0, sizeof(one), &one)) {
		int error = -errno;

		reason_set(ret_reason, "pin to CPU %d: %s (is it online and in this cpuset?)", cpu,
			   strerror(-error));
		return error;
	}
	bind_memory(cpu);
	return 0;
}

bool pin_may_use(int cpu)
{
	cpu_set_t before, one;

	CPU_ZERO(&one);
	if (cpu < 0 || cpu >= CPU_SETSIZE || sched_getaffinity(0, sizeof(before), &before))
		return false;
	CPU_SET(cpu, &one);
	return !sched_setaffinity(0, sizeof(one), &one) &&
	       !sched_setaffinity(0, sizeof(before), &before);
}

int pin_set_fifo(void)
{
	struct sched_param lowest = { .sched_priority = 1 };

	return sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &lowest) ? -errno : 0;
}

unsigned int pin_others(int cpu, int *ret_cpus, unsigned int most)
{
	unsigned int count = 0;
	cpu_set_t allowed;

	if (sched_getaffinity(0, sizeof(allowed), &allowed))
		return 0;
	for (int other = 0; other < CPU_SETSIZE; other++) {
		if (!CPU_ISSET(other, &allowed) || other == cpu)
			continue;
		if (count < most)
			ret_cpus[count] = other;
		count++;
	}
	return count;
}
