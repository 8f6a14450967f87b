// SPDX-License-Identifier: GPL-2.0-or-later
/* Is each fact there once, and unknown when it cannot be read? */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

static char *facts(void)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	host_begin(out);
	host_write(out);
	assert_int_equal(fclose(out), 0);
	return text;
}

static void test_empty_machine(void **state)
{
	static const char *const keys[] = {
		"kernel_cmdline", "boot_id",	  "microcode",
		"governor",	  "thp_enabled",  "ksm",
		"clocksource",	  "memory_total", "kernel_config_fnv1a64"
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_empty_machine, fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_no_key_twice, fixture_make, fixture_remove),
		cmocka_unit_test_setup_teardown(test_values_are_quoted, fixture_make,
						fixture_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
