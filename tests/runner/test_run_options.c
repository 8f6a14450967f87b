// SPDX-License-Identifier: GPL-2.0-or-later
/* The limits of the command line of the runner: the last value that fits, and the next. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"
#include "runner/run_options.h"

/* The exit code of a command line; EXIT_DONE when it passes. @option comes @count times. */
static int parse(const char *option, const char *value, unsigned int count)
{
	char *argv[2 * GLOBLIST_MAX + 4];
	struct run_options options;
	pid_t child = fork();
	int status;

	if (!child) {
		argv[0] = xstrdup("runner");
		for (unsigned int i = 0; i < count; i++) {
			argv[2 * i + 1] = xstrdup(option);
			argv[2 * i + 2] = xstrdup(value);
		}
		argv[2 * count + 1] = NULL;
		if (!freopen("/dev/null", "w", stderr))
			_exit(EXIT_FAILED);
		run_options_parse((int)(2 * count + 1), argv, &options);
		_exit(EXIT_DONE);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void test_limits(void **state)
{
	static const char *const rounds[] = { "1000", "1001" };
	static const char *const seeds[] = { "18446744073709551615", "18446744073709551616" };
	char name[65];

	(void)state;
	for (unsigned int beyond = 0; beyond < 2; beyond++) {
		int wanted = beyond ? EXIT_USAGE : EXIT_DONE;

		memset(name, 'n', sizeof(name));
		name[63 + beyond] = '\0';
		assert_int_equal(parse("--set", name, 1), wanted);
		assert_int_equal(parse("--only", "*", GLOBLIST_MAX + beyond), wanted);
		assert_int_equal(parse("--rounds", rounds[beyond], 1), wanted);
		assert_int_equal(parse("--seed", seeds[beyond], 1), wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
