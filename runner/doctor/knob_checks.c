// SPDX-License-Identifier: GPL-2.0-or-later
/* Checks the knobs that make measurements noisy. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/size.h"
#include "finding.h"
#include "runner/tunables.h"
#include "state/thp.h"
#include "sys/kfile.h"
#include "sys/pin.h"

#define CPU "/sys/devices/system/cpu"
#define MM "/sys/kernel/mm"
#define CLOCK "/sys/devices/system/clocksource/clocksource0"
#define THP MM "/transparent_hugepage"

/* Reads one line. On error the finding is unknown. */
static bool read_line(struct finding *finding, const char *path, char *ret_text, size_t size)
{
	int error = kfile_read(path, ret_text, size);

	if (error)
		finding_set(finding, FINDING_UNKNOWN, "%s: %s", path, strerror(-error));
	else
		ret_text[strcspn(ret_text, "\n")] = '\0';
	return !error;
}

static void look_at_governor(struct finding *finding)
{
	char now[64];

	if (!kfile_exists(CPU "/cpu0/cpufreq")) {
		finding_set(finding, FINDING_UNKNOWN,
			    "no cpufreq here: a VM, or the firmware sets the frequency");
	} else if (!read_line(finding, CPU "/cpu0/cpufreq/scaling_governor", now, sizeof(now))) {
		return;
	} else if (!strcmp(now, "performance")) {
		finding_set(finding, FINDING_OK, "performance");
	} else {
		finding_set(finding, FINDING_WARN, "%s: the frequency follows the load", now);
		finding_mend(finding, CPU "/cpu*/cpufreq/scaling_governor", "performance", now);
	}
}

static void look_at_boost(struct finding *finding)
{
	static const struct {
		const char *path, *on, *off, *text;
	} knobs[] = {
		{ CPU "/intel_pstate/no_turbo", "0", "1", "off (intel_pstate)" },
		{ CPU "/cpufreq/boost", "1", "0", "off" },
	};
	char value[16];

	finding_set(finding, FINDING_UNKNOWN, "the kernel does not report it");
	for (size_t i = 0; i < 2 && finding->grade == FINDING_UNKNOWN; i++) {
		if (kfile_read(knobs[i].path, value, sizeof(value)))
			continue;
		if (value[0] == knobs[i].off[0]) {
			finding_set(finding, FINDING_OK, "%s", knobs[i].text);
		} else {
			finding_set(finding, FINDING_NOTE,
				    "on: the frequency depends on heat and on other CPUs");
			finding_mend(finding, knobs[i].path, knobs[i].off, knobs[i].on);
		}
	}
}

static void look_at_smt(struct finding *finding)
{
	char active[16], control[32];

	if (!read_line(finding, CPU "/smt/active", active, sizeof(active)))
		return;
	if (active[0] == '0') {
		finding_set(finding, FINDING_OK, "off, or not there");
		return;
	}
	finding_set(finding, FINDING_NOTE,
		    "on: a sibling shares the caches of the CPU that measures");
	if (!kfile_read(CPU "/smt/control", control, sizeof(control)) && !strncmp(control, "on", 2))
		finding_mend(finding, CPU "/smt/control", "off", "on");
}

static void look_at_isolation(struct finding *finding)
{
	char cpus[64];

	if (!read_line(finding, CPU "/isolated", cpus, sizeof(cpus)))
		return;
	if (*cpus) {
		finding_set(finding, FINDING_OK, "CPUs %s", cpus);
		return;
	}
	finding_set(finding, FINDING_NOTE, "none: other tasks and timers share each CPU");
	snprintf(finding->mend, sizeof(finding->mend),
		 "boot with isolcpus=nohz,domain,managed_irq,LAST_CPU");
}

/* Counts the interrupts that may run on the CPU that would measure, or on its siblings. */
static void look_at_interrupts(struct finding *finding)
{
	struct tunables tunables;
	size_t count = 0;
	int cpu = pin_choose_cpu();

	if (cpu < 0 || !kfile_exists("/proc/irq")) {
		finding_set(finding, FINDING_UNKNOWN, "/proc/irq cannot be read");
		return;
	}
	tunables_find(cpu, &tunables);
	for (size_t i = 0; i < TUNABLES_GROUPS; i++)
		if (!strcmp(tunables.groups[i].name, "interrupts"))
			count = tunables.groups[i].count;
	knobs_free(&tunables.knobs);
	if (!count) {
		finding_set(finding, FINDING_OK, "none asks for CPU %d", cpu);
		return;
	}
	finding_set(finding, FINDING_NOTE, "%zu may run on CPU %d, which would measure", count,
		    cpu);
	snprintf(finding->mend, sizeof(finding->mend),
		 "./run.sh run --tune moves them for the run, and back");
}

static void look_at_clocksource(struct finding *finding)
{
	static const char *const good[] = { "tsc", "arch_sys_counter", "timebase" };
	char now[64], others[256];

	if (!read_line(finding, CLOCK "/current_clocksource", now, sizeof(now)))
		return;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (!strcmp(now, good[i])) {
			finding_set(finding, FINDING_OK, "%s", now);
			return;
		}
	finding_set(finding, FINDING_WARN, "%s: reading it is slow or a system call", now);
	if (kfile_read(CLOCK "/available_clocksource", others, sizeof(others)))
		return;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (strstr(others, good[i]))
			finding_mend(finding, CLOCK "/current_clocksource", good[i], now);
}

/* "2M=inherit 64K=never ..." */
static void look_at_thp(struct finding *finding)
{
	char word[32], path[128], size[SIZE_TEXT_BYTES], *at = finding->text;
	char *end = finding->text + sizeof(finding->text);
	size_t sizes[THP_SIZES_MAX], count = thp_sizes(sizes);

	if (kfile_read_choice(THP "/enabled", word, sizeof(word))) {
		finding_set(finding, FINDING_WARN,
			    "no transparent hugepages in this kernel: base pages alone");
		return;
	}
	finding_set(finding, FINDING_OK, "enabled=%s;", word);
	at += strlen(at);
	for (size_t i = 0; i < count && at < end; i++) {
		snprintf(path, sizeof(path), THP "/hugepages-%zukB/enabled", sizes[i] / KIB);
		if (kfile_read_choice(path, word, sizeof(word)))
			snprintf(word, sizeof(word), "unknown");
		at += snprintf(at, (size_t)(end - at), " %s=%s", size_format(sizes[i], size), word);
	}
	if (!count && at < end)
		snprintf(at, (size_t)(end - at), " no mTHP (Linux 6.8): other sizes are emulated");
	if (kfile_is_writable(THP "/enabled"))
		finding->grade = FINDING_NOTE;
}

static void look_at_defrag(struct finding *finding)
{
	char word[32];

	if (kfile_read_choice(THP "/defrag", word, sizeof(word))) {
		finding_set(finding, FINDING_UNKNOWN, "no transparent hugepages in this kernel");
	} else if (strcmp(word, "never") != 0) {
		finding_set(finding, FINDING_OK, "%s", word);
	} else {
		finding_set(finding, FINDING_WARN, "never: large folios may not be had");
		finding_mend(finding, THP "/defrag", "madvise", word);
	}
}

/* Checks a knob that should be 0. */
static void look_at_zero(struct finding *finding, const char *path, const char *meaning)
{
	char value[32];

	if (!read_line(finding, path, value, sizeof(value)))
		return;
	if (!strcmp(value, "0")) {
		finding_set(finding, FINDING_OK, "off");
		return;
	}
	finding_set(finding, FINDING_WARN, "%s: %s", value, meaning);
	finding_mend(finding, path, "0", value);
}

/* It has no switch, but its sleep can be made long. */
static void look_at_khugepaged(struct finding *finding)
{
	static const char path[] = THP "/khugepaged/scan_sleep_millisecs";
	char sleep[32];

	if (!read_line(finding, path, sleep, sizeof(sleep)))
		return;
	if (strlen(sleep) > 7) {
		finding_set(finding, FINDING_OK, "sleeps %s ms", sleep);
		return;
	}
	finding_set(finding, FINDING_NOTE,
		    "scans each %s ms; what is measured is kept from it by MADV_NOHUGEPAGE", sleep);
	finding_mend(finding, path, "4294967295", sleep);
}

static void look_at_ksm(struct finding *finding)
{
	look_at_zero(finding, MM "/ksm/run", "ksmd write-protects pages and scans");
}

static void look_at_numa_balancing(struct finding *finding)
{
	look_at_zero(finding, "/proc/sys/kernel/numa_balancing",
		     "the kernel makes PTEs PROT_NONE and moves pages on its own");
}

static void look_at_lru_gen(struct finding *finding)
{
	char value[32];

	if (read_line(finding, MM "/lru_gen/enabled", value, sizeof(value)))
		finding_set(finding, FINDING_OK, "%s (multi-generational LRU)", value);
}

const struct finding_check finding_knobs[] = {
	{ "governor", look_at_governor },
	{ "boost", look_at_boost },
	{ "smt", look_at_smt },
	{ "isolated-cpus", look_at_isolation },
	{ "interrupts", look_at_interrupts },
	{ "clocksource", look_at_clocksource },
	{ "thp", look_at_thp },
	{ "thp-defrag", look_at_defrag },
	{ "khugepaged", look_at_khugepaged },
	{ "ksm", look_at_ksm },
	{ "numa-balancing", look_at_numa_balancing },
	{ "lru-gen", look_at_lru_gen },
	{ 0 },
};
