// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints the notes above and below the tables. */
#include "table_notes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "base/version.h"

enum { UNDECIDED_NAMED = 12, REASONS_NAMED = 8, POINTS_NAMED = 3 };

static void print_environment(const struct comparison_machine *machine, FILE *out)
{
	char **texts;
	size_t count = environment_differences(machine, &texts);

	if (count)
		fputs("besides the kernel, A and B differ, or may differ, in:\n", out);
	for (size_t i = 0; i < count; i++) {
		format_wrap(out, texts[i], 2);
		free(texts[i]);
	}
	free(texts);
}

/* A set that holds several kernels is none of them. */
static void print_mixed(const struct comparison_machine *machine, enum design_side side, FILE *out)
{
	char *kernels = format_kernels(side == DESIGN_SIDE_A ? machine->of->a : machine->of->b, "");

	if (machine->is_mixed[side])
		format_put(out, 0, "%s HAS BOOTS OF SEVERAL KERNELS: %s. Give a set for each",
			   side == DESIGN_SIDE_A ? "A" : "B", kernels);
	free(kernels);
}

static void print_method(const struct comparison_machine *machine, enum csv_reader_metric metric,
			 FILE *out)
{
	const char *level = design_level_names[machine->design.unit];
	const struct verdict_set *set = &machine->set[metric];
	struct comparison_counts counts = comparison_count(machine, metric);

	format_put(out, 0,
		   "delta = B/A-1, 95%% CI over %ss (%s); q = BH over %zu cases; margin %.3g%%",
		   !strcmp(level, "process") ? "processe" : level,
		   set->prior.f0 > 0 ? "moderated t" : "t", counts.judged,
		   100 * machine->of->margin);
}

void table_notes_print_head(const struct comparison_machine *machine, const char *title,
			    enum csv_reader_metric metric, FILE *out)
{
	char *a = format_set(machine->of->a), *b = format_set(machine->of->b);
	char *about = format_host(machine->name, machine->facts),
	     *units = format_units(machine, metric);
	char *line = xasprintf("A=%s  B=%s", a, b),
	     *conclusions = conclusions_line(machine, metric);

	format_wrap(out, conclusions, 0);
	format_put(out, 0, "ptebench %s: %s", version_text, title);
	if (strlen(line) <= FORMAT_COLUMNS) {
		format_wrap(out, line, 0);
	} else {
		format_put(out, 0, "A=%s", a);
		format_put(out, 0, "B=%s", b);
	}
	format_put(out, 0, "%s, %s", about, units);
	print_method(machine, metric, out);
	print_mixed(machine, DESIGN_SIDE_A, out);
	print_mixed(machine, DESIGN_SIDE_B, out);
	if (!machine->design.alternates)
		format_wrap(out,
			    machine->of->trust_order
				    ? "boots of A and B did not take turns; --trust-order takes it "
				      "that nothing drifted meanwhile"
				    : "BOOTS OF A AND B DID NOT TAKE TURNS: a drift of the machine "
				      "would look like a change. Measure them as ABBA, or give "
				      "--trust-order",
			    0);
	free(conclusions);
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
		"o order: A and B did not take turns: a drift would look like a change",
		"f few: with fewer than 6 boots a side, all rests on boots being of one kind",
		"w within: all is of one boot a side, and says nothing of another boot",
	};
	unsigned int flags = 0;

	for (enum csv_reader_metric f = 0; f < CSV_READER_METRICS; f++)
		for (size_t i = 0; i < machine->match.count && metrics & 1U << f; i++)
			flags |= machine->on[f][i].metrics.flags;
	for (unsigned int bit = 0; bit < METRICS_FLAGS; bit++)
		if (flags & 1U << bit)
			format_wrap(out, meanings[bit], 0);
}

enum { NAME_COLUMNS = 49 };

static const char *units_text(size_t count, char *ret_text)
{
	bool is_more = count > VERDICT_UNITS_MAX;

	if (!count)
		return "-";
	snprintf(ret_text, FORMAT_BYTES, "%s%zu", is_more ? ">" : "",
		 is_more ? VERDICT_UNITS_MAX : count);
	return ret_text;
}

static void print_undecided(const struct comparison_machine *machine, enum csv_reader_metric metric,
			    FILE *out)
{
	static const enum columns_id shown[] = { COLUMNS_MDE, COLUMNS_SEE, COLUMNS_CALL_SAME };
	const char *level = design_level_names[machine->design.unit];
	char *legend = columns_legend(shown, sizeof(shown) / sizeof(shown[0]), metric);
	char *title =
		xasprintf("undecided: 80%% power; %ss a side to see %.3g%%",
			  !strcmp(level, "process") ? "processe" : level, 100 * machine->of->see);
	char mde[FORMAT_BYTES], see[FORMAT_BYTES], same[FORMAT_BYTES];
	size_t found = 0;

	for (size_t i = 0; i < machine->match.count; i++) {
		const struct verdict *on = &machine->on[metric][i];

		if (!on->is_judged || on->verdict != VERDICT_UNDECIDED || isnan(on->mde))
			continue;
		if (++found > UNDECIDED_NAMED)
			continue;
		if (found == 1)
			fprintf(out, "%-*s %7s %7s %7s\n", NAME_COLUMNS + 2, title,
				columns_heading(shown[0], metric),
				columns_heading(shown[1], metric),
				columns_heading(shown[2], metric));
		format_percent(on->mde, mde);
		format_label(out, machine->match.points[i].row->point, NAME_COLUMNS);
		fprintf(out, " %7s %7s %7s\n", mde + 1, units_text(on->units_to_see, see),
			units_text(on->units_to_call_same, same));
	}
	if (found > UNDECIDED_NAMED)
		fprintf(out, "  and %zu more: see --format csv\n", found - UNDECIDED_NAMED);
	if (found)
		format_wrap(out, legend, 0);
	free(title);
	free(legend);
}

/* Points that share a reason; @names: the first POINTS_NAMED of them. */
struct group {
	const char *reason;
	char *names;
	size_t count;
};

/* Return: the number of groups, with the point in one of them. */
static size_t add_to_group(struct group *groups, size_t count, const char *reason,
			   const char *point)
{
	size_t at = 0;

	while (at < count && strcmp(groups[at].reason, reason) != 0)
		at++;
	if (at == count)
		groups[count++] = (struct group) { reason, xstrdup(""), 0 };
	if (groups[at].count++ < POINTS_NAMED)
		xappend(&groups[at].names, ", ", "%s", point);
	return count;
}

static void print_reasons(const struct match *match, enum match_fate fate, const char *title,
			  FILE *out)
{
	struct group *groups = xcalloc(match->count + 1, sizeof(*groups));
	size_t count = 0;

	for (size_t i = 0; i < match->count; i++)
		if (match->points[i].fate == fate && !csv_row_is_control(match->points[i].row))
			count = add_to_group(groups, count, match->points[i].reason.text,
					     match->points[i].row->point);
	if (count)
		fprintf(out, "%s\n", title);
	for (size_t i = 0; i < count; i++) {
		if (i < REASONS_NAMED)
			format_put(out, 2, "%zu: %s (%s%s)", groups[i].count, groups[i].reason,
				   groups[i].names, groups[i].count > POINTS_NAMED ? ", ..." : "");
		free(groups[i].names);
	}
	if (count > REASONS_NAMED)
		fprintf(out, "  and %zu more reasons: see --format csv\n", count - REASONS_NAMED);
	free(groups);
}

/* Points of comparable state without this metric. */
static void print_missing(const struct comparison_machine *machine, enum csv_reader_metric metric,
			  FILE *out)
{
	const struct match *match = &machine->match;
	struct group *groups = xcalloc(match->count + 1, sizeof(*groups));
	size_t count = 0;

	for (size_t i = 0; i < match->count; i++)
		if (match->points[i].fate == MATCH_COMPARABLE &&
		    machine->on[metric][i].metrics.reason.text[0])
			count = add_to_group(groups, count,
					     machine->on[metric][i].metrics.reason.text, "");
	for (size_t i = 0; i < count; i++) {
		format_put(out, 0, "no %s of %zu points: %s", format_metric_name(machine, metric),
			   groups[i].count, groups[i].reason);
		free(groups[i].names);
	}
	free(groups);
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
	format_put(out, 0,
		   *line ? "controls: %s"
			 : "no control was measured on both sides: a drift within the runs would "
			   "not be seen%s",
		   line);
	free(line);
}

static void print_warnings(const struct comparison_machine *machine, enum csv_reader_metric metric,
			   FILE *out)
{
	const struct verdict *on = machine->on[metric];
	bool borrowed = false;
	double least_df = INFINITY;

	for (size_t i = 0; i < machine->match.count; i++) {
		if (on[i].method == VERDICT_METHOD_BORROWED) {
			borrowed = true;
			least_df = fmin(least_df, on[i].df);
		}
	}
	if (borrowed)
		format_put(out, 0,
			   "one boot on a side: the SD of boots is that of the other side's and "
			   "of the sets of --history (%.0f degrees of freedom or more)",
			   least_df);
	outlying_boots_print(machine, metric, out);
	if (machine->set[metric].reach > 0)
		format_put(out, 0,
			   "%zu cases have boots of two kinds that are not A and B; as many as "
			   "%.2g more may look like a change by chance: take 6 boots a side or "
			   "more",
			   machine->set[metric].two_kinds, machine->set[metric].by_chance);
}

static void print_proved(const struct comparison_machine *machine, enum csv_reader_metric metric,
			 FILE *out)
{
	struct comparison_counts counts = comparison_count(machine, metric);
	size_t all;

	all = counts.fates[MATCH_COMPARABLE] + counts.fates[MATCH_REFUSED] +
	      counts.fates[MATCH_NEITHER];
	fprintf(out, "states proved and measured alike: %zu/%zu", counts.fates[MATCH_COMPARABLE],
		all);
	if (counts.fates[MATCH_ONLY_A] || counts.fates[MATCH_ONLY_B])
		fprintf(out, "; only in A: %zu, only in B: %zu", counts.fates[MATCH_ONLY_A],
			counts.fates[MATCH_ONLY_B]);
	fprintf(out, "\nverdicts: %zu F, %zu S, %zu =, %zu ~, %zu ?\n",
		counts.verdicts[VERDICT_FASTER], counts.verdicts[VERDICT_SLOWER],
		counts.verdicts[VERDICT_SAME], counts.verdicts[VERDICT_SMALL],
		counts.verdicts[VERDICT_UNDECIDED]);
}

void table_notes_print_foot(const struct comparison_machine *machine, unsigned int metrics,
			    FILE *out)
{
	enum csv_reader_metric first = CSV_READER_NS;

	while (!(metrics & 1U << first))
		first++;
	format_wrap(out,
		    "F faster  S slower  = within margin  ~ changed, within margin  ? undecided",
		    0);
	if (metrics == 1U << first) /* no room side by side */
		print_flags(machine, metrics, out);
	print_proved(machine, first, out);
	for (enum csv_reader_metric f = 0; f < CSV_READER_METRICS; f++)
		if (metrics & 1U << f)
			print_missing(machine, f, out);
	print_warnings(machine, first, out);
	print_undecided(machine, first, out);
	print_reasons(&machine->match, MATCH_REFUSED, "not comparable:", out);
	print_reasons(&machine->match, MATCH_NEITHER, "measured on neither side:", out);
	print_controls(machine, first, out);
	print_environment(machine, out);
	repro_print(machine->of, out);
}

void table_notes_print_lone(const struct comparison *comparison, FILE *out)
{
	for (size_t i = 0; i < comparison->lone_count; i++) {
		const struct comparison_lone *lone = &comparison->lone[i];

		format_put(out, 0, "not comparable: machine %s is only in %s (%zu runs): %s",
			   lone->name, lone->side == DESIGN_SIDE_A ? "A" : "B", lone->runs,
			   lone->key);
	}
}
