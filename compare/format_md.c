// SPDX-License-Identifier: GPL-2.0-or-later
/* What does the comparison look like in Markdown? */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "environment.h"
#include "formats.h"
#include "text.h"

/* Each character that means something to Markdown or HTML is written as an entity. The caller frees
 * it. */
static char *escape(const char *text)
{
	char *clean = text_clean(text), *escaped = xcalloc(strlen(clean) * 6 + 1, 1), *at = escaped;

	for (const char *p = clean; *p; p++)
		at += strchr("|<>&*_`[]\\#~!$", *p) ? sprintf(at, "&#%d;", *p)
						    : sprintf(at, "%c", *p);
	free(clean);
	return escaped;
}

/* Prints an escaped line and frees the text. */
static void put(FILE *out, const char *before, char *text, const char *after)
{
	char *escaped = escape(text);

	fprintf(out, "%s%s%s\n", before, escaped, after);
	free(escaped);
	free(text);
}

static void print_head(const struct judgement *judgement, const struct judge_machine *machine,
		       enum samples_figure figure, FILE *out)
{
	char **texts, *about = text_machine(machine), *units = text_units(machine, figure);
	size_t count = environment_differences(machine, &texts);
	struct judge_counts counts;

	judge_count(machine, figure, &counts);
	fprintf(out, "### %s, lower is better\n\n", text_figure_name(machine, figure));
	put(out, "* A: ", text_set(judgement->a), "");
	put(out, "* B: ", text_set(judgement->b), "");
	put(out, "* ", xasprintf("%s, %s", about, units), "");
	fprintf(out,
		"* delta is B/A-1 with its 95%% CI; q: Benjamini-Hochberg over %zu cases; margin "
		"%.3g%%; F faster, S slower, = within margin, ? undecided\n",
		counts.judged, 100 * judgement->margin);
	fprintf(out,
		"* states proved and measured alike: %zu; not comparable: %zu; measured on "
		"neither side: %zu\n",
		counts.fates[MATCH_COMPARABLE], counts.fates[MATCH_REFUSED],
		counts.fates[MATCH_NEITHER]);
	for (size_t i = 0; i < count; i++)
		put(out, "* differs besides the kernel: ", texts[i], "");
	put(out, "* made by: ", text_command(judgement->a), "");
	free(texts);
	free(units);
	free(about);
}

static void print_row(const struct match_point *point, const struct decision *on,
		      enum samples_figure unit, FILE *out)
{
	char a[TEXT_BYTES], b[TEXT_BYTES], delta[TEXT_BYTES], interval[TEXT_BYTES], q[TEXT_BYTES];
	char *name = escape(point->row->point);

	fprintf(out, "| %s | %s | %s | %s | %s | %s | %s | %s | %c", name,
		point->is_per_page ? "page" : "call",
		text_value(on->figures.value[SIDE_A], unit, a),
		text_value(on->figures.value[SIDE_B], unit, b), text_percent(on->d, delta),
		text_interval(on->low, on->high, interval), text_q(on->is_judged ? on->q : NAN, q),
		isnan(on->mde) ? "-" : text_percent(on->mde, (char[TEXT_BYTES]) { "" }) + 1,
		decision_letter(on->verdict));
	for (unsigned int bit = 0; bit < FIGURES_FLAGS; bit++)
		if (on->figures.flags & 1U << bit)
			fprintf(out, " %s", figures_flag_name(bit));
	fputs(" |\n", out);
	free(name);
}

static void print_machine(const struct judgement *judgement, const struct judge_machine *machine,
			  enum samples_figure figure, FILE *out)
{
	print_head(judgement, machine, figure, out);
	fputs("\n| case | per | A | B | delta | 95% CI | q | MDE | verdict |\n"
	      "|---|---|---:|---:|---:|---:|---:|---:|---|\n",
	      out);
	for (size_t i = 0; i < machine->match.count; i++)
		if (!machine->on[figure][i].figures.reason.text[0])
			print_row(&machine->match.points[i], &machine->on[figure][i],
				  text_unit(machine, figure), out);
	fputc('\n', out);
	for (size_t i = 0; i < machine->match.count; i++)
		if (machine->match.points[i].fate == MATCH_REFUSED)
			put(out, "* not comparable: ",
			    xasprintf("%s: %s", machine->match.points[i].row->point,
				      machine->match.points[i].reason.text),
			    "");
	fputc('\n', out);
}

void format_md(const struct judgement *judgement, unsigned int figures, FILE *out)
{
	for (size_t i = 0; i < judgement->count; i++)
		for (int f = 0; f < SAMPLES_FIGURES; f++)
			if (figures & 1U << f)
				print_machine(judgement, &judgement->machines[i],
					      (enum samples_figure)f, out);
	for (size_t i = 0; i < judgement->lone_count; i++)
		put(out, "* not comparable: machine only in ",
		    xasprintf("%s: %s", judgement->lone[i].side == SIDE_A ? "A" : "B",
			      judgement->lone[i].key),
		    "");
}
