// SPDX-License-Identifier: GPL-2.0-or-later
/* The knobs that --tune holds on a machine with siblings and interrupts. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sys/cpulist.h"
#include "sys/knobs.h"
#include "sys/kfile.h"
#include "runner/tunables.h"

#define CPU "/sys/devices/system/cpu/"
#define IRQ "/proc/irq/"

enum { MEASURING = 1, CPUS = 4 };

/* Four CPUs; 1 and 3 are one core. */
static int make(void **state)
{
	char path[96];

	fixture_make(state);
	fixture_thp();
	fixture_write("/run/here", "");
	fixture_write(CPU "online", "0-3\n");
	for (int cpu = 0; cpu < CPUS; cpu++) {
		snprintf(path, sizeof(path), CPU "cpu%d/topology/thread_siblings_list", cpu);
		fixture_write(path, cpu % 2 ? "1,3\n" : "0,2\n");
		snprintf(path, sizeof(path), CPU "cpu%d/cpufreq/scaling_governor", cpu);
		fixture_write(path, cpu == 2 ? "performance\n" : "schedutil\n");
		snprintf(path, sizeof(path), CPU "cpu%d/online", cpu);
		fixture_write(path, "1\n");
	}
	fixture_write(CPU "cpufreq/boost", "1\n");
	fixture_write("/sys/kernel/mm/ksm/run", "1\n");
	fixture_write("/proc/sys/kernel/numa_balancing", "1\n");
	fixture_write("/proc/sys/kernel/sched_rt_runtime_us", "950000\n");
	fixture_write(IRQ "9/smp_affinity_list", "0-3\n");
	fixture_write(IRQ "10/smp_affinity_list", "0\n");
	fixture_write(IRQ "11/smp_affinity_list", "3\n");
	fixture_write(IRQ "120/smp_affinity_list", "1-2\n");
	fixture_write(IRQ "default_smp_affinity", "f\n");
	return 0;
}

static const struct tunables_group *group(const struct tunables *tunables, const char *name)
{
	for (size_t i = 0; i < TUNABLES_GROUPS; i++)
		if (!strcmp(tunables->groups[i].name, name))
			return &tunables->groups[i];
	fail();
	return NULL;
}

static void expect(const struct tunables *tunables, const char *name, size_t at, const char *path,
		   const char *wanted)
{
	const struct tunables_group *it = group(tunables, name);
	const struct knobs_entry *entry = &tunables->knobs.entries[it->first + at];

	assert_true(at < it->count);
	assert_string_equal(entry->path, path);
	assert_string_equal(entry->wanted, wanted);
	assert_string_equal(entry->tolerated, KNOBS_TOLERATE_ALL);
}

static void test_each_group(void **state)
{
	struct tunables tunables;

	(void)state;
	tunables_find(MEASURING, &tunables);
	assert_int_equal(group(&tunables, "governor")->count, CPUS);
	expect(&tunables, "governor", 3, CPU "cpu3/cpufreq/scaling_governor", "performance");
	expect(&tunables, "boost", 0, CPU "cpufreq/boost", "0");
	expect(&tunables, "ksm", 0, "/sys/kernel/mm/ksm/run", "0");
	expect(&tunables, "numa_balancing", 0, "/proc/sys/kernel/numa_balancing", "0");
	expect(&tunables, "rt_throttling", 0, "/proc/sys/kernel/sched_rt_runtime_us", "-1");
	assert_int_equal(group(&tunables, "khugepaged")->count, 0);
	/* In the order of their numbers; 10 is elsewhere already, 11 must leave the sibling. */
	assert_int_equal(group(&tunables, "interrupts")->count, 3);
	expect(&tunables, "interrupts", 0, IRQ "9/smp_affinity_list", "0,2");
	expect(&tunables, "interrupts", 1, IRQ "11/smp_affinity_list", "0,2");
	expect(&tunables, "interrupts", 2, IRQ "120/smp_affinity_list", "2");
	assert_int_equal(group(&tunables, "smt_siblings")->count, 1);
	expect(&tunables, "smt_siblings", 0, CPU "cpu3/online", "0");
	knobs_free(&tunables.knobs);
}

/* No other CPU could take the interrupts. */
static void test_one_core(void **state)
{
	struct tunables tunables;

	(void)state;
	fixture_write(CPU "online", "1\n");
	tunables_find(MEASURING, &tunables);
	assert_int_equal(group(&tunables, "rt_throttling")->count, 0);
	knobs_free(&tunables.knobs);
	fixture_write(CPU "online", "1,3\n");
	tunables_find(MEASURING, &tunables);
	assert_int_equal(group(&tunables, "interrupts")->count, 0);
	assert_int_equal(group(&tunables, "governor")->count, 2);
	knobs_free(&tunables.knobs);
}

/* The journal allows each knob; if not, it would silently not be put back. */
static void test_set_and_put_back(void **state)
{
	struct tunables tunables;
	struct reason reason;
	unsigned int restored;

	(void)state;
	tunables_find(MEASURING, &tunables);
	assert_int_equal(knobs_apply(KNOBS_OF_RUN, &tunables.knobs, &reason), 0);
	for (size_t i = 0; i < tunables.knobs.count; i++)
		fixture_expect(tunables.knobs.entries[i].path, tunables.knobs.entries[i].wanted);
	assert_true(kfile_exists(KNOBS_JOURNAL_DIR "/tune.journal"));
	assert_false(kfile_exists(KNOBS_JOURNAL_DIR "/settings.journal"));
	assert_int_equal(knobs_restore(KNOBS_OF_POINT, &restored, &reason), 0);
	assert_int_equal(restored, 0);
	fixture_expect(CPU "cpu3/online", "0");
	assert_int_equal(knobs_restore(KNOBS_OF_RUN, &restored, &reason), 0);
	assert_int_equal(restored, tunables.knobs.count - 1); /* CPU 2 had its governor */
	fixture_expect(CPU "cpu3/online", "1");
	fixture_expect(CPU "cpu0/cpufreq/scaling_governor", "schedutil");
	fixture_expect(IRQ "9/smp_affinity_list", "0-3");
	fixture_expect(IRQ "120/smp_affinity_list", "1-2");
	fixture_expect("/sys/kernel/mm/ksm/run", "1");
	knobs_free(&tunables.knobs);
}

/* A knob that refuses stays as it is, and the others are set. */
static void test_knob_that_could_not_be_put_back(void **state)
{
	struct tunables tunables;
	struct reason reason;
	struct knobs_entry *entry;

	(void)state;
	tunables_find(MEASURING, &tunables);
	entry = &tunables.knobs.entries[group(&tunables, "boost")->first];
	unlink(fixture_path(CPU "cpufreq/boost"));
	fixture_write(CPU "cpufreq/boost", "x\n");
	assert_string_equal(entry->path, CPU "cpufreq/boost");
	assert_int_equal(knobs_apply(KNOBS_OF_RUN, &tunables.knobs, &reason), 0);
	fixture_expect(CPU "cpufreq/boost", "x");
	fixture_expect("/sys/kernel/mm/ksm/run", "0");
	assert_int_equal(knobs_restore(KNOBS_OF_RUN, NULL, &reason), 0);
	fixture_expect("/sys/kernel/mm/ksm/run", "1");
	knobs_free(&tunables.knobs);
}

/* Refuses its own list: EIO or EPERM (irq_can_set_affinity_usr() of kernel/irq/manage.c). */
static bool find_immovable_interrupt(char *ret_path, size_t size, char *ret_list)
{
	for (int number = 0; number < 256; number++) {
		snprintf(ret_path, size, IRQ "%d/smp_affinity_list", number);
		if (!kfile_read(ret_path, ret_list, CPULIST_BYTES) &&
		    kfile_write(ret_path, ret_list))
			return true;
	}
	return false;
}

static void test_interrupt_that_cannot_move(void **state)
{
	struct knobs_list knobs = { 0 };
	struct reason reason;
	char path[KNOBS_PATH_BYTES], folder[KNOBS_PATH_BYTES], before[CPULIST_BYTES];

	fixture_remove(state); /* the machine's own */
	if (geteuid() || !find_immovable_interrupt(path, sizeof(path), before)) {
		make(state);
		skip();
	}
	make(state);
	snprintf(folder, sizeof(folder), "%.*s", (int)(strrchr(path, '/') - path), path);
	fixture_link(folder, folder); /* the knob itself may not be a link */
	knobs_add(&knobs, path, "0", KNOBS_TOLERATE_ALL);
	knobs_add(&knobs, "/sys/kernel/mm/ksm/run", "0", KNOBS_TOLERATE_ALL);
	assert_int_equal(knobs_apply(KNOBS_OF_RUN, &knobs, &reason), 0);
	fixture_expect(path, before);
	fixture_expect("/sys/kernel/mm/ksm/run", "0");
	assert_int_equal(knobs_restore(KNOBS_OF_RUN, NULL, &reason), 0);
	fixture_expect("/sys/kernel/mm/ksm/run", "1");
	knobs_free(&knobs);
}

static void test_what_the_journal_allows(void **state)
{
	static const struct {
		const char *path, *value;
		bool is_allowed;
	} knobs[] = {
		{ IRQ "12/smp_affinity_list", "0-3,8", true },
		{ IRQ "12/smp_affinity_list", "0-3;8", false },
		{ IRQ "12/smp_affinity_list", "", false },
		{ IRQ "/smp_affinity_list", "0", false },
		{ IRQ "12/../../smp_affinity_list", "0", false },
		{ IRQ "12/smp_affinity_list/x", "0", false },
		{ CPU "cpu7/online", "1", true },
		{ CPU "cpu7/online", "on", false },
		{ CPU "online", "1", false },
		{ CPU "cpu7/cpufreq/scaling_governor", "schedutil", true },
		{ CPU "cpu7/cpufreq/scaling_governor", "sched util", false },
		{ CPU "cpu7/cpufreq/scaling_setspeed", "1", false },
		{ "/proc/sys/kernel/numa_balancing", "2", true },
		{ "/proc/sys/kernel/sched_rt_runtime_us", "-1", true },
		{ "/proc/sys/kernel/core_pattern", "2", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(knobs) / sizeof(knobs[0]); i++)
		assert_int_equal(knobs_allow(knobs[i].path, knobs[i].value), knobs[i].is_allowed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_each_group, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_one_core, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_set_and_put_back, make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_knob_that_could_not_be_put_back, make,
						fixture_remove),
		cmocka_unit_test_setup_teardown(test_interrupt_that_cannot_move, make,
						fixture_remove),
		cmocka_unit_test(test_what_the_journal_allows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
