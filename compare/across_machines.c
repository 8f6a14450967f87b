// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the spread of B/A over machines and prints the table of machine by case. */
#include "table_notes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"

enum { NAME_COLUMNS = 28 };

/* ln B/A of @count comparisons. */
struct range {
	size_t count;
	double least, median, most;
};

/* Of the comparable cases: on one machine, or all if NULL; of one point, or all if NULL. */
static struct range range_of(const struct comparison *comparison,
			     const struct comparison_machine *machine, const char *point,
			     enum csv_reader_metric metric)
{
	struct range range = { .least = NAN, .median = NAN, .most = NAN };
	double *ratios = NULL;

	for (size_t i = 0; i < comparison->count; i++) {
		const struct comparison_machine *one = &comparison->machines[i];

		if (machine && one != machine)
			continue;
		for (size_t j = 0; j < one->match.count; j++) {
			const struct verdict *on = &one->on[metric][j];

			if (!on->is_judged || isnan(on->d) ||
			    (point && strcmp(one->match.points[j].row->point, point) != 0))
				continue;
			ratios = xrealloc(ratios, range.count + 1, sizeof(*ratios));
			ratios[range.count++] = on->d;
		}
	}
	if (range.count) {
		range.median = csv_reader_median(ratios, range.count); /* sorts them */
		range.least = ratios[0];
		range.most = ratios[range.count - 1];
	}
	free(ratios);
	return range;
}

static void print_range(const char *name, const struct range *range, FILE *out)
{
	char least[FORMAT_BYTES], median[FORMAT_BYTES], most[FORMAT_BYTES];

	format_label(out, name, NAME_COLUMNS);
	fprintf(out, " %6zu %10s %10s %10s\n", range->count, format_percent(range->least, least),
		format_percent(range->median, median), format_percent(range->most, most));
}

/* True if the point was printed for an earlier machine. */
static bool is_told(const struct comparison *comparison, size_t machine, const char *point)
{
	for (size_t i = 0; i < machine; i++)
		if (range_of(comparison, &comparison->machines[i], point, CSV_READER_NS).count)
			return true;
	return false;
}

static void print_cell(const struct comparison_machine *machine, const struct verdict *on,
		       FILE *out)
{
	char delta[FORMAT_BYTES], interval[FORMAT_BYTES], *name = format_clean(machine->name);

	fprintf(out, "  %-*.*s %8s %15s %c\n", NAME_COLUMNS, NAME_COLUMNS, name,
		format_percent(on->d, delta), format_interval(on->low, on->high, interval),
		verdict_letters[on->verdict]);
	free(name);
}

static void print_case(const struct comparison *comparison, const char *point,
		       enum csv_reader_metric metric, FILE *out)
{
	format_wrap(out, point, 0);
	for (size_t i = 0; i < comparison->count; i++) {
		const struct comparison_machine *machine = &comparison->machines[i];

		for (size_t j = 0; j < machine->match.count; j++)
			if (machine->on[metric][j].is_judged &&
			    !strcmp(machine->match.points[j].row->point, point))
				print_cell(machine, &machine->on[metric][j], out);
	}
}

/* Calls @print once per case, in the order of the first machine that has it. */
static void for_each_case(const struct comparison *comparison, enum csv_reader_metric metric,
			  void (*print)(const struct comparison *comparison, const char *point,
					enum csv_reader_metric metric, FILE *out),
			  FILE *out)
{
	for (size_t i = 0; i < comparison->count; i++) {
		const struct comparison_machine *machine = &comparison->machines[i];

		for (size_t j = 0; j < machine->match.count; j++) {
			const char *point = machine->match.points[j].row->point;

			if (machine->on[metric][j].is_judged && !is_told(comparison, i, point))
				print(comparison, point, metric, out);
		}
	}
}

static void print_case_range(const struct comparison *comparison, const char *point,
			     enum csv_reader_metric metric, FILE *out)
{
	struct range range = range_of(comparison, NULL, point, metric);

	print_range(point, &range, out);
}

void across_machines_print(const struct comparison *comparison, enum csv_reader_metric metric,
			   FILE *out)
{
	static const enum columns_id shown[] = { COLUMNS_N, COLUMNS_LEAST, COLUMNS_MEDIAN,
						 COLUMNS_MOST };
	struct range range;
	char *legend;

	fprintf(out, "\n%zu machines, %s, B/A-1 with 95%% CI in %%\n", comparison->count,
		format_metric_name(&comparison->machines[0], metric));
	for_each_case(comparison, metric, print_case, out);
	fprintf(out, "\n%-*s", NAME_COLUMNS + 2, "over machines, by case");
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		fprintf(out, " %*s", i ? 10 : 6, columns_heading(shown[i], metric));
	fputc('\n', out);
	for_each_case(comparison, metric, print_case_range, out);
	fprintf(out, "%-*s\n", NAME_COLUMNS + 2, "over cases, by machine");
	for (size_t i = 0; i < comparison->count; i++) {
		range = range_of(comparison, &comparison->machines[i], NULL, metric);
		print_range(comparison->machines[i].name, &range, out);
	}
	range = range_of(comparison, NULL, NULL, metric);
	print_range("all machines and cases", &range, out);
	legend = columns_legend(shown, sizeof(shown) / sizeof(shown[0]), metric);
	format_wrap(out, legend, 0);
	free(legend);
}
