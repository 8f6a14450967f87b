// SPDX-License-Identifier: GPL-2.0-or-later
/* What does the table for a mail look like? */
#include "formats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "machines.h"
#include "notes.h"
#include "text.h"

enum { LABEL_COLUMNS = 12 };

static const char rule[] =
	"---------------------------------------------------------------------------\n";

/* Letters of the flags, and w for an interval within boots; "" where there are none. */
static const char *flag_letters(const struct decision *on, char *ret_letters)
{
	size_t used = 0;

	for (unsigned int bit = 0; bit < FIGURES_FLAGS; bit++)
		if (on->figures.flags & 1U << bit)
			ret_letters[used++] = figures_flag_name(bit)[0];
	if (on->method == METHOD_WITHIN)
		ret_letters[used++] = 'w';
	ret_letters[used] = '\0';
	return ret_letters;
}

static double cv_of(const struct decision *on)
{
	double variance =
		stats_pooled_variance(&on->figures.moments[SIDE_A], &on->figures.moments[SIDE_B]);

	return 100 * sqrt(expm1(variance));
}

/* A label that is too long for its column has a line of its own. */
static void print_label(const char *label, FILE *out)
{
	if (strlen(label) > LABEL_COLUMNS) {
		text_wrap(out, label, 2);
		label = "";
	}
	fprintf(out, "  %-*s", LABEL_COLUMNS, label);
}

static void print_row(const struct decision *on, enum samples_figure unit, const char *label,
		      FILE *out)
{
	char a[TEXT_BYTES], b[TEXT_BYTES], delta[TEXT_BYTES], interval[TEXT_BYTES], q[TEXT_BYTES];
	char letters[FIGURES_FLAGS + 2], cv[TEXT_BYTES];

	print_label(label, out);
	text_cv(cv_of(on), cv);
	fprintf(out, " %8s %8s %5s %8s %15s %4s %c%s\n",
		text_value(on->figures.value[SIDE_A], unit, a),
		text_value(on->figures.value[SIDE_B], unit, b), cv, text_percent(on->d, delta),
		text_interval(on->low, on->high, interval), text_q(on->is_judged ? on->q : NAN, q),
		decision_letter(on->verdict), flag_letters(on, letters));
}

static void print_row_of_all(const struct judge_machine *machine, size_t at, const char *label,
			     FILE *out)
{
	print_label(label, out);
	for (int f = 0; f < SAMPLES_FIGURES; f++) {
		const struct decision *on = &machine->on[f][at];
		char a[TEXT_BYTES], delta[TEXT_BYTES];
		bool has = !on->figures.reason.text[0];

		fprintf(out, " %8s %8s %c",
			has ? text_value(on->figures.value[SIDE_A],
					 text_unit(machine, (enum samples_figure)f), a)
			    : "-",
			text_percent(on->d, delta), has ? decision_letter(on->verdict) : '-');
	}
	fputc('\n', out);
}

/* The line above a group, printed when it is another than the last one's. */
static void print_group(char **last, char *group, bool is_per_page, FILE *out)
{
	char *title = xasprintf("%s%s", group, is_per_page ? "" : " (per call)");

	free(group);
	if (!*last || strcmp(*last, title) != 0)
		text_wrap(out, title, 0);
	free(*last);
	*last = title;
}

static bool is_shown(const struct judge_machine *machine, size_t at, unsigned int figures)
{
	const struct match_point *point = &machine->match.points[at];
	bool has = false;

	for (int f = 0; f < SAMPLES_FIGURES; f++)
		has |= figures & 1U << f && !machine->on[f][at].figures.reason.text[0];
	return has && point->fate == MATCH_COMPARABLE && !row_is_control(point->row);
}

static void print_rows(const struct judge_machine *machine, unsigned int figures,
		       enum samples_figure figure, bool all, FILE *out)
{
	char *group, *label, *last = NULL;

	for (size_t i = 0; i < machine->match.count; i++) {
		if (!is_shown(machine, i, figures))
			continue;
		text_point(machine->match.points[i].row->point, &group, &label);
		print_group(&last, group, machine->match.points[i].is_per_page, out);
		if (all)
			print_row_of_all(machine, i, label, out);
		else
			print_row(&machine->on[figure][i], text_unit(machine, figure), label, out);
		free(label);
	}
	free(last);
}

static void print_tables(const struct judgement *judgement, enum samples_figure figure, FILE *out)
{
	for (size_t i = 0; i < judgement->count; i++) {
		const struct judge_machine *machine = &judgement->machines[i];
		char *title = xasprintf("%s, lower is better", text_figure_name(machine, figure));

		if (i)
			fputc('\n', out);
		notes_print_head(judgement, machine, title, figure, out);
		free(title);
		fprintf(out, "\n%-*s %8s %8s %5s %8s %15s %4s\n%s", LABEL_COLUMNS + 2,
			"case, per page", "A", "B", "cv%", "delta", "95% CI", "q", rule);
		print_rows(machine, 1U << figure, figure, false, out);
		fputs(rule, out);
		notes_print_foot(judgement, machine, 1U << figure, out);
	}
}

static void print_tables_of_all(const struct judgement *judgement, FILE *out)
{
	const unsigned int all = (1U << SAMPLES_FIGURES) - 1;

	for (size_t i = 0; i < judgement->count; i++) {
		const struct judge_machine *machine = &judgement->machines[i];
		const char *names[SAMPLES_FIGURES];
		char *title;

		for (int f = 0; f < SAMPLES_FIGURES; f++)
			names[f] = text_figure_name(machine, (enum samples_figure)f);
		title = xasprintf("%s, %s, %s", names[SAMPLES_NS], names[SAMPLES_INSTRUCTIONS],
				  names[SAMPLES_CYCLES]);
		if (i)
			fputc('\n', out);
		notes_print_head(judgement, machine, title, SAMPLES_NS, out);
		free(title);
		fprintf(out, "\n%-*s %17s   %17s   %17s\n%-*s %8s %8s   %8s %8s   %8s %8s\n%s",
			LABEL_COLUMNS + 2, "case, per page", names[SAMPLES_NS],
			names[SAMPLES_INSTRUCTIONS], names[SAMPLES_CYCLES], LABEL_COLUMNS + 2, "",
			"A", "delta", "A", "delta", "A", "delta", rule);
		print_rows(machine, all, SAMPLES_NS, true, out);
		fputs(rule, out);
		notes_print_foot(judgement, machine, all, out);
	}
}

void format_text(const struct judgement *judgement, unsigned int figures, FILE *out)
{
	enum samples_figure figure = SAMPLES_NS;

	while (!(figures & 1U << figure))
		figure++;
	if (figures & (figures - 1))
		print_tables_of_all(judgement, out);
	else
		print_tables(judgement, figure, out);
	if (judgement->count > 1)
		machines_print(judgement, figure, out);
	notes_print_lone(judgement, out);
}
