// SPDX-License-Identifier: GPL-2.0-or-later
/* Command lines by a table: what each type takes, what is refused in which words, and the help. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "base/options.h"

enum { WORDS_MAX = 16, NAMES = 63 };

static struct {
	bool quick, has_seed;
	const char *out, *set, *plot;
	unsigned int rounds, word, mask;
	uint64_t seed;
	long wait;
	double margin;
	struct globlist only;
	unsigned int taken;
} given;

static const char *const words[] = { "time", "instructions", "cycles", NULL };

static void take(const char *text)
{
	given.taken += text ? (unsigned int)strlen(text) : 100;
}

static const struct options_row rows[] = {
	{ "quick", NULL, "a flag", .flag = &given.quick },
	{ OPTIONS_ONLY(&given.only) },
	{ OPTIONS_ROUNDS(&given.rounds), .initial = "5" },
	{ OPTIONS_SEED(&given.seed), .given = &given.has_seed, .fallback = "random" },
	{ OPTIONS_SETS("out", &given.out) },
	{ OPTIONS_MARGIN(&given.margin) },
	{ "set", "NAME", "a set, of which there is so much to say that the help needs another line",
	  .set = &given.set },
	{ "metric", "M", "one", .word = &given.word, .words = words, .initial = "cycles" },
	{ "slow", NULL, "the last of them", .word = &given.word, .words = words, .bare = "time" },
	{ "also", "M", "several", .mask = &given.mask, .words = words },
	{ "wait", "[=SECONDS]", "for the lock", .seconds = &given.wait, .most = 100 },
	{ "own", "TEXT", "its length", .take = take },
	{ "act", NULL, "an action", .take = take },
	{ "a-name-of-many-letters", "VALUE", "far right", .text = &given.plot },
	{ "other", NULL, "of another verb", .flag = &given.quick, .verbs = 1 },
	{ "plot", "PROGRAM", NULL, .text = &given.plot },
	{ "plots", "PROGRAM", NULL, .text = &given.plot },
	{ 0 },
};

static struct options_program program = {
	.command = "./run.sh sort",
	.usage = "[OPTION]... A B",
	.about = "Sorts.",
	.notes = "  kept   as it is\nThe end.",
	.arguments = "two names",
	.least = 0,
	.most = 2,
	.verb = 2,
	.rows = rows,
};

/* Blanks part the arguments. Return: their number. */
static int split(char *line, char **ret_argv)
{
	int argc = 0;

	for (char *word; (word = strsep(&line, " "));)
		ret_argv[argc++] = word;
	ret_argv[argc] = NULL;
	return argc;
}

/* Return: the number of arguments, which come first in @ret_argv. */
static int parse(const char *line, char **ret_argv)
{
	static char copy[256];

	memset(&given, 0, sizeof(given));
	snprintf(copy, sizeof(copy), "sort %s", line);
	return options_parse(&program, split(copy, ret_argv), ret_argv);
}

static void parse_and_exit(const char *line)
{
	char *argv[WORDS_MAX];

	parse(line, argv);
	_exit(NAMES);
}

static void test_values(void **state)
{
	char *argv[WORDS_MAX];

	(void)state;
	assert_int_equal(parse("--quick a --only x* --rounds=7 --seed 0 b --set v6.1+", argv), 2);
	assert_string_equal(argv[1], "a");
	assert_string_equal(argv[2], "b");
	assert_true(given.quick && given.has_seed);
	assert_int_equal(given.rounds, 7);
	assert_int_equal(given.only.count, 1);
	assert_string_equal(given.only.texts[0], "x*");
	assert_string_equal(given.set, "v6.1+");
	parse("--margin 2.5% --metric time --also cycles --also time --own four --act", argv);
	assert_true(given.margin > 0.02499 && given.margin < 0.02501);
	assert_int_equal(given.word, 0);
	assert_int_equal(given.mask, 5);
	assert_int_equal(given.taken, 104);
	assert_false(given.has_seed);
}

static void test_defaults(void **state)
{
	char *argv[WORDS_MAX];

	(void)state;
	assert_int_equal(parse("", argv), 1); /* an empty argument */
	assert_int_equal(given.rounds, 5);
	assert_int_equal(given.word, 2);
	assert_string_equal(given.out, "results");
	assert_true(given.margin > 0.00999 && given.margin < 0.01001);
	assert_int_equal(given.wait, 0);
	assert_null(given.set);
}

static void test_forms(void **state)
{
	char *argv[WORDS_MAX];

	(void)state;
	assert_int_equal(parse("--ro 3 --q --metric=time --slow -- --out -", argv), 2);
	assert_string_equal(argv[1], "--out");
	assert_string_equal(argv[2], "-");
	assert_int_equal(given.rounds, 3);
	assert_true(given.quick);
	parse("--slow --metric cycles --plot x --out --rounds", argv);
	assert_int_equal(given.word, 2);
	assert_string_equal(given.plot, "x");
	assert_string_equal(given.out, "--rounds");
	assert_int_equal(parse("--wait 30", argv), 1);
	assert_int_equal(given.wait, -1);
	assert_int_equal(parse("--wait=30", argv), 0);
	assert_int_equal(given.wait, 30);
}

static void test_wrong_lines(void **state)
{
	static const struct {
		const char *line, *said;
	} wrong[] = {
		{ "--rounds 0", "--rounds 0: give a whole number from 1 to 1000" },
		{ "--rounds 1001", "--rounds 1001: give a whole number from 1 to 1000" },
		{ "--rounds 1x", "--rounds 1x: give a whole number from 1 to 1000" },
		{ "--rounds -1", "--rounds -1: give a whole number from 1 to 1000" },
		{ "--rounds", "--rounds: give a value, N (see ./run.sh sort --help)" },
		{ "--seed 18446744073709551616",
		  "--seed 18446744073709551616: give a whole number from 0 to "
		  "18446744073709551615" },
		{ "--wait=101", "--wait 101: give a whole number from 0 to 100" },
		{ "--margin x", "--margin x: give percent from 0 to 1000, as 1%" },
		{ "--margin nan", "--margin nan: give percent from 0 to 1000, as 1%" },
		{ "--margin -1%", "--margin -1%: give percent from 0 to 1000, as 1%" },
		{ "--margin 1001", "--margin 1001: give percent from 0 to 1000, as 1%" },
		{ "--metric size", "--metric size: give time, instructions or cycles" },
		{ "--also size", "--also size: give time, instructions or cycles" },
		{ "--set .a", "--set .a: give 1 to 63 of [A-Za-z0-9._+-], the first no dot" },
		{ "--set a/b", "--set a/b: give 1 to 63 of [A-Za-z0-9._+-], the first no dot" },
		{ "--only ", "--only '': a glob has no blanks and is not empty" },
		{ "--quick=1", "--quick=1: --quick takes no value" },
		{ "--help=1", "--help=1: --help takes no value" },
		{ "--s 1", "--s: which of --set and --slow?" },
		{ "--rouns 3", "--rouns: not an option; did you mean --rounds?" },
		{ "--orunds=3", "--orunds=3: not an option; did you mean --rounds?" },
		{ "--hepl", "--hepl: not an option; did you mean --help?" },
		{ "-only x", "-only: not an option; did you mean --only?" },
		{ "--plotz x", "--plotz: not an option (see ./run.sh sort --help)" },
		{ "--frobnicate", "--frobnicate: not an option (see ./run.sh sort --help)" },
		{ "--=x", "--=x: not an option (see ./run.sh sort --help)" },
		{ "---quick", "---quick: not an option; did you mean --quick?" },
		{ "-x", "-x: not an option (see ./run.sh sort --help)" },
		{ "a b c", "give two names (see ./run.sh sort --help)" },
	};
	char text[1024], line[1024];

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(fixture_child(parse_and_exit, wrong[i].line, text, sizeof(text)),
				 EXIT_USAGE);
		snprintf(line, sizeof(line), "sort: %s\n", wrong[i].said);
		assert_string_equal(text, line);
	}
	program.most = 0;
	assert_int_equal(fixture_child(parse_and_exit, "a", text, sizeof(text)), EXIT_USAGE);
	assert_string_equal(text, "sort: a: not an option (see ./run.sh sort --help)\n");
	program.most = 2;
}

static void test_help(void **state)
{
	static const char *const lines[] = {
		"Usage: ./run.sh sort [OPTION]... A B\nSorts.\n\n  --quick ",
		"\n  --only GLOB       the points that match; may be repeated\n",
		"\n  --rounds N        rounds; 1 to 1000 (default: 5)\n",
		"\n  --seed N          seed of the random order (default: random)\n",
		"\n  --out DIR         where sets lie (default: results)\n",
		"\n  --margin X%       changes up to this do not matter (default: 1%)\n",
		" that the help\n                    needs another line\n",
		" one: time, instructions or cycles (default: cycles)\n",
		" several: time, instructions or cycles; may be repeated\n",
		"\n  --wait[=SECONDS]  for the lock; 0 to 100\n",
		"\n  --a-name-of-many-letters VALUE\n                    far right\n",
		"\n  --setup ",
		"\n  -h, --help ",
		"\n\n  kept   as it is\nThe end.\n",
	};
	char text[4096], *rest = text, *line;

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(fixture_child(parse_and_exit, i ? "-h" : "--rounds 7 --help", text,
					       sizeof(text)),
				 EXIT_DONE);
		assert_null(strstr(text, "--plot"));
		assert_null(strstr(text, "--other"));
	}
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		if (!strstr(text, lines[i]))
			fail_msg("no '%s' in: %s", lines[i], text);
	}
	while ((line = strsep(&rest, "\n")))
		assert_true(strlen(line) <= 78);
	assert_int_equal(fixture_child(parse_and_exit, "--version", text, sizeof(text)), EXIT_DONE);
	assert_ptr_equal(strstr(text, "ptebench 0."), text);
}

static void test_the_line_to_type_again(void **state)
{
	char copy[] = "sort --plot x --only a* --set 'a\nb --quick ", *argv[WORDS_MAX], *line;
	int argc = split(copy, argv);

	(void)state;
	line = options_line(&program, argc, argv);
	assert_string_equal(line, "./run.sh sort --only 'a*' --set ''\\''a b' --quick ''");
	free(line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values), cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_forms),  cmocka_unit_test(test_wrong_lines),
		cmocka_unit_test(test_help),   cmocka_unit_test(test_the_line_to_type_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
