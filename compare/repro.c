// SPDX-License-Identifier: GPL-2.0-or-later
/* Quotes and wraps the command lines of runs. */
#include "table_notes.h"

#include <stdlib.h>
#include <string.h>

#include "format.h"

/* A word as a shell takes it. The caller frees it. */
static char *quote(const char *word, size_t length)
{
	char *quoted = xcalloc(4 * length + 3, 1), *at = quoted;

	if (length && strspn(word, FORMAT_PLAIN) >= length)
		return memcpy(quoted, word, length);
	*at++ = '\'';
	for (size_t i = 0; i < length; i++)
		at += sprintf(at, word[i] == '\'' ? "'\\''" : "%c", word[i]);
	*at = '\'';
	return quoted;
}

/* Whether a value of --kernel, NAME=IMAGE, is of a set that is compared, as far as it tells. */
static bool is_compared(const struct comparison *comparison, const char *value, size_t length)
{
	const struct load_set *sets[DESIGN_SIDES] = { comparison->a, comparison->b };

	for (int side = 0; side < DESIGN_SIDES; side++) {
		size_t name = strlen(sets[side]->name);

		if (name < length && !strncmp(value, sets[side]->name, name) && value[name] == '=')
			return true;
		for (size_t i = 0; i < sets[side]->count; i++) {
			const char *release =
				host_facts_get(&sets[side]->runs[i].facts, "kernel_release");

			if (memmem(value, length, release, strlen(release)))
				return true;
		}
	}
	return false;
}

/* The next word of a command, with its value if it is an option; "" for a kernel to leave out. */
static char *next(const struct comparison *comparison, const char **command)
{
	static const char kernel[] = "--kernel ";
	const char *word = *command;
	size_t length = strcspn(word, " "), value_length;
	const char *value = word + length + (word[length] == ' ');
	char *text = quote(word, length), *quoted;

	value_length = strcspn(value, " ");
	*command = value;
	if (strncmp(word, "--", 2) != 0 || !value_length || !strncmp(value, "--", 2))
		return text;
	*command = value + value_length + (value[value_length] == ' ');
	if (!strncmp(word, kernel, strlen(kernel)) &&
	    !is_compared(comparison, value, value_length)) {
		*text = '\0';
		return text;
	}
	quoted = quote(value, value_length);
	xappend(&text, " ", "%s", quoted);
	free(quoted);
	return text;
}

/*
 * Prints words of which a line has no room for the whole: a backslash at the end of a line joins it
 * with the next, outside of quotes.
 */
static void print_long(const char *text, FILE *out)
{
	size_t column = (size_t)fprintf(out, "  ");
	bool is_quoted = false;

	for (; *text; text++) {
		if (column >= FORMAT_COLUMNS - strlen("'\\''")) {
			fputs(is_quoted ? "'\\\n'" : "\\\n", out);
			column = is_quoted;
		}
		is_quoted ^= *text == '\'';
		if (*text == '\\' && !is_quoted) /* with the quotation mark that it escapes */
			column += (size_t)fprintf(out, "%c", *text++);
		column += (size_t)fprintf(out, "%c", *text);
	}
}

static void print_command(const char *title, const char *command,
			  const struct comparison *comparison, FILE *out)
{
	size_t column = 0;

	fprintf(out, "%s\n", title);
	while (*command) {
		char *text = next(comparison, &command);
		size_t length = strlen(text);

		if (column && column + length + strlen(" \\") >= FORMAT_COLUMNS) {
			fputs(" \\\n", out);
			column = 0;
		}
		if (!column && length + strlen("   \\") > FORMAT_COLUMNS) {
			print_long(text, out);
			column = FORMAT_COLUMNS;
		} else if (length) {
			column += (size_t)fprintf(out, "%s%s", column ? " " : "  ", text);
		}
		free(text);
	}
	fputc('\n', out);
}

void repro_print(const struct comparison *comparison, FILE *out)
{
	char *a = format_command(comparison->a), *b = format_command(comparison->b);

	print_command("repro:", a, comparison, out);
	if (strcmp(a, b) != 0)
		print_command("repro B:", b, comparison, out);
	free(b);
	free(a);
}
