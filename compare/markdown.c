// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the comparison as Markdown tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output_formats.h"
#include "format.h"

enum { LINE_COLUMNS = 118 };

static const enum columns_id shown[] = {
	COLUMNS_CASE,	  COLUMNS_PER, COLUMNS_A,   COLUMNS_B,	     COLUMNS_DELTA,
	COLUMNS_INTERVAL, COLUMNS_Q,   COLUMNS_MDE, COLUMNS_VERDICT,
};
enum { COLUMNS_SHOWN = sizeof(shown) / sizeof(shown[0]) };

/* Escapes the special characters of Markdown, and those of HTML as entities. To be freed. */
static char *escape(const char *text)
{
	char *clean = format_clean(text), *escaped = xcalloc(strlen(clean) * 6 + 1, 1),
	     *at = escaped;

	for (const char *p = clean; *p; p++)
		at += sprintf(at,
			      strchr("<>&", *p)		   ? "&#%d;"
			      : strchr("|*_`[]\\#~!$", *p) ? "\\%c"
							   : "%c",
			      *p);
	free(clean);
	return escaped;
}

/* A point's name as code; one that could end code or cell is escaped text. To be freed. */
static char *code(const char *name)
{
	return *name && !name[strspn(name, FORMAT_PLAIN)] ? xasprintf("`%s`", name) : escape(name);
}

/* Prints escaped lines of at most LINE_COLUMNS, the next ones indented, and frees the text. */
static void put(FILE *out, const char *before, char *text)
{
	char *escaped = escape(text), *word = escaped;
	size_t column = (size_t)fprintf(out, "%s", before);

	while (*word) {
		size_t length = strcspn(word, " ");

		if (column > 2 && column + length > LINE_COLUMNS) {
			fputs("\n ", out);
			column = 1;
		}
		column += (size_t)fprintf(out, "%s%.*s", column == 1 ? " " : "", (int)length, word);
		word += length;
		if (*word == ' ') {
			word++;
			column += (size_t)fprintf(out, " ");
		}
	}
	fputc('\n', out);
	free(escaped);
	free(text);
}

/* What the letters behind the verdicts mean, for those that there are. */
static void print_flags(const struct comparison_machine *machine, enum csv_reader_metric metric,
			FILE *out)
{
	char *line = xstrdup("");
	unsigned int flags = 0;

	for (size_t i = 0; i < machine->match.count; i++)
		flags |= machine->on[metric][i].metrics.flags;
	for (unsigned int bit = 0; bit < METRICS_FLAGS; bit++)
		if (flags & 1U << bit)
			xappend(&line, ", ", "%c %s", *metrics_flag_names[bit],
				metrics_flag_names[bit]);
	if (*line)
		put(out, "* ", line);
	else
		free(line);
}

static void print_head(const struct comparison_machine *machine, enum csv_reader_metric metric,
		       FILE *out)
{
	char **texts, *about = format_host(machine->name, machine->facts),
		      *units = format_units(machine, metric);
	size_t count = environment_differences(machine, &texts);
	struct comparison_counts counts = comparison_count(machine, metric);

	fprintf(out, "### %s, lower is better\n\n", format_metric_name(machine, metric));
	put(out, "", conclusions_line(machine, metric));
	fputc('\n', out);
	put(out, "* A: ", format_set(machine->of->a));
	put(out, "* B: ", format_set(machine->of->b));
	put(out, "* ", xasprintf("%s, %s", about, units));
	put(out, "* ",
	    xasprintf("%zu cases; margin %.3g%%; F faster, S slower, = within margin, ~ changed, "
		      "within margin, "
		      "? undecided",
		      counts.judged, 100 * machine->of->margin));
	fprintf(out,
		"* states proved and measured alike: %zu; not comparable: %zu; measured on "
		"neither side: %zu\n",
		counts.fates[MATCH_COMPARABLE], counts.fates[MATCH_REFUSED],
		counts.fates[MATCH_NEITHER]);
	put(out, "* ", columns_legend(shown, COLUMNS_SHOWN, format_unit(machine->facts, metric)));
	print_flags(machine, metric, out);
	for (size_t i = 0; i < count; i++)
		put(out, "* differs besides the kernel: ", texts[i]);
	put(out, "* made by: ", format_command(machine->of->a));
	free(texts);
	free(units);
	free(about);
}

static void print_row(const struct match_point *point, const struct verdict *on,
		      enum csv_reader_metric unit, FILE *out)
{
	char a[FORMAT_BYTES], b[FORMAT_BYTES], delta[FORMAT_BYTES], interval[FORMAT_BYTES],
		q[FORMAT_BYTES];
	char *name = code(point->row->point), letters[FORMAT_BYTES];

	fprintf(out, "| %s | %s | %s | %s | %s | %s | %s | %s | %c", name,
		point->is_per_page ? "page" : "call",
		format_value(on->metrics.value[DESIGN_SIDE_A], unit, a),
		format_value(on->metrics.value[DESIGN_SIDE_B], unit, b),
		format_percent(on->d, delta), format_interval(on->low, on->high, interval),
		format_q(on->is_judged ? on->q : NAN, q),
		isnan(on->mde) ? "-" : format_percent(on->mde, (char[FORMAT_BYTES]) { "" }) + 1,
		verdict_letters[on->verdict]);
	fprintf(out, "%s |\n", format_flags(on, letters));
	free(name);
}

static void print_machine(const struct comparison_machine *machine, enum csv_reader_metric metric,
			  FILE *out)
{
	enum csv_reader_metric unit = format_unit(machine->facts, metric);

	print_head(machine, metric, out);
	fputs("\n|", out);
	for (size_t i = 0; i < COLUMNS_SHOWN; i++)
		fprintf(out, " %s |", columns_heading(shown[i], unit));
	fputs("\n|---|---|---:|---:|---:|---:|---:|---:|---|\n", out);
	for (size_t i = 0; i < machine->match.count; i++)
		if (!machine->on[metric][i].metrics.reason.text[0])
			print_row(&machine->match.points[i], &machine->on[metric][i], unit, out);
	fputc('\n', out);
	for (size_t i = 0; i < machine->match.count; i++)
		if (machine->match.points[i].fate == MATCH_REFUSED)
			put(out, "* not comparable: ",
			    xasprintf("%s: %s", machine->match.points[i].row->point,
				      machine->match.points[i].reason.text));
	fputc('\n', out);
}

void output_formats_md(const struct comparison *comparison, unsigned int metrics, FILE *out)
{
	for (size_t i = 0; i < comparison->count; i++)
		for (enum csv_reader_metric f = 0; f < CSV_READER_METRICS; f++)
			if (metrics & 1U << f)
				print_machine(&comparison->machines[i], f, out);
	for (size_t i = 0; i < comparison->lone_count; i++)
		put(out, "* not comparable: machine only in ",
		    xasprintf("%s: %s", comparison->lone[i].side == DESIGN_SIDE_A ? "A" : "B",
			      comparison->lone[i].key));
}
