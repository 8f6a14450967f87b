// SPDX-License-Identifier: GPL-2.0-or-later
/* Each fact is there once, and is unknown when it cannot be read. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure/host.h"

static char *facts(void)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	host_begin(out);
	host_write(out, 0);
	assert_int_equal(fclose(out), 0);
	return text;
}

static void test_empty_machine(void **state)
{
	static const char *const keys[] = {
		"kernel_cmdline",
		"boot_id",
		"microcode",
		"governor",
		"thp_enabled",
		"ksm",
		"clocksource",
		"memory_total",
		"kernel_config_fnv1a64",
		"cpu_vendor",
		"cpu_core",
		"cpu_part",
		"cpu_types",
		"cpu_model_number",
		"powerpc_revision",
		"powerpc_platform",
		"powerpc_machine",
		"powerpc_model",
		"powerpc_mmu",
		"kernel_compiler",
		"smt_active",
		"dmi_bios_version",
		"device_tree_compatible",
		"cpufreq_min_khz",
		"cpufreq_max_khz",
		"khugepaged_scan_sleep_ms",
		"mitigation.meltdown",
	};
	char *text = facts(), line[96];

	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		snprintf(line, sizeof(line), "\n%s,\"unknown\"\n", keys[i]);
		assert_non_null(strstr(text, line));
	}
	free(text);
}

static void test_no_key_twice(void **state)
{
	char *text = facts(), *rest = text, *line;

	(void)state;
	while ((line = strsep(&rest, "\n")) && rest) {
		char *key = strndup(line, strcspn(line, ",")), *again;

		again = malloc(strlen(key) + 3);
		sprintf(again, "\n%s,", key);
		assert_null(strstr(rest - 1, again));
		free(again);
		free(key);
	}
	free(text);
}

static void test_values_are_quoted(void **state)
{
	char *text;

	(void)state;
	fixture_write("/proc/cmdline", "quiet \"a,b\"\tx\nsecond line\n");
	fixture_write("/proc/cpuinfo", "model name\t: A CPU\nmodel\t\t: 17\n");
	text = facts();
	assert_non_null(strstr(text, "\nkernel_cmdline,\"quiet \"\"a,b\"\" x\"\n"));
	assert_non_null(strstr(text, "\ncpu_model,\"A CPU\"\n"));
	assert_non_null(strstr(text, "\ncpu_model_number,\"17\"\n"));
	free(text);
}

/* Whatever /proc/version holds, no name of a person or a machine is taken for a compiler. */
static void test_no_compiler(void **state)
{
	static const char *const lies[] = {
		"",
		"Linux version 6.8.0",
		"Linux version 6.8.0 (user@gcc-host) #1 SMP",
		"Linux version 6.8.0 (user@host) (gcc (Debian 12.2.0-14) 12.2.0",
		"Linux version 6.8.0 (user@host) (tcc 0.9 of today) #1 SMP",
		"Linux version 6.8.0 )gcc 12( #1",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		char *text;

		fixture_write("/proc/version", lies[i]);
		text = facts();
		assert_non_null(strstr(text, "\nkernel_compiler,\"unknown\"\n"));
		free(text);
	}
}

static void expect_clock(const char *given, const char *line)
{
	char *text;

	if (given)
		setenv(HOST_CLOCK_VARIABLE, given, 1);
	else
		unsetenv(HOST_CLOCK_VARIABLE);
	text = facts();
	assert_non_null(strstr(text, line));
	free(text);
}

/* A word that means nothing is not taken for a wall clock. */
static void test_clock_domain(void **state)
{
	(void)state;
	expect_clock("icount", "\nclock_domain,\"icount\"\n");
	expect_clock("wall", "\nclock_domain,\"wall\"\n");
	expect_clock("", "\nclock_domain,\"wall\"\n");
	expect_clock("Icount", "\nclock_domain,\"unknown\"\n");
	expect_clock("icount\",\"x", "\nclock_domain,\"unknown\"\n");
	expect_clock(NULL, "\nclock_domain,\"wall\"\n");
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty_machine),	  cmocka_unit_test(test_no_key_twice),
		cmocka_unit_test(test_values_are_quoted), cmocka_unit_test(test_clock_domain),
		cmocka_unit_test(test_no_compiler),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
