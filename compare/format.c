// SPDX-License-Identifier: GPL-2.0-or-later
/* Formats numbers, names and headings of the tables. */
#include "format.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/size.h"

/* Returns @text. */
static char *clean(char *text)
{
	for (char *p = text; *p; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
	return text;
}

char *format_clean(const char *text)
{
	return clean(xstrdup(text));
}

json_t *format_json(const char *text)
{
	char *copy = format_clean(text);
	json_t *value = json_string(copy);

	free(copy);
	return value;
}

json_t *format_real(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}

const char *format_value(double value, enum csv_reader_metric metric, char *ret_text)
{
	static const struct unit {
		const char *name;
		double until, factor;
	} times[] = {
		{ "ns", 9999.5, 1 },	{ "us", 999.5, 1e3 },	 { "ms", 999.5, 1e6 },
		{ "s", 99.95, 1e9 },	{ "min", 99999, 60e9 },
	}, counts[] = {
		{ "", 9999.5, 1 },	{ "k", 999.5, 1e3 },	 { "M", 999.5, 1e6 },
		{ "G", 999.5, 1e9 },	{ "T", 999999, 1e12 },
	};
	const struct unit *unit = metric == CSV_READER_NS ? times : counts, *last = unit + 4;
	int decimals;

	if (!isfinite(value))
		return "-";
	while (unit < last && value / unit->factor >= unit->until)
		unit++;
	value /= unit->factor;
	/* Three significant digits, with at most three decimals. */
	decimals = value < 0.9995 ? 3 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
	snprintf(ret_text, FORMAT_BYTES, "%.*f%s", decimals, value, unit->name);
	return ret_text;
}

static void write_percent(double percent, char *ret_text)
{
	if (fabs(percent) < 99999.5)
		snprintf(ret_text, FORMAT_BYTES, "%+.*f", fabs(percent) < 999.95 ? 1 : 0, percent);
	else
		snprintf(ret_text, FORMAT_BYTES, "%+.0e", percent);
}

const char *format_percent(double ln_ratio, char *ret_text)
{
	char digits[FORMAT_BYTES];

	if (isnan(ln_ratio))
		return "-";
	write_percent(100 * expm1(ln_ratio), digits);
	snprintf(ret_text, FORMAT_BYTES, "%.20s%%", digits);
	return ret_text;
}

const char *format_interval(double low, double high, char *ret_text)
{
	char one[FORMAT_BYTES], other[FORMAT_BYTES];

	if (isnan(low) || isnan(high))
		return "-";
	write_percent(100 * expm1(low), one);
	write_percent(100 * expm1(high), other);
	snprintf(ret_text, FORMAT_BYTES, "[%.14s,%.14s]", one, other);
	return ret_text;
}

const char *format_cv(double percent, char *ret_text)
{
	if (isnan(percent))
		return "-";
	snprintf(ret_text, FORMAT_BYTES, percent < 99.95 ? "%.1f" : "%.0f", fmin(percent, 99999));
	return ret_text;
}

const char *format_q(double q, char *ret_text)
{
	if (isnan(q))
		return "-";
	snprintf(ret_text, FORMAT_BYTES, "%.3f", q);
	return q < 0.9995 ? ret_text + 1 : "1.00";
}

const char *format_flags(const struct verdict *on, char *ret_text)
{
	char *end = ret_text;

	for (unsigned int bit = 0; bit < METRICS_FLAGS; bit++)
		if (on->metrics.flags & 1U << bit)
			*end++ = metrics_flag_names[bit][0];
	*end = '\0';
	return ret_text;
}

void format_point(const char *point, char **ret_group, char **ret_label)
{
	char *copy = format_clean(point), *rest = copy, *part;
	char *group = xstrdup(""), *label = NULL;

	while ((part = strsep(&rest, "/"))) {
		if (!label && !strncmp(part, "folio=", 6))
			label = xstrdup(part + 6);
		else if (!label && !rest && *group && !strstr(point, "/folio="))
			label = xstrdup(part);
		else
			xappend(&group, " ", "%s", !strncmp(part, "size=", 5) ? part + 5 : part);
	}
	free(copy);
	*ret_group = group;
	*ret_label = label ? label : xstrdup("");
}

void format_wrap(FILE *out, const char *text, int indent)
{
	char *copy = format_clean(text), *rest = copy, *word;
	int column = 0;

	while ((word = strsep(&rest, " "))) {
		int length = (int)strlen(word);

		if (!length)
			continue;
		if (column && column + 1 + length > FORMAT_COLUMNS) {
			fputc('\n', out);
			column = 0;
		}
		column += fprintf(out, "%*s%.*s", column ? 1 : indent, "",
				  FORMAT_COLUMNS - (column ? column + 1 : indent), word);
	}
	fputc('\n', out);
	free(copy);
}

void format_put(FILE *out, int indent, const char *format, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		die(EXIT_FAILED, "out of memory");
	va_end(arguments);
	format_wrap(out, text, indent);
	free(text);
}

void format_label(FILE *out, const char *text, int columns)
{
	char *copy = format_clean(text);

	if (strlen(copy) > (size_t)columns) {
		format_wrap(out, copy, 2);
		*copy = '\0';
	}
	fprintf(out, "  %-*s", columns, copy);
	free(copy);
}

enum csv_reader_metric format_unit(const struct host_facts *facts, enum csv_reader_metric metric)
{
	return metric == CSV_READER_NS && host_facts_counts_instructions(facts)
		       ? CSV_READER_INSTRUCTIONS
		       : metric;
}

const char *format_metric_name(const struct comparison_machine *machine,
			       enum csv_reader_metric metric)
{
	static const char *const names[CSV_READER_METRICS] = { "time", "instructions:k",
							       "cycles:k" };

	return metric == CSV_READER_NS && host_facts_counts_instructions(machine->facts)
		       ? "instructions"
		       : names[metric];
}

/* "always [madvise] never": the word in brackets. */
static void append_choice(char **text, const char *label, const char *words)
{
	const char *from = strchr(words, '['), *to = from ? strchr(from, ']') : NULL;

	if (!strcmp(words, HOST_FACTS_UNKNOWN))
		return;
	xappend(text, ", ", "%s%.*s", label, to ? (int)(to - from - 1) : (int)strlen(words),
		to ? from + 1 : words);
}

char *format_host(const char *name, const struct host_facts *facts)
{
	char page[SIZE_TEXT_BYTES], *text = xasprintf("%s:", name);
	char *cpu = host_facts_cpu(facts);

	if (cpu)
		xappend(&text, " ", "%s,", cpu);
	free(cpu);
	xappend(&text, " ", "%s", host_facts_get(facts, "architecture"));
	size_format((size_t)strtoull(host_facts_get(facts, "page_bytes"), NULL, 10), page);
	xappend(&text, ", ", "%s pages", page);
	append_choice(&text, "THP=", host_facts_get(facts, "thp_enabled"));
	append_choice(&text, "gov=", host_facts_get(facts, "governor"));
	xappend(&text, ", ", "%s", host_facts_kind(facts));
	return clean(text);
}

char *format_units(const struct comparison_machine *machine, enum csv_reader_metric metric)
{
	const char *level = design_level_names[machine->design.unit];
	size_t least[DESIGN_SIDES] = { SIZE_MAX, SIZE_MAX }, most[DESIGN_SIDES] = { 0 };
	char *sides[DESIGN_SIDES], *text;

	for (size_t i = 0; i < machine->match.count; i++)
		for (int side = 0; side < DESIGN_SIDES; side++) {
			size_t n = machine->on[metric][i].metrics.n[side];

			if (!n)
				continue;
			least[side] = n < least[side] ? n : least[side];
			most[side] = n > most[side] ? n : most[side];
		}
	for (int side = 0; side < DESIGN_SIDES; side++)
		sides[side] = least[side] < most[side]
				      ? xasprintf("%zu to %zu", least[side], most[side])
				      : xasprintf("%zu", most[side]);
	if (machine->design.unit != machine->design.level)
		text = xasprintf("%s %ss, each with A and B", sides[DESIGN_SIDE_A], level);
	else if (!strcmp(sides[DESIGN_SIDE_A], sides[DESIGN_SIDE_B]))
		text = xasprintf("%s %s%s a side", sides[DESIGN_SIDE_A], level,
				 strcmp(sides[DESIGN_SIDE_A], "1") ? "s" : "");
	else
		text = xasprintf("%s in A and %s in B: %ss", sides[DESIGN_SIDE_A],
				 sides[DESIGN_SIDE_B], level);
	free(sides[DESIGN_SIDE_B]);
	free(sides[DESIGN_SIDE_A]);
	return text;
}

char *format_kernels(const struct load_set *set, const char *except)
{
	char *kernels = xstrdup("");

	for (size_t i = 0; i < set->count; i++) {
		const char *kernel = host_facts_get(&set->runs[i].facts, "kernel_release");

		if (!set->runs[i].error && strcmp(kernel, except) != 0 && !strstr(kernels, kernel))
			xappend(&kernels, ", ", "%s", kernel);
	}
	return kernels;
}

char *format_set(const struct load_set *set)
{
	char *text = xstrdup(set->name), *kernels = format_kernels(set, set->name);

	if (*kernels)
		xappend(&text, " ", "(%s)", kernels);
	free(kernels);
	return clean(text);
}

/* Cuts out --set, in which A and B differ. */
static void cut_set(char *command)
{
	char *from = strstr(command, " --set "), *to;

	if (!from)
		return;
	to = strchr(from + strlen(" --set "), ' ');
	memmove(from, to ? to : "", to ? strlen(to) + 1 : 1);
}

char *format_command(const struct load_set *set)
{
	char *command;

	for (size_t i = 0; i < set->count; i++) {
		if (set->runs[i].error)
			continue;
		command = format_clean(host_facts_get(&set->runs[i].facts, "argv"));
		cut_set(command);
		return command;
	}
	return xstrdup(HOST_FACTS_UNKNOWN);
}

static const struct {
	const char *heading, *meaning;
} columns[COLUMNS_COUNT] = {
	[COLUMNS_CASE] = { "case", "name of the point" },
	[COLUMNS_PER] = { "per", "page or call: what A and B are of" },
	[COLUMNS_A] = { "A", "geometric mean over units of the processes' medians" },
	[COLUMNS_B] = { "B", "likewise" },
	[COLUMNS_CV] = { "cv%", "SD of one unit in % of its value" },
	[COLUMNS_DELTA] = { "delta", "B/A-1" },
	[COLUMNS_INTERVAL] = { "95% CI, %", "interval of delta" },
	[COLUMNS_Q] = { "q", "false-discovery rate (Benjamini and Hochberg)" },
	[COLUMNS_MDE] = { "MDE", "smallest change that a repetition finds with 80% power" },
	[COLUMNS_VERDICT] = { "verdict", "F, S, =, ~ or ?, and the letters of its flags" },
	[COLUMNS_INSTRUCTIONS] = { "instructions:k", "delta and verdict of these" },
	[COLUMNS_CYCLES] = { "cycles:k", "likewise" },
	[COLUMNS_FLAGS] = { "flags", "what the verdict rests on" },
	[COLUMNS_CASES] = { "cases", "number of them in the mean" },
	[COLUMNS_SEE] = { "see", "units a side that find the change of --see" },
	[COLUMNS_CALL_SAME] = { "call =", "units a side that call no change so" },
	[COLUMNS_N] = { "n", "number of machines or cases" },
	[COLUMNS_LEAST] = { "least", "of their deltas" },
	[COLUMNS_MEDIAN] = { "median", "likewise" },
	[COLUMNS_MOST] = { "most", "likewise" },
};

const char *columns_heading(enum columns_id column, enum csv_reader_metric unit)
{
	static const char *const values[CSV_READER_METRICS][2] = {
		[CSV_READER_NS] = { "A", "B" }, /* format_value() says ns, us, ... */
		[CSV_READER_INSTRUCTIONS] = { "A insn", "B insn" },
		[CSV_READER_CYCLES] = { "A cyc", "B cyc" },
	};

	return column == COLUMNS_A || column == COLUMNS_B ? values[unit][column - COLUMNS_A]
							  : columns[column].heading;
}

char *columns_legend(const enum columns_id *shown, size_t count, enum csv_reader_metric unit)
{
	char *legend = xstrdup("");

	for (size_t i = 0; i < count; i++)
		xappend(&legend, "; ", "%s: %s", columns_heading(shown[i], unit),
			columns[shown[i]].meaning);
	return legend;
}
