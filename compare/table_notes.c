// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints the notes above and below the tables. */
#include "table_notes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "environment.h"
#include "format.h"
#include "base/version.h"

enum { UNDECIDED_NAMED = 12, REASONS_NAMED = 8, POINTS_NAMED = 3 };

/* Prints and frees. */
static void put(FILE *out, int indent, char *text)
{
	format_wrap(out, text, indent);
	free(text);
}

static void print_environment(const struct comparison_machine *machine, FILE *out)
{
	char **texts;
	size_t count = environment_differences(machine, &texts);

	if (count)
		fputs("besides the kernel, A and B differ, or may differ, in:\n", out);
	for (size_t i = 0; i < count; i++)
		put(out, 2, texts[i]);
	free(texts);
}

static void print_method(const struct comparison *comparison,
			 const struct comparison_machine *machine, enum csv_reader_metric metric,
			 FILE *out)
{
	const char *level = design_level_name(machine->design.level);
	const struct stats_prior *prior = &machine->prior[metric];
	struct comparison_counts counts;

	comparison_count(machine, metric, &counts);
	put(out, 0,
	    xasprintf("delta = B/A-1, 95%% CI over %ss (%s); q = BH over %zu cases; margin %.3g%%",
		      !strcmp(level, "process") ? "processe" : level,
		      prior->f0 > 0 ? "moderated t" : "Welch's t", counts.judged,
		      100 * comparison->margin));
}

void table_notes_print_head(const struct comparison *comparison,
			    const struct comparison_machine *machine, const char *title,
			    enum csv_reader_metric metric, FILE *out)
{
	char *a = format_set(comparison->a), *b = format_set(comparison->b);
	char *about = format_host(machine->name, machine->facts),
	     *units = format_units(machine, metric);
	char *line = xasprintf("A=%s  B=%s", a, b);

	put(out, 0, xasprintf("ptebench %s: %s", version_text, title));
	if (strlen(line) <= FORMAT_COLUMNS) {
		format_wrap(out, line, 0);
	} else {
		put(out, 0, xasprintf("A=%s", a));
		put(out, 0, xasprintf("B=%s", b));
	}
	put(out, 0, xasprintf("%s, %s", about, units));
	print_method(comparison, machine, metric, out);
	print_environment(machine, out);
	free(line);
	free(units);
	free(about);
	free(b);
	free(a);
}

static void print_flags(const struct comparison_machine *machine, unsigned int metrics, FILE *out)
{
	static const char *const meanings[METRICS_FLAGS] = {
		"q quantized: a clock tick is over 0.1% of a sample, or few distinct values",
		"u unsteady: most processes were still warming up in their second half",
		"t tail: mean and median changed in opposite directions",
		"b bimodal: processes fall into two groups (units or samples: no verdict)",
		"d drift: a control moved as much, between A and B or within a run",
	};
	unsigned int flags = 0;

	for (int f = 0; f < CSV_READER_METRICS; f++)
		for (size_t i = 0; i < machine->match.count && metrics & 1U << f; i++)
			flags |= machine->on[f][i].metrics.flags;
	for (unsigned int bit = 0; bit < METRICS_FLAGS; bit++)
		if (flags & 1U << bit)
			format_wrap(out, meanings[bit], 0);
}

/* "4.3%     58" */
static void print_needed(const char *point, const struct verdict *on, FILE *out)
{
	enum { NAME_COLUMNS = 55 };
	char mde[FORMAT_BYTES], needed[FORMAT_BYTES];

	format_percent(on->mde, mde);
	if (!on->needed)
		strcpy(needed, "-");
	else if (on->needed > VERDICT_NEEDED_MAX)
		snprintf(needed, sizeof(needed), ">%d", VERDICT_NEEDED_MAX);
	else
		snprintf(needed, sizeof(needed), "%zu", on->needed);
	format_label(out, point, NAME_COLUMNS);
	fprintf(out, " %8s %8s\n", mde + 1, needed);
}

static void print_undecided(const struct comparison_machine *machine, enum csv_reader_metric metric,
			    FILE *out)
{
	size_t named = 0, more = 0;

	for (size_t i = 0; i < machine->match.count; i++) {
		const struct verdict *on = &machine->on[metric][i];

		if (!on->is_judged || on->verdict != VERDICT_UNDECIDED || isnan(on->mde))
			continue;
		if (named == UNDECIDED_NAMED) {
			more++;
			continue;
		}
		if (!named++)
			fprintf(out, "%-57s %8s %8s\n",
				"undecided: smallest change seen, units a side to settle", "MDE",
				"units");
		print_needed(machine->match.points[i].row->point, on, out);
	}
	if (more)
		fprintf(out, "  and %zu more: see --format csv\n", more);
}

/*
 * Number of reasons that are the same as that of @at, which may be NULL. 0 if one before it is the
 * same: those were printed.
 */
static size_t count_alike(const char *const *reasons, size_t count, size_t at)
{
	size_t alike = 0;

	for (size_t i = 0; i < count && reasons[at]; i++) {
		if (!reasons[i] || strcmp(reasons[i], reasons[at]) != 0)
			continue;
		if (i < at)
			return 0;
		alike++;
	}
	return alike;
}

/* Prints one line for all points with the reason of @first. */
static void print_reason(const struct match *match, const char *const *reasons, size_t first,
			 size_t count, FILE *out)
{
	char *names = xstrdup("");
	size_t named = 0;

	for (size_t i = first; i < match->count && named < POINTS_NAMED; i++) {
		if (!reasons[i] || strcmp(reasons[i], reasons[first]) != 0)
			continue;
		xappend(&names, ", ", "%s", match->points[i].row->point);
		named++;
	}
	put(out, 2,
	    xasprintf("%zu: %s (%s%s)", count, reasons[first], names,
		      count > POINTS_NAMED ? ", ..." : ""));
	free(names);
}

static void print_reasons(const struct match *match, enum match_fate fate, const char *title,
			  FILE *out)
{
	const char **reasons = xcalloc(match->count + 1, sizeof(*reasons));
	size_t named = 0, count;

	for (size_t i = 0; i < match->count; i++)
		if (match->points[i].fate == fate && !csv_row_is_control(match->points[i].row))
			reasons[i] = match->points[i].reason.text;
	for (size_t i = 0; i < match->count; i++) {
		count = count_alike(reasons, match->count, i);
		if (!count)
			continue;
		if (!named)
			fprintf(out, "%s\n", title);
		if (named++ < REASONS_NAMED)
			print_reason(match, reasons, i, count, out);
	}
	if (named > REASONS_NAMED)
		fprintf(out, "  and %zu more reasons: see --format csv\n", named - REASONS_NAMED);
	free(reasons);
}

/* Points of comparable state without this metric. */
static void print_missing(const struct comparison_machine *machine, enum csv_reader_metric metric,
			  FILE *out)
{
	const struct match *match = &machine->match;
	const char **reasons = xcalloc(match->count + 1, sizeof(*reasons));

	for (size_t i = 0; i < match->count; i++)
		if (match->points[i].fate == MATCH_COMPARABLE &&
		    machine->on[metric][i].metrics.reason.text[0])
			reasons[i] = machine->on[metric][i].metrics.reason.text;
	for (size_t i = 0; i < match->count; i++) {
		size_t count = count_alike(reasons, match->count, i);

		if (count)
			put(out, 0,
			    xasprintf("no %s of %zu points: %s",
				      format_metric_name(machine, metric), count, reasons[i]));
	}
	free(reasons);
}

static void print_controls(const struct comparison_machine *machine, enum csv_reader_metric metric,
			   FILE *out)
{
	char *line = xstrdup("");

	for (size_t i = 0; i < machine->match.count; i++) {
		const struct verdict *on = &machine->on[metric][i];
		char delta[FORMAT_BYTES], interval[FORMAT_BYTES];

		if (!csv_row_is_control(machine->match.points[i].row) || isnan(on->d))
			continue;
		xappend(&line, "; ", "%s %s %s%s", machine->match.points[i].row->point,
			format_percent(on->d, delta), format_interval(on->low, on->high, interval),
			on->verdict == VERDICT_FASTER || on->verdict == VERDICT_SLOWER ? " MOVED"
										       : "");
	}
	if (*line)
		put(out, 0, xasprintf("controls: %s", line));
	free(line);
}

static void print_warnings(const struct comparison_machine *machine, enum csv_reader_metric metric,
			   FILE *out)
{
	const struct verdict *on = machine->on[metric];
	bool within = false, borrowed = false, many = false;
	double least_df = INFINITY;

	for (size_t i = 0; i < machine->match.count; i++) {
		within |= on[i].method == VERDICT_METHOD_WITHIN;
		many |= on[i].metrics.n[DESIGN_SIDE_A] > 1 && on[i].metrics.n[DESIGN_SIDE_B] > 1;
		if (on[i].method == VERDICT_METHOD_BORROWED) {
			borrowed = true;
			least_df = fmin(least_df, on[i].df);
		}
	}
	if (within)
		format_wrap(out,
			    "w within: one boot (or invocation) a side; the CI is that of its "
			    "processes and says nothing of another boot, so there is no verdict. "
			    "Run more boots, or give sets of this machine with --history",
			    0);
	if (borrowed)
		put(out, 0,
		    xasprintf("one boot on a side: the SD of boots is that of the other side's and "
			      "of the sets of --history (%.0f degrees of freedom or more)",
			      least_df));
	if (many && !machine->design.alternates)
		format_wrap(
			out,
			"boots of A and B did not take turns: a drift of the machine would look "
			"like a change",
			0);
}

static void print_proved(const struct comparison_machine *machine, enum csv_reader_metric metric,
			 FILE *out)
{
	struct comparison_counts counts;
	size_t all;

	comparison_count(machine, metric, &counts);
	all = counts.fates[MATCH_COMPARABLE] + counts.fates[MATCH_REFUSED] +
	      counts.fates[MATCH_NEITHER];
	fprintf(out, "states proved and measured alike: %zu/%zu", counts.fates[MATCH_COMPARABLE],
		all);
	if (counts.fates[MATCH_ONLY_A] || counts.fates[MATCH_ONLY_B])
		fprintf(out, "; only in A: %zu, only in B: %zu", counts.fates[MATCH_ONLY_A],
			counts.fates[MATCH_ONLY_B]);
	fprintf(out, "\nverdicts: %zu F, %zu S, %zu =, %zu ?\n", counts.verdicts[VERDICT_FASTER],
		counts.verdicts[VERDICT_SLOWER], counts.verdicts[VERDICT_SAME],
		counts.verdicts[VERDICT_UNDECIDED]);
}

void table_notes_print_foot(const struct comparison *comparison,
			    const struct comparison_machine *machine, unsigned int metrics,
			    FILE *out)
{
	char *a = format_command(comparison->a), *b = format_command(comparison->b);
	enum csv_reader_metric first = CSV_READER_NS;

	while (!(metrics & 1U << first))
		first++;
	format_wrap(out, "F faster  S slower  = within margin  ? undecided", 0);
	if (metrics == 1U << first) /* no room side by side */
		print_flags(machine, metrics, out);
	print_proved(machine, first, out);
	for (int f = 0; f < CSV_READER_METRICS; f++)
		if (metrics & 1U << f)
			print_missing(machine, (enum csv_reader_metric)f, out);
	print_warnings(machine, first, out);
	print_undecided(machine, first, out);
	print_reasons(&machine->match, MATCH_REFUSED, "not comparable:", out);
	print_reasons(&machine->match, MATCH_NEITHER, "measured on neither side:", out);
	print_controls(machine, first, out);
	put(out, 0, xasprintf("repro: %s", a));
	if (strcmp(a, b) != 0)
		put(out, 0, xasprintf("repro B: %s", b));
	free(b);
	free(a);
}

void table_notes_print_lone(const struct comparison *comparison, FILE *out)
{
	for (size_t i = 0; i < comparison->lone_count; i++) {
		const struct comparison_lone *lone = &comparison->lone[i];

		put(out, 0,
		    xasprintf("not comparable: machine %s is only in %s (%zu runs): %s", lone->name,
			      lone->side == DESIGN_SIDE_A ? "A" : "B", lone->runs, lone->key));
	}
}
