// SPDX-License-Identifier: GPL-2.0-or-later
/* Parses command lines by a table of options, and prints the help that the table gives. */
#include "options.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "nearest.h"
#include "version.h"

enum { HELP_WIDTH = 78, LABEL_MOST = 20 };
enum { ROW_HELP, ROW_VERSION };

/* The options of all programs. */
static const struct options_row common_rows[] = {
	[ROW_HELP] = { "help", .help = "print this text" },
	[ROW_VERSION] = { "version", .help = "print the version" },
};
static const struct options_row setup_row = { "setup", .help = "install what is missing first" };

/* Return: a row of the program, then of common_rows; NULL after the last. */
static const struct options_row *row_at(const struct options_program *program, size_t index)
{
	for (const struct options_row *row = program->rows; row->name; row++)
		if (!index--)
			return row;
	return index <= ROW_VERSION ? &common_rows[index] : NULL;
}

unsigned int options_verb(const char *text, const char *const *verbs)
{
	const char *best = NULL;

	for (unsigned int i = 0; verbs[i]; i++) {
		if (!strcmp(verbs[i], text))
			return i;
		nearest_consider(verbs[i], text, &best);
	}
	if (best)
		die(EXIT_USAGE, "%s: no such verb; did you mean %s?", text, best);
	die(EXIT_USAGE, "%s: no such verb (see ./run.sh --help)", text);
}

/* Appends "time, instructions or cycles". */
static void append_words(char **text, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		xappend(text, "", "%s%s", !i ? "" : words[i + 1] ? ", " : " or ", words[i]);
}

uint64_t options_number(const char *name, const char *text, uint64_t least, uint64_t most)
{
	char *end;
	unsigned long long value;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (errno || *text < '0' || *text > '9' || *end || value < least || value > most)
		die(EXIT_USAGE, "--%s %s: give a whole number from %" PRIu64 " to %" PRIu64, name,
		    text, least, most);
	return value;
}

static double parse_percent(const struct options_row *row, const char *text)
{
	char *end;
	double percent = strtod(text, &end);

	if (end == text || (*end && strcmp(end, "%") != 0) ||
	    !(percent >= (double)row->least && percent <= (double)row->most))
		die(EXIT_USAGE, "--%s %s: give percent from %" PRIu64 " to %" PRIu64 ", as 1%%",
		    row->name, text, row->least, row->most);
	return percent / 100;
}

static const char *parse_set(const struct options_row *row, const char *text)
{
	if (!*text || strlen(text) > 63 || text[0] == '.' || text[strspn(text, OPTIONS_NAME)])
		die(EXIT_USAGE, "--%s %s: give 1 to 63 of [A-Za-z0-9._+-], the first no dot",
		    row->name, text);
	return text;
}

static void add_glob(const struct options_row *row, const char *glob)
{
	if (row->globs->count == GLOBLIST_MAX)
		die(EXIT_USAGE, "--%s: at most %d", row->name, GLOBLIST_MAX);
	if (!*glob || strpbrk(glob, " \t\n"))
		die(EXIT_USAGE, "--%s '%s': a glob has no blanks and is not empty", row->name,
		    glob);
	row->globs->texts[row->globs->count++] = glob;
}

static unsigned int parse_word(const struct options_row *row, const char *text)
{
	char *allowed;

	for (unsigned int i = 0; row->words[i]; i++)
		if (!strcmp(row->words[i], text))
			return i;
	allowed = xstrdup("");
	append_words(&allowed, row->words);
	die(EXIT_USAGE, "--%s %s: give %s", row->name, text, allowed);
}

static void take_number(const struct options_row *row, const char *text)
{
	uint64_t number = options_number(row->name, text, row->least, row->most);

	if (row->count)
		*row->count = (unsigned int)number;
	else if (row->seconds)
		*row->seconds = (long)number;
	else
		*row->number = number;
}

/* @text: NULL without a value, which only @flag, @take and @seconds allow. */
static void take(const struct options_row *row, const char *text)
{
	if (row->flag)
		*row->flag = true;
	else if (row->take)
		row->take(text);
	else if (!text)
		*row->seconds = -1;
	else if (row->text)
		*row->text = text;
	else if (row->set)
		*row->set = parse_set(row, text);
	else if (row->count || row->number || row->seconds)
		take_number(row, text);
	else if (row->percent)
		*row->percent = parse_percent(row, text);
	else if (row->word)
		*row->word = parse_word(row, text);
	else if (row->mask)
		*row->mask |= 1U << parse_word(row, text);
	else
		add_glob(row, text);
}

/* Prints @text, wrapped. @column: of the cursor. @indent: of further lines. */
static void print_wrapped(const char *text, int indent, int column)
{
	while (*text) {
		int length = (int)strcspn(text, " ");

		if (column > indent && column + 1 + length > HELP_WIDTH) {
			printf("\n%*s", indent, "");
			column = indent;
		}
		column += printf(column > indent ? " %.*s" : "%.*s", length, text);
		text += length + strspn(text + length, " ");
	}
	putchar('\n');
}

/* Prints each line wrapped, but one that begins with a blank as it is. */
static void print_text(const char *text)
{
	char *copy = xstrdup(text), *rest = copy, *line;

	while ((line = strsep(&rest, "\n"))) {
		if (*line == ' ')
			puts(line);
		else
			print_wrapped(line, 0, 0);
	}
	free(copy);
}

/* Return: the help of a row with its words, range and default; the caller frees it. */
static char *describe_row(const struct options_row *row)
{
	const char *initial = row->fallback ? row->fallback : row->initial;
	char *text = xstrdup(row->help);

	if (row->words && row->value) {
		xappend(&text, "", ": ");
		append_words(&text, row->words);
	}
	if ((row->count || row->number || row->seconds) && row->most < UINT32_MAX)
		xappend(&text, "; ", "%" PRIu64 " to %" PRIu64, row->least, row->most);
	if (row->globs || row->mask)
		xappend(&text, "; ", "may be repeated");
	if (initial)
		xappend(&text, " ", "(default: %s)", initial);
	return text;
}

static bool may_lack_value(const struct options_row *row)
{
	return row->value && row->value[0] == '[' && row->value[1] == '=';
}

static int format_label(const struct options_row *row, char *ret_label, size_t size)
{
	const char *value = row->value ? row->value : "";

	return snprintf(ret_label, size, "%s--%s%s%s", row == &common_rows[ROW_HELP] ? "-h, " : "",
			row->name, *value && !may_lack_value(row) ? " " : "", value);
}

static bool is_shown(const struct options_program *program, const struct options_row *row)
{
	return row->help && (!row->verbs || row->verbs & program->verb);
}

static void print_row(const struct options_row *row, int width)
{
	char label[64], *text = describe_row(row);
	int length = format_label(row, label, sizeof(label));

	if (length > width)
		printf("  %s\n%*s", label, width + 4, "");
	else
		printf("  %-*s", width + 2, label);
	print_wrapped(text, width + 4, width + 4);
	free(text);
}

static _Noreturn void print_help(const struct options_program *program)
{
	int width = (int)strlen("-h, --help");
	char label[64];

	for (const struct options_row *row = program->rows; row->name; row++) {
		int length = format_label(row, label, sizeof(label));

		if (is_shown(program, row) && length <= LABEL_MOST && length > width)
			width = length;
	}
	printf("Usage: %s%s%s\n", program->command, program->usage ? " " : "",
	       program->usage ? program->usage : "");
	print_text(program->about);
	putchar('\n');
	for (const struct options_row *row = program->rows; row->name; row++)
		if (is_shown(program, row))
			print_row(row, width);
	if (!strncmp(program->command, "./run.sh", strlen("./run.sh")))
		print_row(&setup_row, width);
	print_row(&common_rows[ROW_HELP], width);
	print_row(&common_rows[ROW_VERSION], width);
	if (program->notes) {
		putchar('\n');
		print_text(program->notes);
	}
	exit(EXIT_DONE);
}

static _Noreturn void refuse_unknown(const struct options_program *program, const char *word,
				     const char *name)
{
	const struct options_row *row;
	const char *best = NULL;

	for (size_t i = 0; (row = row_at(program, i)); i++)
		if (is_shown(program, row))
			nearest_consider(row->name, name, &best);
	if (best)
		die(EXIT_USAGE, "%s: not an option; did you mean --%s?", word, best);
	die(EXIT_USAGE, "%s: not an option (see %s --help)", word, program->command);
}

/* Return: the row of this name, or the only one that begins so. @word: for the message. */
static const struct options_row *find(const struct options_program *program, const char *word,
				      const char *name)
{
	const struct options_row *row, *found = NULL, *other = NULL;

	for (size_t i = 0; (row = row_at(program, i)); i++) {
		if (!strcmp(row->name, name))
			return row;
		if (*name && !strncmp(row->name, name, strlen(name))) {
			other = found;
			found = row;
		}
	}
	if (other)
		die(EXIT_USAGE, "%s: which of --%s and --%s?", word, other->name, found->name);
	if (!found)
		refuse_unknown(program, word, name);
	return found;
}

/* @word: "--name" or "--name=VALUE". @next: the argument after it, or NULL. Return: is it used? */
static bool take_option(const struct options_program *program, const char *word, const char *next)
{
	const char *name = word + (word[1] == '-' ? 2 : 1), *text = strchr(word, '=');
	char *alone = xasprintf("%.*s", (int)strcspn(name, "="), name);
	const struct options_row *row;
	bool is_next = false;

	if (!strcmp(word, "-h"))
		print_help(program);
	if (word[1] != '-')
		refuse_unknown(program, word, alone);
	row = find(program, word, alone);
	free(alone);
	if (text && !row->value)
		die(EXIT_USAGE, "%s: --%s takes no value", word, row->name);
	if (row == &common_rows[ROW_HELP])
		print_help(program);
	if (row == &common_rows[ROW_VERSION]) {
		printf("ptebench %s\n", version_text);
		exit(EXIT_DONE);
	}
	if (text) {
		text++;
	} else if (!row->value) {
		text = row->bare;
	} else if (!may_lack_value(row)) {
		is_next = true;
		text = next;
		if (!text)
			die(EXIT_USAGE, "--%s: give a value, %s (see %s --help)", row->name,
			    row->value, program->command);
	}
	take(row, text);
	if (row->given)
		*row->given = true;
	return is_next;
}

int options_parse(const struct options_program *program, int argc, char **argv)
{
	const char *blank = strrchr(program->command, ' ');
	int count = 0;

	die_name(blank ? blank + 1 : program->command);
	for (const struct options_row *row = program->rows; row->name; row++)
		if (row->initial)
			take(row, row->initial);
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] != '-' || !argv[i][1])
			argv[++count] = argv[i];
		else if (strcmp(argv[i], "--") != 0)
			i += take_option(program, argv[i], i + 1 < argc ? argv[i + 1] : NULL);
		else
			while (++i < argc)
				argv[++count] = argv[i];
	}
	if (count && !program->most)
		die(EXIT_USAGE, "%s: not an option (see %s --help)", argv[1], program->command);
	if (count < program->least || count > program->most)
		die(EXIT_USAGE, "give %s (see %s --help)", program->arguments, program->command);
	return count;
}

/* Return: the arguments that the hidden option at @word takes, itself included; 0: it is none. */
static int count_hidden(const struct options_program *program, const char *word)
{
	for (const struct options_row *row = program->rows; row->name; row++)
		if (!row->help && !strncmp(word, "--", 2) && !strcmp(word + 2, row->name))
			return row->value ? 2 : 1;
	return 0;
}

/* Quotes for a shell, if needed. */
static char *quote(const char *argument)
{
	char *quoted = xcalloc(4 * strlen(argument) + 3, 1), *to = quoted;

	if (*argument && !argument[strspn(argument, OPTIONS_NAME "/=%:,@")])
		return strcpy(quoted, argument);
	*to++ = '\'';
	for (const char *p = argument; *p; p++) {
		if (*p == '\'')
			to = stpcpy(to, "'\\'");
		*to++ = *p;
	}
	*to = '\'';
	return quoted;
}

char *options_line(const struct options_program *program, int argc, char **argv)
{
	char *text = xstrdup(program->command);

	for (int i = 1; i < argc; i++) {
		int hidden = count_hidden(program, argv[i]);
		char *quoted = quote(argv[i]);

		if (hidden)
			i += hidden - 1;
		else
			xappend(&text, " ", "%s", quoted);
		free(quoted);
	}
	for (char *at = text; *at; at++)
		if (*at == '\n')
			*at = ' ';
	return text;
}
