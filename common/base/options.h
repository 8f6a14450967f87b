/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Command lines by a table that has each option in one row, with its type, range, default and help.
 * Parser, help text and error messages follow from the table.
 *
 * Options may come before, between or after the arguments. A name may be shortened as long as it is
 * unique; --name=VALUE and --name VALUE are the same. -h, --help and --version always exist. Wrong
 * usage ends the program with one line and EXIT_USAGE.
 */
#ifndef PTEBENCH_OPTIONS_H
#define PTEBENCH_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "globlist.h"

/**
 * struct options_row - one option.
 * @name: without the dashes.
 * @value: name of its value in the help; NULL: it takes none; "[=SECONDS]": it may be left out.
 * @help: what it does; NULL: a program passes it to another, and the help does not show it.
 * @initial: the default as a user would give it; NULL: what the variable holds, normally 0.
 * @fallback: default that the help shows in place of @initial; may be NULL.
 * @bare: text that an option without a value sets.
 * @least, @most: limits of a number; of @percent: in percent.
 * @words: NULL-terminated: the words that the value may be.
 * @verbs: bit mask of the programs that show it, where several share a table; 0: all.
 * @given: becomes true when the option is on the command line; may be NULL.
 *
 * One of these is set. It receives the value, and says of which type that is:
 * @flag: becomes true.
 * @text: any text.
 * @set: the name of a set: of a folder, and a name in tables.
 * @count, @number: a whole number.
 * @seconds: a whole number of seconds; -1 if left out.
 * @percent: a number, with or without a percent sign: "1%" becomes 0.01.
 * @word: index in @words; the last one counts.
 * @mask: bit mask of indexes in @words; may be repeated.
 * @globs: one more glob of points; may be repeated.
 * @take: anything else; dies with EXIT_USAGE if the text is wrong. @text: NULL without @value.
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
 * @usage: follows @command in the first line of the help; may be NULL.
 * @about, @notes: text of the help above and below the options; @notes may be NULL. Both are
 *	wrapped, but for lines that begin with a blank.
 * @arguments: names the arguments in a message: "two sets, A and B".
 * @least, @most: number of arguments.
 * @verb: bit of options_row.verbs.
 * @rows: the options; a row without a name ends them.
 */
struct options_program {
	const char *command, *usage, *about, *notes, *arguments;
	int least, most;
	unsigned int verb;
	const struct options_row *rows;
};

/* Characters of the name of a set. */
#define OPTIONS_NAME "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-"

/* Rows that several programs have, as in { OPTIONS_ONLY(&only), .verbs = 1 }. */
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
 * options_parse() - parse the command line; dies with EXIT_USAGE, or exits after --help.
 * @argv: receives the arguments that are not options: argv[1], argv[2], ...
 *
 * Calls die_name(), too.
 *
 * Return: the number of arguments.
 */
int options_parse(const struct options_program *program, int argc, char **argv);

/**
 * options_line() - the command line for a shell, without the options that have no help.
 * @argv: before options_parse(). Line breaks in it become blanks.
 *
 * Return: a text that the caller frees.
 */
char *options_line(const struct options_program *program, int argc, char **argv);

/**
 * options_number() - parse a whole number; dies with EXIT_USAGE unless it is from @least to @most.
 * @name: of the option, for the message; without the dashes.
 */
uint64_t options_number(const char *name, const char *text, uint64_t least, uint64_t most);

/** options_verb() - the index of @text in @verbs, which NULL ends; dies if it is not there. */
unsigned int options_verb(const char *text, const char *const *verbs);

#endif
