// SPDX-License-Identifier: GPL-2.0-or-later
/* Messages are one line without terminal control characters, whatever they quote. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"

/* What a child that dies with this text says, and its exit code. */
static int say(const char *text, char *ret_line, size_t size)
{
	int ends[2], status;
	ssize_t got;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (!child) {
		dup2(ends[1], STDERR_FILENO);
		die_name("/usr/bin/program");
		die(EXIT_CANNOT_RUN, "open %s: no", text);
	}
	close(ends[1]);
	assert_int_equal(waitpid(child, &status, 0), child);
	got = read(ends[0], ret_line, size - 1);
	assert_true(got >= 0);
	ret_line[got] = '\0';
	close(ends[0]);
	return WEXITSTATUS(status);
}

static void test_texts_stay_texts(void **state)
{
	static const struct {
		const char *text, *shown;
	} rows[] = {
		{ "a b", "a b" },
		{ "caf\xc3\xa9", "caf\xc3\xa9" },
		{ "a\x1b[2Jb\x7f", "a?[2Jb?" },
		{ "a\nprogram: all is well\r", "a?program: all is well?" },
		{ "a\xc2\x9b"
		  "2J\xc2\xa0",
		  "a??2J\xc2\xa0" },
		{ "a\xc2", "a\xc2" },
	};
	char line[4096], wanted[128];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(wanted, sizeof(wanted), "program: open %s: no\n", rows[i].shown);
		assert_int_equal(say(rows[i].text, line, sizeof(line)), EXIT_CANNOT_RUN);
		assert_string_equal(line, wanted);
	}
}

static void test_a_long_text_is_cut(void **state)
{
	char line[4096], text[4096];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(say(text, line, sizeof(line)), EXIT_CANNOT_RUN);
	assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts_stay_texts),
		cmocka_unit_test(test_a_long_text_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
