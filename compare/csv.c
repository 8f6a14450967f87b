// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the comparison as CSV. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output_formats.h"
#include "format.h"

/* In the order of put_line(). */
static const struct {
	const char *name, *about;
} columns[] = {
	{ "machine", "host name" },
	{ "set_a", "name of set A" },
	{ "set_b", "name of set B" },
	{ "point", "as in samples.csv" },
	{ "case", "likewise" },
	{ "family", "likewise" },
	{ "folio_bytes", "likewise" },
	{ "size_bytes", "likewise" },
	{ "metric", "`time` (ns), or `instructions` in its place where the clock counts them; "
		    "`instructions:k` or `cycles:k` (counts)" },
	{ "per", "`page` (base page) or `call`: what value_a and value_b are of" },
	{ "unit", "`boot`, `invocation` or `process`: what A and B differ in" },
	{ "units_a", "units that have this figure" },
	{ "units_b", "likewise" },
	{ "processes_a", "processes in them" },
	{ "processes_b", "likewise" },
	{ "samples_a", "samples in them, without warm-up" },
	{ "samples_b", "likewise" },
	{ "value_a", "geometric mean over units of the processes' medians" },
	{ "value_b", "likewise" },
	{ "sd_ln_a", "standard deviation of ln value over units; empty for one" },
	{ "sd_ln_b", "likewise" },
	{ "ratio", "B/A" },
	{ "ratio_low", "lower end of its 95% interval" },
	{ "ratio_high", "upper end" },
	{ "method",
	  "`moderated-t`, `pooled-t`, `welch-t`, `borrowed-sd`, `within-boot` or `none`" },
	{ "df", "degrees of freedom; empty where infinite or none" },
	{ "p", "of the test against the margin; empty where not tested" },
	{ "q", "false-discovery rate (Benjamini-Hochberg); empty for controls" },
	{ "mde_ratio", "smallest ratio above 1 that this test finds with 80% power" },
	{ "units_to_see", "a side, to find a change of --see with 80% power; 100: more than 99; "
			  "empty where settled" },
	{ "units_to_call_same", "a side, to call no change `same` with 80% power; likewise" },
	{ "outlier_share", "samples beyond 10 MAD; they are kept" },
	{ "lag1", "autocorrelation of the units by time" },
	{ "flags", "of `quantized`, `unsteady`, `tail`, `bimodal`, `drift`, `order`, `few`, "
		   "`within`, with blanks between" },
	{ "verdict",
	  "`faster`, `slower`, `same`, `small-change`, `undecided` or `not-comparable`" },
	{ "reason", "why not comparable" },
};

static void put_text(FILE *out, const char *text, char after)
{
	char *cell = xcalloc(2 * strlen(text) + 4, 1);

	csv_row_quote(text, cell);
	fprintf(out, "%s%c", cell, after);
	free(cell);
}

/* Unknown: an empty cell. */
static void put_number(FILE *out, double value)
{
	if (isfinite(value))
		fprintf(out, "%.9g", value);
	fputc(',', out);
}

static void put_count(FILE *out, struct opt_u64 count)
{
	if (count.known)
		fprintf(out, "%llu", (unsigned long long)count.value);
	fputc(',', out);
}

static void put_flags(FILE *out, unsigned int flags)
{
	const char *between = "";

	for (unsigned int bit = 0; bit < METRICS_FLAGS; bit++)
		if (flags & 1U << bit) {
			fprintf(out, "%s%s", between, metrics_flag_names[bit]);
			between = " ";
		}
	fputc(',', out);
}

static void put_figures(FILE *out, const struct comparison_machine *machine,
			const struct verdict *on)
{
	const struct metrics *metrics = &on->metrics;
	bool has = !metrics->reason.text[0];

	fprintf(out, "%s,%zu,%zu,%zu,%zu,%zu,%zu,", design_level_names[machine->design.unit],
		metrics->n[DESIGN_SIDE_A], metrics->n[DESIGN_SIDE_B],
		metrics->processes[DESIGN_SIDE_A], metrics->processes[DESIGN_SIDE_B],
		metrics->samples[DESIGN_SIDE_A], metrics->samples[DESIGN_SIDE_B]);
	for (int side = 0; side < DESIGN_SIDES; side++)
		put_number(out, has ? metrics->value[side] : NAN);
	for (int side = 0; side < DESIGN_SIDES; side++)
		put_number(out, has ? sqrt(metrics->moments[side].variance) : NAN);
	put_number(out, exp(on->d));
	put_number(out, exp(on->low));
	put_number(out, exp(on->high));
	fprintf(out, "%s,", verdict_method_names[on->method]);
	put_number(out, on->df);
	put_number(out, on->p);
	put_number(out, on->is_judged ? on->q : NAN);
	put_number(out, exp(on->mde));
	put_number(out, on->units_to_see ? (double)on->units_to_see : NAN);
	put_number(out, on->units_to_call_same ? (double)on->units_to_call_same : NAN);
	put_number(out, has ? metrics->outlier_share : NAN);
	put_number(out, has ? metrics->lag1 : NAN);
	put_flags(out, metrics->flags);
	fprintf(out, "%s,", verdict_names[on->verdict]);
}

static void put_line(FILE *out, const struct comparison_machine *machine, size_t at,
		     enum csv_reader_metric metric)
{
	const struct match_point *point = &machine->match.points[at];

	put_text(out, machine->name, ',');
	put_text(out, machine->of->a->name, ',');
	put_text(out, machine->of->b->name, ',');
	put_text(out, point->row->point, ',');
	put_text(out, point->row->case_name, ',');
	put_text(out, point->row->family, ',');
	put_count(out, point->row->folio_bytes);
	put_count(out, point->row->size_bytes);
	fprintf(out, "%s,%s,", format_metric_name(machine, metric),
		point->is_per_page ? "page" : "call");
	put_figures(out, machine, &machine->on[metric][at]);
	put_text(out, machine->on[metric][at].metrics.reason.text, '\n');
}

void output_formats_csv(const struct comparison *comparison, unsigned int metrics, FILE *out)
{
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		fprintf(out, "%s%s", i ? "," : "", columns[i].name);
	fputc('\n', out);
	for (size_t i = 0; i < comparison->count; i++)
		for (size_t j = 0; j < comparison->machines[i].match.count; j++)
			for (enum csv_reader_metric f = 0; f < CSV_READER_METRICS; f++)
				if (metrics & 1U << f)
					put_line(out, &comparison->machines[i], j, f);
}

void output_formats_csv_describe(FILE *out)
{
	fputs("| column | meaning |\n|---|---|\n", out);
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		fprintf(out, "| %s | %s |\n", columns[i].name, columns[i].about);
}
