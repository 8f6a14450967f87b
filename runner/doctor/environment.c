// SPDX-License-Identifier: GPL-2.0-or-later
/* Fills in findings; checks privileges, PMU, clock, hypervisor, memory and neighbours. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/size.h"
#include "finding.h"
#include "measure/counters.h"
#include "state/thp.h"
#include "sys/kfile.h"
#include "sys/pin.h"

#define PARANOID "/proc/sys/kernel/perf_event_paranoid"
#define VULNERABILITIES "/sys/devices/system/cpu/vulnerabilities/"

enum { CLOCK_SLOW_NS = 100, FREE_LEAST_MIB = 4096 };

void finding_set(struct finding *finding, enum finding_grade grade, const char *format, ...)
{
	va_list arguments;

	finding->grade = grade;
	va_start(arguments, format);
	vsnprintf(finding->text, sizeof(finding->text), format, arguments);
	va_end(arguments);
}

void finding_mend(struct finding *finding, const char *path, const char *wanted, const char *now)
{
	snprintf(finding->mend, sizeof(finding->mend), "echo %s | sudo tee %s", wanted, path);
	snprintf(finding->undo, sizeof(finding->undo), "echo %.40s | sudo tee %s", now, path);
}

static void look_at_privileges(struct finding *finding)
{
	if (!geteuid()) {
		finding_set(finding, FINDING_OK, "root: all states can be built and proved");
		return;
	}
	finding_set(finding, FINDING_NOTE,
		    "no root: knobs stay as they are, frame numbers are hidden; rows say what that "
		    "costs");
	snprintf(finding->mend, sizeof(finding->mend), "sudo ./run.sh");
}

static void look_at_pmu(struct finding *finding)
{
	struct counters counters;
	uint64_t paranoid = 0;
	char now[24];

	counters_open(COUNTERS_SCOPE_THREAD, 0, &counters);
	if (!counters.error) {
		finding_set(finding, FINDING_OK, "instructions:k and cycles:k%s",
			    counters.fds[COUNTERS_DTLB_MISSES] < 0 ? "" : " and dTLB misses");
		counters_close(&counters);
		return;
	}
	finding_set(finding, FINDING_NOTE, "no counters (%s): time alone is compared",
		    strerror(-counters.error));
	if ((counters.error == -EACCES || counters.error == -EPERM) &&
	    !kfile_read_u64(PARANOID, &paranoid) && paranoid > 1) {
		finding->grade = FINDING_WARN;
		snprintf(now, sizeof(now), "%" PRIu64, paranoid);
		finding_mend(finding, PARANOID, "1", now);
	}
}

static void look_at_clock(struct finding *finding)
{
	uint64_t cost = clock_pair_overhead_ns();

	finding_set(finding, cost > CLOCK_SLOW_NS ? FINDING_WARN : FINDING_OK,
		    "two readings take %" PRIu64 " ns", cost);
}

static void look_at_cpus(struct finding *finding)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	finding_set(finding, cpus > 1 ? FINDING_OK : FINDING_NOTE,
		    "%ld online; CPU %d would measure%s", cpus, pin_choose_cpu(),
		    cpus > 1 ? "" : "; no shootdowns to other CPUs");
}

static void look_at_hypervisor(struct finding *finding)
{
	char type[64], flags[8192];
	int error;

	if (!kfile_read("/sys/hypervisor/type", type, sizeof(type))) {
		finding_set(finding, FINDING_NOTE, "a guest of %s: its neighbours move wall time",
			    type);
		return;
	}
	error = kfile_read_field("/proc/cpuinfo", "flags", flags, sizeof(flags));
	if (error == -ENODATA)
		finding_set(finding, FINDING_UNKNOWN, "this architecture does not report it");
	else if (error)
		finding_set(finding, FINDING_UNKNOWN, "/proc/cpuinfo cannot be read");
	else if (strstr(flags, " hypervisor"))
		finding_set(finding, FINDING_NOTE, "a guest: its neighbours move wall time");
	else
		finding_set(finding, FINDING_OK, "none seen: bare metal");
}

static void look_at_mitigations(struct finding *finding)
{
	static const char *const names[] = { "meltdown", "spectre_v2", "retbleed", "l1tf",
					     "mds",	 "srbds",      "tsa",	   "vmscape" };
	char path[128], text[256], *at = finding->text, *end = at + sizeof(finding->text);

	finding_set(finding, FINDING_UNKNOWN, "the kernel does not report any");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), VULNERABILITIES "%s", names[i]);
		if (kfile_read(path, text, sizeof(text)) || !strncmp(text, "Not affected", 12))
			continue;
		text[strcspn(text, ":;\n")] = '\0';
		if (at < end)
			at += snprintf(at, (size_t)(end - at), "%s%s: %.24s",
				       at == finding->text ? "" : ", ", names[i], text);
		finding->grade = FINDING_NOTE;
	}
	if (finding->grade == FINDING_UNKNOWN && kfile_exists(VULNERABILITIES "meltdown"))
		finding_set(finding, FINDING_OK, "none needed of those that cost here");
}

/* Jiffies of all CPUs. */
struct jiffies {
	uint64_t all, idle, steal;
};

/* Reads the first line of /proc/stat. Return: false when it has no 8 columns. */
static bool read_jiffies(struct jiffies *ret_jiffies)
{
	uint64_t values[8] = { 0 }, all = 0;
	char *text, *at;
	int count = 0;

	if (kfile_read_all("/proc/stat", &text, NULL))
		return false;
	at = text + strcspn(text, " ");
	for (; count < 8 && *at && *at != '\n'; count++) {
		values[count] = strtoull(at, &at, 10);
		all += values[count];
	}
	free(text);
	*ret_jiffies = (struct jiffies) { all, values[3] + values[4], values[7] };
	return count == 8;
}

/* Watches for a second what runs, and what the hypervisor takes. */
static void look_at_load(struct finding *finding)
{
	double total, busy, steal, cpus = (double)sysconf(_SC_NPROCESSORS_ONLN);
	struct jiffies before, after;
	bool is_known = read_jiffies(&before);

	if (is_known && !*kfile_root())
		sleep(1);
	if (!is_known || !read_jiffies(&after)) {
		finding_set(finding, FINDING_UNKNOWN, "/proc/stat cannot be read");
		return;
	}
	total = after.all > before.all ? (double)(after.all - before.all) : INFINITY;
	busy = after.all > before.all ? 1 - (double)(after.idle - before.idle) / total : 0;
	steal = (double)(after.steal - before.steal) / total;
	if (steal > 0.005)
		finding_set(finding, FINDING_WARN,
			    "the hypervisor took %.1f%% of the last second (steal)", 100 * steal);
	else if (busy * cpus > 0.3)
		finding_set(finding, FINDING_WARN, "others use %.1f of %.0f CPUs: stop them",
			    busy * cpus, cpus);
	else
		finding_set(finding, FINDING_OK, "quiet: %.2f of %.0f CPUs in use, steal %.1f%%",
			    busy * cpus, cpus, 100 * steal);
}

static void look_at_memory(struct finding *finding)
{
	unsigned long long mib;
	char text[32];

	if (kfile_read_field("/proc/meminfo", "MemAvailable", text, sizeof(text))) {
		finding_set(finding, FINDING_UNKNOWN, "/proc/meminfo has no MemAvailable");
		return;
	}
	mib = strtoull(text, NULL, 10) / 1024;
	finding_set(finding, mib < FREE_LEAST_MIB ? FINDING_NOTE : FINDING_OK,
		    "%llu MiB available%s", mib,
		    mib < FREE_LEAST_MIB ? ": the largest regions of --full will not fit" : "");
}

/* Free bytes in blocks of at least the size that a PMD entry maps. */
static bool read_large_blocks(unsigned long long *ret_bytes)
{
	size_t order = 0, base = size_page();
	char *text, *rest, *line;

	if (kfile_read_all("/proc/buddyinfo", &text, NULL))
		return false;
	while (base << order < thp_pmd_bytes())
		order++;
	*ret_bytes = 0;
	rest = text;
	while ((line = strsep(&rest, "\n"))) {
		int used = 0;
		char *at, *end;

		sscanf(line, "Node %*d, zone %*s%n", &used);
		at = line + used;
		for (size_t k = 0; used; k++, at = end) {
			unsigned long long blocks = strtoull(at, &end, 10);

			if (end == at)
				break;
			if (k >= order)
				*ret_bytes += blocks * (base << k);
		}
	}
	free(text);
	return true;
}

static void look_at_fragmentation(struct finding *finding)
{
	unsigned long long bytes;

	if (!read_large_blocks(&bytes)) {
		finding_set(finding, FINDING_UNKNOWN, "/proc/buddyinfo cannot be read");
		return;
	}
	finding_set(finding, bytes < GIB ? FINDING_NOTE : FINDING_OK,
		    "%llu MiB free in blocks for a PMD entry", bytes / MIB);
	if (bytes < GIB)
		snprintf(finding->mend, sizeof(finding->mend),
			 "echo 1 | sudo tee /proc/sys/vm/compact_memory");
}

const struct finding_check finding_environment[] = {
	{ "privileges", look_at_privileges },
	{ "pmu", look_at_pmu },
	{ "clock", look_at_clock },
	{ "cpus", look_at_cpus },
	{ "hypervisor", look_at_hypervisor },
	{ "load", look_at_load },
	{ "mitigations", look_at_mitigations },
	{ "memory", look_at_memory },
	{ "fragmentation", look_at_fragmentation },
	{ 0 },
};
