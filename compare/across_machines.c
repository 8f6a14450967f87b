// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the spread of B/A over machines and prints the table of machine by case. */
#include "table_notes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"

enum { NAME_COLUMNS = 28 };

/*
 * Prints the range of B/A of the comparable cases: on one machine, or all if NULL; of one point, or
 * all if NULL.
 */
static void print_range(const char *name, const struct comparison *comparison,
			const struct comparison_machine *machine, const char *point,
			enum csv_reader_metric metric, FILE *out)
{
	char least[FORMAT_BYTES], middle[FORMAT_BYTES], most[FORMAT_BYTES];
	double *ratios = xcalloc(1, sizeof(*ratios)), median = NAN;
	size_t count = 0;

	ratios[0] = NAN;
	for (size_t i = 0; i < comparison->count; i++) {
		const struct comparison_machine *one = &comparison->machines[i];

		if (machine && one != machine)
			continue;
		for (size_t j = 0; j < one->match.count; j++) {
			const struct verdict *on = &one->on[metric][j];

			if (!on->is_judged || isnan(on->d) ||
			    (point && strcmp(one->match.points[j].row->point, point) != 0))
				continue;
			ratios = xrealloc(ratios, count + 1, sizeof(*ratios));
			ratios[count++] = on->d;
		}
	}
	if (count)
		median = csv_reader_median(ratios, count); /* sorts them */
	format_label(out, name, NAME_COLUMNS);
	fprintf(out, " %6zu %10s %10s %10s\n", count, format_percent(ratios[0], least),
		format_percent(median, middle),
		format_percent(ratios[count ? count - 1 : 0], most));
	free(ratios);
}

/* Return: the number of points judged on any machine, in the order of the first that has them. */
static size_t find_cases(const struct comparison *comparison, enum csv_reader_metric metric,
			 const char ***ret_cases)
{
	size_t count = 0;

	*ret_cases = NULL;
	for (size_t i = 0; i < comparison->count; i++) {
		const struct comparison_machine *machine = &comparison->machines[i];

		for (size_t j = 0; j < machine->match.count; j++) {
			const char *point = machine->match.points[j].row->point;
			size_t k = 0;

			while (k < count && strcmp((*ret_cases)[k], point) != 0)
				k++;
			if (k < count || !machine->on[metric][j].is_judged)
				continue;
			*ret_cases = xrealloc(*ret_cases, count + 1, sizeof(**ret_cases));
			(*ret_cases)[count++] = point;
		}
	}
	return count;
}

static void print_case(const struct comparison *comparison, const char *point,
		       enum csv_reader_metric metric, FILE *out)
{
	format_wrap(out, point, 0);
	for (size_t i = 0; i < comparison->count; i++) {
		const struct comparison_machine *machine = &comparison->machines[i];
		char delta[FORMAT_BYTES], interval[FORMAT_BYTES],
			*name = format_clean(machine->name);

		for (size_t j = 0; j < machine->match.count; j++) {
			const struct verdict *on = &machine->on[metric][j];

			if (on->is_judged && !strcmp(machine->match.points[j].row->point, point))
				fprintf(out, "  %-*.*s %8s %15s %c\n", NAME_COLUMNS, NAME_COLUMNS,
					name, format_percent(on->d, delta),
					format_interval(on->low, on->high, interval),
					verdict_letters[on->verdict]);
		}
		free(name);
	}
}

void across_machines_print(const struct comparison *comparison, enum csv_reader_metric metric,
			   FILE *out)
{
	static const enum columns_id shown[] = { COLUMNS_N, COLUMNS_LEAST, COLUMNS_MEDIAN,
						 COLUMNS_MOST };
	char *legend = columns_legend(shown, sizeof(shown) / sizeof(shown[0]), metric);
	const char **cases;
	size_t count = find_cases(comparison, metric, &cases);

	fprintf(out, "\n%zu machines, %s, B/A-1 with 95%% CI in %%\n", comparison->count,
		format_metric_name(&comparison->machines[0], metric));
	for (size_t i = 0; i < count; i++)
		print_case(comparison, cases[i], metric, out);
	fprintf(out, "\n%-*s", NAME_COLUMNS + 2, "over machines, by case");
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		fprintf(out, " %*s", i ? 10 : 6, columns_heading(shown[i], metric));
	fputc('\n', out);
	for (size_t i = 0; i < count; i++)
		print_range(cases[i], comparison, NULL, cases[i], metric, out);
	fprintf(out, "%-*s\n", NAME_COLUMNS + 2, "over cases, by machine");
	for (size_t i = 0; i < comparison->count; i++)
		print_range(comparison->machines[i].name, comparison, &comparison->machines[i],
			    NULL, metric, out);
	print_range("all machines and cases", comparison, NULL, NULL, metric, out);
	format_wrap(out, legend, 0);
	free(cases);
	free(legend);
}
