// SPDX-License-Identifier: GPL-2.0-or-later
/* The findings of doctor, with the commands that fix a problem and undo the fix. */
#include "fixture.h"

#include <string.h>

#include "base/size.h"
#include "runner/doctor/finding.h"

#define CPU "/sys/devices/system/cpu"
#define MM "/sys/kernel/mm"
#define CLOCK "/sys/devices/system/clocksource/clocksource0"

static struct finding look(const char *name)
{
	const struct finding_check *const tables[] = { finding_environment, finding_knobs };
	struct finding finding = { .grade = FINDING_UNKNOWN };
	size_t found = 0;

	for (size_t i = 0; i < 2; i++)
		for (const struct finding_check *check = tables[i]; check->name; check++) {
			if (strcmp(check->name, name) != 0)
				continue;
			found++;
			check->look(&finding);
		}
	assert_int_equal(found, 1);
	return finding;
}

/* The text of a file, and the finding. */
static void test_knobs(void **state)
{
	static const struct {
		const char *name, *path, *text;
		enum finding_grade grade;
		const char *mend, *undo;
	} rows[] = {
		{ "governor", CPU "/cpu0/cpufreq/scaling_governor", "performance\n", FINDING_OK, "",
		  "" },
		{ "governor", CPU "/cpu0/cpufreq/scaling_governor", "schedutil\n", FINDING_WARN,
		  "echo performance | sudo tee " CPU "/cpu*/cpufreq/scaling_governor",
		  "echo schedutil | sudo tee " CPU "/cpu*/cpufreq/scaling_governor" },
		{ "boost", CPU "/cpufreq/boost", "0\n", FINDING_OK, "", "" },
		{ "boost", CPU "/cpufreq/boost", "1\n", FINDING_NOTE,
		  "echo 0 | sudo tee " CPU "/cpufreq/boost",
		  "echo 1 | sudo tee " CPU "/cpufreq/boost" },
		{ "boost", CPU "/intel_pstate/no_turbo", "1\n", FINDING_OK, "", "" },
		{ "boost", CPU "/intel_pstate/no_turbo", "0\n", FINDING_NOTE,
		  "echo 1 | sudo tee " CPU "/intel_pstate/no_turbo",
		  "echo 0 | sudo tee " CPU "/intel_pstate/no_turbo" },
		{ "smt", CPU "/smt/active", "0\n", FINDING_OK, "", "" },
		{ "smt", CPU "/smt/active", "1\n", FINDING_NOTE, "", "" },
		{ "isolated-cpus", CPU "/isolated", "3\n", FINDING_OK, "", "" },
		{ "isolated-cpus", CPU "/isolated", "\n", FINDING_NOTE,
		  "boot with isolcpus=nohz,domain,managed_irq,LAST_CPU", "" },
		{ "clocksource", CLOCK "/current_clocksource", "tsc\n", FINDING_OK, "", "" },
		{ "clocksource", CLOCK "/current_clocksource", "arch_sys_counter\n", FINDING_OK, "",
		  "" },
		{ "clocksource", CLOCK "/current_clocksource", "hpet\n", FINDING_WARN, "", "" },
		{ "thp-defrag", MM "/transparent_hugepage/defrag", "always [madvise] never\n",
		  FINDING_OK, "", "" },
		{ "thp-defrag", MM "/transparent_hugepage/defrag", "always madvise [never]\n",
		  FINDING_WARN, "echo madvise | sudo tee " MM "/transparent_hugepage/defrag",
		  "echo never | sudo tee " MM "/transparent_hugepage/defrag" },
		{ "ksm", MM "/ksm/run", "0\n", FINDING_OK, "", "" },
		{ "ksm", MM "/ksm/run", "2\n", FINDING_WARN, "echo 0 | sudo tee " MM "/ksm/run",
		  "echo 2 | sudo tee " MM "/ksm/run" },
		{ "numa-balancing", "/proc/sys/kernel/numa_balancing", "1\n", FINDING_WARN,
		  "echo 0 | sudo tee /proc/sys/kernel/numa_balancing",
		  "echo 1 | sudo tee /proc/sys/kernel/numa_balancing" },
		{ "khugepaged", MM "/transparent_hugepage/khugepaged/scan_sleep_millisecs",
		  "10000\n", FINDING_NOTE,
		  "echo 4294967295 | sudo tee " MM
		  "/transparent_hugepage/khugepaged/scan_sleep_millisecs",
		  "echo 10000 | sudo tee " MM
		  "/transparent_hugepage/khugepaged/scan_sleep_millisecs" },
		{ "khugepaged", MM "/transparent_hugepage/khugepaged/scan_sleep_millisecs",
		  "4294967295\n", FINDING_OK, "", "" },
		{ "lru-gen", MM "/lru_gen/enabled", "0x0007\n", FINDING_OK, "", "" },
		{ "interrupts", "/proc/irq/9/smp_affinity_list", "0-1023\n", FINDING_NOTE,
		  "./run.sh run --tune moves them for the run, and back", "" },
		{ "interrupts", "/proc/irq/9/smp_affinity_list", "1023\n", FINDING_OK, "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct finding finding;

		fixture_make(state);
		fixture_write(CPU "/online", "0-1023\n");
		fixture_write(rows[i].path, rows[i].text);
		finding = look(rows[i].name);
		assert_int_equal(finding.grade, rows[i].grade);
		assert_string_equal(finding.mend, rows[i].mend);
		assert_string_equal(finding.undo, rows[i].undo);
		fixture_remove(state);
	}
}

/* On a machine without any of the files, no check reports ok. */
static void test_an_empty_machine_is_unknown(void **state)
{
	static const char *const names[] = { "governor",     "boost",	       "smt",
					     "clocksource",  "isolated-cpus",  "interrupts",
					     "thp-defrag",   "khugepaged",     "ksm",
					     "lru-gen",	     "numa-balancing", "hypervisor",
					     "load",	     "mitigations",    "memory",
					     "fragmentation" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct finding finding = look(names[i]);

		assert_int_equal(finding.grade, FINDING_UNKNOWN);
		assert_true(finding.text[0] != '\0');
		assert_string_equal(finding.mend, "");
	}
	assert_int_equal(look("thp").grade, FINDING_WARN);
}

static void test_a_slow_clock_that_can_be_changed(void **state)
{
	struct finding finding;

	(void)state;
	fixture_write(CLOCK "/current_clocksource", "acpi_pm\n");
	fixture_write(CLOCK "/available_clocksource", "tsc hpet acpi_pm\n");
	finding = look("clocksource");
	assert_int_equal(finding.grade, FINDING_WARN);
	assert_string_equal(finding.mend, "echo tsc | sudo tee " CLOCK "/current_clocksource");
	assert_string_equal(finding.undo, "echo acpi_pm | sudo tee " CLOCK "/current_clocksource");
}

static void test_a_sibling_that_can_be_switched_off(void **state)
{
	(void)state;
	fixture_write(CPU "/smt/active", "1\n");
	fixture_write(CPU "/smt/control", "on\n");
	assert_string_equal(look("smt").mend, "echo off | sudo tee " CPU "/smt/control");
}

static void test_every_folio_size_is_named(void **state)
{
	struct finding finding;

	(void)state;
	fixture_thp();
	finding = look("thp");
	assert_non_null(strstr(finding.text, "enabled=madvise;"));
	assert_non_null(strstr(finding.text, " 64K=never"));
	assert_non_null(strstr(finding.text, " 2M=inherit"));
}

static void test_guests_metal_and_mitigations(void **state)
{
	(void)state;
	fixture_write("/proc/cpuinfo", "processor : 0\nflags\t\t: fpu vme hypervisor lahf_lm\n");
	assert_int_equal(look("hypervisor").grade, FINDING_NOTE);
	fixture_write("/proc/cpuinfo", "processor : 0\nflags\t\t: fpu vme lahf_lm\n");
	assert_int_equal(look("hypervisor").grade, FINDING_OK);
	fixture_write("/proc/cpuinfo", "processor : 0\nFeatures\t: fp asimd\n");
	assert_int_equal(look("hypervisor").grade, FINDING_UNKNOWN);
	fixture_write(CPU "/vulnerabilities/meltdown", "Not affected\n");
	assert_int_equal(look("mitigations").grade, FINDING_OK);
	fixture_write(CPU "/vulnerabilities/retbleed", "Mitigation: untrained return thunk\n");
	assert_int_equal(look("mitigations").grade, FINDING_NOTE);
	assert_string_equal(look("mitigations").text, "retbleed: Mitigation");
}

static void test_memory_and_its_blocks(void **state)
{
	(void)state;
	fixture_write("/proc/meminfo", "MemTotal: 9 kB\nMemAvailable:    8388608 kB\n");
	assert_int_equal(look("memory").grade, FINDING_OK);
	assert_string_equal(look("memory").text, "8192 MiB available");
	fixture_write("/proc/meminfo", "MemAvailable:    1048576 kB\n");
	assert_int_equal(look("memory").grade, FINDING_NOTE);
	fixture_write("/proc/meminfo", "MemTotal: 9 kB\n");
	assert_int_equal(look("memory").grade, FINDING_UNKNOWN);
	/* 2 MiB are order 9 of 4K pages: 3 blocks of 2 and 5 of 4 MiB, none of the smaller ones */
	fixture_write(MM "/transparent_hugepage/hpage_pmd_size", "2097152\n");
	fixture_write("/proc/buddyinfo",
		      "Node 0, zone   Normal  999  999  999  999  999  999  999  999  999  3  5\n");
	assert_int_equal(look("fragmentation").grade, FINDING_NOTE);
	if (size_page() == 4 * KIB)
		assert_string_equal(look("fragmentation").text,
				    "26 MiB free in blocks for a PMD entry");
	assert_string_equal(look("fragmentation").mend,
			    "echo 1 | sudo tee /proc/sys/vm/compact_memory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_knobs),
		cmocka_unit_test_setup_teardown(test_an_empty_machine_is_unknown, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_a_slow_clock_that_can_be_changed, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_a_sibling_that_can_be_switched_off,
						fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_every_folio_size_is_named, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_guests_metal_and_mitigations, fixture_make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_memory_and_its_blocks, fixture_make,
						fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
