// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads PMU counters through perf_event_open(2). */
#include "counters.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct {
	uint32_t type;
	uint64_t config;
} events[COUNTERS] = {
	[COUNTERS_INSTRUCTIONS] = { PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS },
	[COUNTERS_CYCLES] = { PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES },
	[COUNTERS_DTLB_MISSES] = { PERF_TYPE_HW_CACHE,
				   PERF_COUNT_HW_CACHE_DTLB | (PERF_COUNT_HW_CACHE_OP_READ << 8) |
					   (PERF_COUNT_HW_CACHE_RESULT_MISS << 16) },
};

/* A pinned leader is always on the PMU, or in error state, where read(2) returns 0 bytes. */
static int open_event(enum counters_event which, enum counters_scope scope, int cpu, int leader)
{
	struct perf_event_attr attr = {
		.size = sizeof(attr),
		.type = events[which].type,
		.config = events[which].config,
		.read_format = PERF_FORMAT_GROUP | PERF_FORMAT_TOTAL_TIME_ENABLED |
			       PERF_FORMAT_TOTAL_TIME_RUNNING,
		.pinned = leader < 0,
		.exclude_user = 1,
		.exclude_hv = 1,
	};
	bool is_cpu_wide = scope == COUNTERS_SCOPE_CPU;
	long fd = syscall(SYS_perf_event_open, &attr, is_cpu_wide ? -1 : 0, is_cpu_wide ? cpu : -1,
			  leader, PERF_FLAG_FD_CLOEXEC);

	return fd < 0 ? -errno : (int)fd;
}

void counters_open(enum counters_scope scope, int cpu, struct counters *ret_counters)
{
	int leader = -1, members = 0;

	ret_counters->error = 0;
	for (int i = 0; i < COUNTERS; i++) {
		int fd = open_event((enum counters_event)i, scope, cpu, leader);

		if (fd < 0 && !ret_counters->error && leader < 0)
			ret_counters->error = fd;
		ret_counters->fds[i] = fd < 0 ? -1 : fd;
		ret_counters->order[i] = fd < 0 ? -1 : members++;
		if (leader < 0 && fd >= 0)
			leader = fd;
	}
	if (leader >= 0)
		ret_counters->error = 0;
}

static int leader_of(const struct counters *counters)
{
	for (int i = 0; i < COUNTERS; i++)
		if (counters->order[i] == 0)
			return counters->fds[i];
	return -1;
}

void counters_read(const struct counters *counters, struct counters_reading *ret_reading)
{
	struct {
		uint64_t members, enabled_ns, running_ns, values[COUNTERS];
	} group;
	int leader = leader_of(counters);
	ssize_t got;

	memset(ret_reading, 0, sizeof(*ret_reading));
	if (leader < 0)
		return;
	got = read(leader, &group, sizeof(group));
	if (got < (ssize_t)(4 * sizeof(uint64_t)) || group.enabled_ns != group.running_ns)
		return;
	for (int i = 0; i < COUNTERS; i++)
		if (counters->order[i] >= 0 && (uint64_t)counters->order[i] < group.members)
			ret_reading->values[i] = opt_u64_of(group.values[counters->order[i]]);
}

void counters_close(struct counters *counters)
{
	for (int i = 0; i < COUNTERS; i++) {
		if (counters->fds[i] >= 0)
			close(counters->fds[i]);
		counters->fds[i] = counters->order[i] = -1;
	}
}
