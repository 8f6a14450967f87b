/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Command lines, the same way in all programs: a table has each option in one row, with its type,
 * range, default and help. Parser, help text and error messages follow from the table.
 *
 * Options may stand before, between or behind the arguments. A name may be shortened as long as it
 * stays unique; --name=VALUE and --name VALUE are the same. -h, --help and --version are always
 * there. Wrong usage ends the program with one line and EXIT_USAGE.
 */
#ifndef PTEBENCH_OPTIONS_H
#define PTEBENCH_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "globlist.h"

/**
 * struct options_row - one option.
 * @name: without the dashes.
 * @value: what the help calls its value; NULL for an option without one; "[=SECONDS]" where the
 *         value may be left out.
 * @help: what it does; NULL for an option of other programs, which the help does not show.
 * @initial: the default as a user would give it; taken before the command line, shown in the help.
 *           NULL: what the variable holds, normally 0.
 * @fallback: what the help calls the default in place of @initial; may be NULL.
 * @bare: for an option without a value: the text that it stands for.
 * @least, @most: limits of a number; of @percent: in percent.
 * @words: NULL-terminated: the words that the value may be.
 * @verbs: bit mask of the programs that show it, where several share a table; 0: all.
 * @given: becomes true when the option is on the command line; may be NULL.
 *
 * Where the value goes is its type; one of these is set:
 * @flag: becomes true.
 * @text: any text.
 * @set: the name of a set: a folder's name, which also stands in tables.
 * @count, @number: a whole number.
 * @seconds: a whole number of seconds; -1 when it is left out.
 * @percent: a number, with or without a percent sign: "1%" becomes 0.01.
 * @word: index in @words; of several the last counts.
 * @mask: bit mask of indexes in @words; may be repeated.
 * @globs: one glob more of points; may be repeated.
 * @take: any other; it dies with EXIT_USAGE if the text is wrong. @text: NULL without @value.
 */
struct options_row {
	const char *name, *value, *help;
	const char *initial, *fallback, *bare;
	uint64_t least, most;
	const char *const *words;
	unsigned int verbs;
	bool *given;

	bool *flag;
	const char **text, **set;
	unsigned int *count, *word, *mask;
	uint64_t *number;
	long *seconds;
	double *percent;
	struct globlist *globs;
	void (*take)(const char *text);
};

/**
 * struct options_program - one program, or one verb of it.
 * @command: as it is typed: "./run.sh compare"; messages begin with its last word.
 * @usage: what follows it in the first lines of the help; NULL: nothing.
 * @about: what it does. @notes: what the help says below the options; may be NULL. Both are
 * wrapped; a line that begins with a blank stays as it is.
 * @arguments: what is lacking when the number of arguments is wrong: "two sets, A and B".
 * @least, @most: how many arguments may be there.
 * @verb: bit of options_row.verbs.
 * @rows: the options; a row without a name ends them.
 */
struct options_program {
	const char *command, *usage, *about, *notes, *arguments;
	int least, most;
	unsigned int verb;
	const struct options_row *rows;
};

/* What the name of a set is made of. */
#define OPTIONS_NAME "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-"

/* What rows hold that several programs have, as in { OPTIONS_ONLY(&only), .verbs = 1 }. */
#define OPTIONS_ONLY(into) "only", "GLOB", "the points that match", .globs = (into)
#define OPTIONS_SETS(name, into) name, "DIR", "where sets lie", .text = (into), .initial = "results"
#define OPTIONS_MARGIN(into)                                                                       \
	"margin", "X%", "changes up to this do not matter", .percent = (into), .most = 1000,       \
							    .initial = "1%"
#define OPTIONS_ROUNDS(into) "rounds", "N", "rounds", .count = (into), .least = 1, .most = 1000
#define OPTIONS_SEED(into)                                                                         \
	"seed", "N", "seed of the random order", .number = (into), .most = UINT64_MAX
#define OPTIONS_WAIT(into)                                                                         \
	"wait", "[=SECONDS]", "wait until nobody else measures, for so long at most",              \
		.seconds = (into), .most = 86400
#define OPTIONS_BENCH_DIR(into) "bench-dir", "DIR", NULL, .text = (into), .initial = "build/bench"

/**
 * options_parse() - take the command line; dies with EXIT_USAGE, or ends after --help.
 * @argv: the arguments that are no options come first afterwards: argv[1], argv[2], ...
 *
 * Names the program for die() and warn(). Variables of rows without @initial keep their value.
 *
 * Return: the number of arguments.
 */
int options_parse(const struct options_program *program, int argc, char **argv);

/**
 * options_line() - the command to type again: quoted, and without the options that have no help.
 * @argv: before options_parse(). Line breaks in it become blanks.
 *
 * Return: a text that the caller frees.
 */
char *options_line(const struct options_program *program, int argc, char **argv);

/**
 * options_number() - the decimal number that a text is; dies with EXIT_USAGE when it is another, or
 * not from @least to @most.
 * @name: of the option, for the message; without the dashes.
 */
uint64_t options_number(const char *name, const char *text, uint64_t least, uint64_t most);

/**
 * options_verb() - the index of a verb in @verbs, which NULL ends; dies with EXIT_USAGE when it is
 * none of them.
 */
unsigned int options_verb(const char *text, const char *const *verbs);

#endif
