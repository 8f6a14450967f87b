// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the comparison as Markdown tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "environment.h"
#include "output_formats.h"
#include "format.h"

/* Writes the special characters of Markdown and HTML as entities. The caller frees it. */
static char *escape(const char *text)
{
	char *clean = format_clean(text), *escaped = xcalloc(strlen(clean) * 6 + 1, 1),
	     *at = escaped;

	for (const char *p = clean; *p; p++)
		at += strchr("|<>&*_`[]\\#~!$", *p) ? sprintf(at, "&#%d;", *p)
						    : sprintf(at, "%c", *p);
	free(clean);
	return escaped;
}

/* Prints an escaped line and frees the text. */
static void put(FILE *out, const char *before, char *text)
{
	char *escaped = escape(text);

	fprintf(out, "%s%s\n", before, escaped);
	free(escaped);
	free(text);
}

static void print_head(const struct comparison *comparison,
		       const struct comparison_machine *machine, enum csv_reader_metric metric,
		       FILE *out)
{
	char **texts, *about = format_host(machine->name, machine->facts),
		      *units = format_units(machine, metric);
	size_t count = environment_differences(machine, &texts);
	struct comparison_counts counts;

	comparison_count(machine, metric, &counts);
	fprintf(out, "### %s, lower is better\n\n", format_metric_name(machine, metric));
	put(out, "* A: ", format_set(comparison->a));
	put(out, "* B: ", format_set(comparison->b));
	put(out, "* ", xasprintf("%s, %s", about, units));
	fprintf(out,
		"* delta is B/A-1 with its 95%% CI; q: Benjamini-Hochberg over %zu cases; margin "
		"%.3g%%; F faster, S slower, = within margin, ? undecided\n",
		counts.judged, 100 * comparison->margin);
	fprintf(out,
		"* states proved and measured alike: %zu; not comparable: %zu; measured on "
		"neither side: %zu\n",
		counts.fates[MATCH_COMPARABLE], counts.fates[MATCH_REFUSED],
		counts.fates[MATCH_NEITHER]);
	for (size_t i = 0; i < count; i++)
		put(out, "* differs besides the kernel: ", texts[i]);
	put(out, "* made by: ", format_command(comparison->a));
	free(texts);
	free(units);
	free(about);
}

static void print_row(const struct match_point *point, const struct verdict *on,
		      enum csv_reader_metric unit, FILE *out)
{
	char a[FORMAT_BYTES], b[FORMAT_BYTES], delta[FORMAT_BYTES], interval[FORMAT_BYTES],
		q[FORMAT_BYTES];
	char *name = escape(point->row->point);

	fprintf(out, "| %s | %s | %s | %s | %s | %s | %s | %s | %c", name,
		point->is_per_page ? "page" : "call",
		format_value(on->metrics.value[DESIGN_SIDE_A], unit, a),
		format_value(on->metrics.value[DESIGN_SIDE_B], unit, b),
		format_percent(on->d, delta), format_interval(on->low, on->high, interval),
		format_q(on->is_judged ? on->q : NAN, q),
		isnan(on->mde) ? "-" : format_percent(on->mde, (char[FORMAT_BYTES]) { "" }) + 1,
		verdict_letter(on->verdict));
	for (unsigned int bit = 0; bit < METRICS_FLAGS; bit++)
		if (on->metrics.flags & 1U << bit)
			fprintf(out, " %s", metrics_flag_name(bit));
	fputs(" |\n", out);
	free(name);
}

static void print_machine(const struct comparison *comparison,
			  const struct comparison_machine *machine, enum csv_reader_metric metric,
			  FILE *out)
{
	print_head(comparison, machine, metric, out);
	fputs("\n| case | per | A | B | delta | 95% CI | q | MDE | verdict |\n"
	      "|---|---|---:|---:|---:|---:|---:|---:|---|\n",
	      out);
	for (size_t i = 0; i < machine->match.count; i++)
		if (!machine->on[metric][i].metrics.reason.text[0])
			print_row(&machine->match.points[i], &machine->on[metric][i],
				  format_unit(machine, metric), out);
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
		for (int f = 0; f < CSV_READER_METRICS; f++)
			if (metrics & 1U << f)
				print_machine(comparison, &comparison->machines[i],
					      (enum csv_reader_metric)f, out);
	for (size_t i = 0; i < comparison->lone_count; i++)
		put(out, "* not comparable: machine only in ",
		    xasprintf("%s: %s", comparison->lone[i].side == DESIGN_SIDE_A ? "A" : "B",
			      comparison->lone[i].key));
}
