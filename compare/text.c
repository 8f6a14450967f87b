// SPDX-License-Identifier: GPL-2.0-or-later
/* How are numbers and names written, in few columns and in ASCII? */
#include "text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "size.h"

char *text_clean(const char *text)
{
	char *copy = xstrdup(text);

	for (char *p = copy; *p; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
	return copy;
}

/* Three digits, and never fewer than three decimals can show. */
static void three_digits(double value, const char *unit, char *ret_text)
{
	int decimals = value < 0.9995 ? 3 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0;

	snprintf(ret_text, TEXT_BYTES, "%.*f%s", decimals, value, unit);
}

const char *text_value(double value, enum samples_figure figure, char *ret_text)
{
	static const struct {
		const char *unit;
		double until, factor;
	} times[] = {
		{ "ns", 9999.5, 1 },	{ "us", 999.5, 1e3 },	 { "ms", 999.5, 1e6 },
		{ "s", 99.95, 1e9 },	{ "min", 99999, 60e9 },
	}, counts[] = {
		{ "", 9999.5, 1 },	{ "k", 999.5, 1e3 },	 { "M", 999.5, 1e6 },
		{ "G", 999.5, 1e9 },	{ "T", 999999, 1e12 },
	};
	int unit = 0;

	if (!isfinite(value))
		return "-";
	for (; unit < 4; unit++)
		if (value / (figure == SAMPLES_NS ? times : counts)[unit].factor <
		    (figure == SAMPLES_NS ? times : counts)[unit].until)
			break;
	if (figure == SAMPLES_NS)
		three_digits(value / times[unit].factor, times[unit].unit, ret_text);
	else
		three_digits(value / counts[unit].factor, counts[unit].unit, ret_text);
	return ret_text;
}

static void write_percent(double percent, char *ret_text)
{
	if (fabs(percent) < 99999.5)
		snprintf(ret_text, TEXT_BYTES, "%+.*f", fabs(percent) < 999.95 ? 1 : 0, percent);
	else
		snprintf(ret_text, TEXT_BYTES, "%+.0e", percent);
}

const char *text_percent(double ln_ratio, char *ret_text)
{
	char digits[TEXT_BYTES];

	if (isnan(ln_ratio))
		return "-";
	write_percent(100 * expm1(ln_ratio), digits);
	snprintf(ret_text, TEXT_BYTES, "%.20s%%", digits);
	return ret_text;
}

const char *text_interval(double low, double high, char *ret_text)
{
	char one[TEXT_BYTES], other[TEXT_BYTES];

	if (isnan(low) || isnan(high))
		return "-";
	write_percent(100 * expm1(low), one);
	write_percent(100 * expm1(high), other);
	snprintf(ret_text, TEXT_BYTES, "[%.14s,%.14s]", one, other);
	return ret_text;
}

const char *text_cv(double percent, char *ret_text)
{
	if (isnan(percent))
		return strcpy(ret_text, "-");
	snprintf(ret_text, TEXT_BYTES, percent < 99.95 ? "%.1f" : "%.0f", fmin(percent, 99999));
	return ret_text;
}

const char *text_q(double q, char *ret_text)
{
	char digits[TEXT_BYTES];

	if (isnan(q))
		return "-";
	snprintf(digits, sizeof(digits), "%.3f", q);
	snprintf(ret_text, TEXT_BYTES, "%.4s", q < 0.9995 ? digits + 1 : "1.00");
	return ret_text;
}

static void append(char **text, const char *between, const char *more)
{
	char *longer = xasprintf("%s%s%s", *text, **text ? between : "", more);

	free(*text);
	*text = longer;
}

void text_point(const char *point, char **ret_group, char **ret_label)
{
	char *copy = text_clean(point), *rest = copy, *part;
	char *group = xstrdup(""), *label = NULL;

	while ((part = strsep(&rest, "/"))) {
		if (!label && !strncmp(part, "folio=", 6))
			label = xstrdup(part + 6);
		else if (!label && !rest && *group && !strstr(point, "/folio="))
			label = xstrdup(part);
		else
			append(&group, " ", !strncmp(part, "size=", 5) ? part + 5 : part);
	}
	free(copy);
	*ret_group = group;
	*ret_label = label ? label : xstrdup("");
}

void text_wrap(FILE *out, const char *text, int indent)
{
	char *copy = text_clean(text), *rest = copy, *word;
	int column = 0;

	while ((word = strsep(&rest, " "))) {
		int length = (int)strlen(word);

		if (!length)
			continue;
		if (column && column + 1 + length > TEXT_COLUMNS) {
			fputc('\n', out);
			column = 0;
		}
		column += fprintf(out, "%*s%.*s", column ? 1 : indent, "",
				  TEXT_COLUMNS - (column ? column + 1 : indent), word);
	}
	fputc('\n', out);
	free(copy);
}

enum samples_figure text_unit(const struct judge_machine *machine, enum samples_figure figure)
{
	return figure == SAMPLES_NS && facts_counts_instructions(machine->facts)
		       ? SAMPLES_INSTRUCTIONS
		       : figure;
}

const char *text_figure_name(const struct judge_machine *machine, enum samples_figure figure)
{
	static const char *const names[SAMPLES_FIGURES] = { "time", "instructions:k", "cycles:k" };

	return figure == SAMPLES_NS && facts_counts_instructions(machine->facts) ? "instructions"
										 : names[figure];
}

/* "always [madvise] never": the word in brackets. */
static void append_choice(char **text, const char *label, const char *words)
{
	const char *from = strchr(words, '['), *to = from ? strchr(from, ']') : NULL;
	char *fact;

	if (!strcmp(words, FACTS_UNKNOWN))
		return;
	fact = to ? xasprintf("%s%.*s", label, (int)(to - from - 1), from + 1)
		  : xasprintf("%s%s", label, words);
	append(text, ", ", fact);
	free(fact);
}

char *text_host(const char *name, const struct facts *facts)
{
	char page[SIZE_TEXT_BYTES], *text = xasprintf("%s:", name), *clean;
	char *cpu = facts_cpu(facts);

	if (cpu) {
		append(&text, " ", cpu);
		append(&text, ",", "");
	}
	free(cpu);
	append(&text, " ", facts_get(facts, "architecture"));
	size_format((size_t)strtoull(facts_get(facts, "page_bytes"), NULL, 10), page);
	append(&text, ", ", page);
	append(&text, " ", "pages");
	append_choice(&text, "THP=", facts_get(facts, "thp_enabled"));
	append_choice(&text, "gov=", facts_get(facts, "governor"));
	append(&text, ", ", facts_kind(facts));
	clean = text_clean(text);
	free(text);
	return clean;
}

char *text_machine(const struct judge_machine *machine)
{
	return text_host(machine->name, machine->facts);
}

char *text_units(const struct judge_machine *machine, enum samples_figure figure)
{
	const char *level = units_level_name(machine->design.level);
	size_t least[SIDES] = { SIZE_MAX, SIZE_MAX }, most[SIDES] = { 0 };
	char *sides[SIDES], *text;

	for (size_t i = 0; i < machine->match.count; i++)
		for (int side = 0; side < SIDES; side++) {
			size_t n = machine->on[figure][i].figures.n[side];

			if (!n)
				continue;
			least[side] = n < least[side] ? n : least[side];
			most[side] = n > most[side] ? n : most[side];
		}
	for (int side = 0; side < SIDES; side++)
		sides[side] = least[side] < most[side]
				      ? xasprintf("%zu to %zu", least[side], most[side])
				      : xasprintf("%zu", most[side]);
	if (!strcmp(sides[SIDE_A], sides[SIDE_B]))
		text = xasprintf("%s %s%s a side", sides[SIDE_A], level,
				 strcmp(sides[SIDE_A], "1") ? "s" : "");
	else
		text = xasprintf("%s in A and %s in B: %ss", sides[SIDE_A], sides[SIDE_B], level);
	free(sides[SIDE_B]);
	free(sides[SIDE_A]);
	return text;
}

char *text_set(const struct set *set)
{
	char *text = xstrdup(set->name), *clean, *kernels = xstrdup("");

	for (size_t i = 0; i < set->count; i++) {
		const char *kernel = facts_get(&set->runs[i].facts, "kernel_release");

		if (!set->runs[i].error && strcmp(kernel, set->name) != 0 &&
		    !strstr(kernels, kernel))
			append(&kernels, ", ", kernel);
	}
	if (*kernels) {
		char *longer = xasprintf("%s (%s)", text, kernels);

		free(text);
		text = longer;
	}
	clean = text_clean(text);
	free(kernels);
	free(text);
	return clean;
}

/* Which set a run goes to is what A and B differ in: it is cut out. */
static void cut_set(char *command)
{
	char *from = strstr(command, " --set "), *to;

	if (!from)
		return;
	to = strchr(from + strlen(" --set "), ' ');
	memmove(from, to ? to : "", to ? strlen(to) + 1 : 1);
}

char *text_command(const struct set *set)
{
	char *command;

	for (size_t i = 0; i < set->count; i++) {
		if (set->runs[i].error)
			continue;
		command = text_clean(facts_get(&set->runs[i].facts, "argv"));
		cut_set(command);
		return command;
	}
	return xstrdup(FACTS_UNKNOWN);
}
