// SPDX-License-Identifier: GPL-2.0-or-later
/* What do several machines say together? */
#include "machines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

enum { NAME_COLUMNS = 28 };

struct machines_range machines_range(const struct judgement *judgement,
				     const struct judge_machine *machine, const char *point,
				     enum samples_figure figure)
{
	struct machines_range range = { .least = INFINITY, .median = NAN, .most = -INFINITY };
	double *ratios = NULL;

	for (size_t i = 0; i < judgement->count; i++) {
		const struct judge_machine *one = &judgement->machines[i];

		if (machine && one != machine)
			continue;
		for (size_t j = 0; j < one->match.count; j++) {
			const struct decision *on = &one->on[figure][j];

			if (!on->is_judged || isnan(on->d) ||
			    (point && strcmp(one->match.points[j].row->point, point) != 0))
				continue;
			ratios = xrealloc(ratios, range.count + 1, sizeof(*ratios));
			ratios[range.count++] = on->d;
			range.least = fmin(range.least, on->d);
			range.most = fmax(range.most, on->d);
		}
	}
	if (range.count)
		range.median = samples_median(ratios, range.count);
	free(ratios);
	return range;
}

static void print_range(const char *name, const struct machines_range *range, FILE *out)
{
	char least[TEXT_BYTES], median[TEXT_BYTES], most[TEXT_BYTES];
	char *clean = text_clean(name);

	if (strlen(clean) > NAME_COLUMNS) {
		text_wrap(out, clean, 2);
		*clean = '\0';
	}
	fprintf(out, "  %-*s %6zu %10s %10s %10s\n", NAME_COLUMNS, clean, range->count,
		text_percent(range->least, least), text_percent(range->median, median),
		text_percent(range->most, most));
	free(clean);
}

/* Is a machine before this one to have told of the point already? */
static bool is_told(const struct judgement *judgement, size_t machine, const char *point)
{
	for (size_t i = 0; i < machine; i++)
		if (machines_range(judgement, &judgement->machines[i], point, SAMPLES_NS).count)
			return true;
	return false;
}

static void print_cell(const struct judge_machine *machine, const struct decision *on, FILE *out)
{
	char delta[TEXT_BYTES], interval[TEXT_BYTES], *name = text_clean(machine->name);

	fprintf(out, "  %-*.*s %8s %15s %c\n", NAME_COLUMNS, NAME_COLUMNS, name,
		text_percent(on->d, delta), text_interval(on->low, on->high, interval),
		decision_letter(on->verdict));
	free(name);
}

static void print_case(const struct judgement *judgement, const char *point,
		       enum samples_figure figure, FILE *out)
{
	text_wrap(out, point, 0);
	for (size_t i = 0; i < judgement->count; i++) {
		const struct judge_machine *machine = &judgement->machines[i];

		for (size_t j = 0; j < machine->match.count; j++)
			if (machine->on[figure][j].is_judged &&
			    !strcmp(machine->match.points[j].row->point, point))
				print_cell(machine, &machine->on[figure][j], out);
	}
}

/* Calls @print once a case, in the order of the first machine that has it. */
static void for_each_case(const struct judgement *judgement, enum samples_figure figure,
			  void (*print)(const struct judgement *judgement, const char *point,
					enum samples_figure figure, FILE *out),
			  FILE *out)
{
	for (size_t i = 0; i < judgement->count; i++) {
		const struct judge_machine *machine = &judgement->machines[i];

		for (size_t j = 0; j < machine->match.count; j++) {
			const char *point = machine->match.points[j].row->point;

			if (machine->on[figure][j].is_judged && !is_told(judgement, i, point))
				print(judgement, point, figure, out);
		}
	}
}

static void print_case_range(const struct judgement *judgement, const char *point,
			     enum samples_figure figure, FILE *out)
{
	struct machines_range range = machines_range(judgement, NULL, point, figure);

	print_range(point, &range, out);
}

void machines_print(const struct judgement *judgement, enum samples_figure figure, FILE *out)
{
	struct machines_range range;

	fprintf(out, "\n%zu machines, %s, B/A-1 with 95%% CI\n", judgement->count,
		text_figure_name(&judgement->machines[0], figure));
	for_each_case(judgement, figure, print_case, out);
	fprintf(out, "\n%-*s %6s %10s %10s %10s\n", NAME_COLUMNS + 2, "over machines, by case", "n",
		"least", "median", "most");
	for_each_case(judgement, figure, print_case_range, out);
	fprintf(out, "%-*s\n", NAME_COLUMNS + 2, "over cases, by machine");
	for (size_t i = 0; i < judgement->count; i++) {
		range = machines_range(judgement, &judgement->machines[i], NULL, figure);
		print_range(judgement->machines[i].name, &range, out);
	}
	range = machines_range(judgement, NULL, NULL, figure);
	print_range("all machines and cases", &range, out);
}
