// SPDX-License-Identifier: GPL-2.0-or-later
/* Summarises a comparison in sentences, counts, a table of cases and the text for a mail. */
#include "sections.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "compare/table_notes.h"
#include "compare/format.h"

enum { CHANGES_NAMED = 15 };

static void write_answer(const struct comparison_counts *counts, double margin, FILE *out)
{
	size_t slower = counts->verdicts[VERDICT_SLOWER], faster = counts->verdicts[VERDICT_FASTER];

	html_print(out, "<p class='answer'>");
	if (!counts->judged)
		fputs("Nothing could be compared: the reasons are below.", out);
	else if (slower || faster)
		fprintf(out, "Of %zu cases %zu are slower and %zu are faster, by more than %.3g%%.",
			counts->judged, slower, faster, 100 * margin);
	else if (counts->verdicts[VERDICT_UNDECIDED])
		fprintf(out, "No change was shown; %zu of %zu cases are undecided.",
			counts->verdicts[VERDICT_UNDECIDED], counts->judged);
	else
		fprintf(out, "Nothing changed by more than %.3g%%.", 100 * margin);
	fputs("</p>\n", out);
}

static void write_counts(const struct comparison_counts *counts, FILE *out)
{
	static const struct {
		enum verdict_kind verdict;
		const char *class_name, *text;
	} rows[] = {
		{ VERDICT_SLOWER, "slower", "S slower" },
		{ VERDICT_FASTER, "faster", "F faster" },
		{ VERDICT_SAME, "same", "= the same within the margin" },
		{ VERDICT_SMALL, "small", "~ changed within the margin" },
		{ VERDICT_UNDECIDED, "undecided", "? undecided" },
	};

	fputs("<ul class=\"counts\">\n", out);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		html_print(out, "<li class='%s'><b>%zu</b>%s</li>\n", rows[i].class_name,
			   counts->verdicts[rows[i].verdict], rows[i].text);
	fprintf(out, "<li><b>%zu</b>not comparable</li>\n</ul>\n", counts->fates[MATCH_REFUSED]);
}

struct change {
	const struct match_point *point;
	const struct verdict *on;
};

static int by_size(const void *a, const void *b)
{
	double x = fabs(((const struct change *)a)->on->d),
	       y = fabs(((const struct change *)b)->on->d);

	return (x < y) - (x > y);
}

static void write_change(const struct change *change, enum csv_reader_metric unit, FILE *out)
{
	const struct verdict *on = change->on;
	char delta[FORMAT_BYTES], interval[FORMAT_BYTES], q[FORMAT_BYTES], a[FORMAT_BYTES],
		b[FORMAT_BYTES];

	html_print(out, "<li>%s: %s, 95%% CI %s, q %s, %s to %s per %s%s</li>\n",
		   change->point->row->point, format_percent(on->d, delta),
		   format_interval(on->low, on->high, interval), format_q(on->q, q),
		   format_value(on->metrics.value[DESIGN_SIDE_A], unit, a),
		   format_value(on->metrics.value[DESIGN_SIDE_B], unit, b),
		   change->point->is_per_page ? "page" : "call",
		   on->metrics.flags & METRICS_FLAG_DRIFT ? " (a control moved as much)" : "");
}

static void write_changes(const struct comparison_machine *machine, enum verdict_kind verdict,
			  const char *title, FILE *out)
{
	struct change *changes = xcalloc(machine->match.count + 1, sizeof(*changes));
	size_t count = 0;

	for (size_t i = 0; i < machine->match.count; i++)
		if (machine->on[CSV_READER_NS][i].is_judged &&
		    machine->on[CSV_READER_NS][i].verdict == verdict)
			changes[count++] = (struct change) { &machine->match.points[i],
							     &machine->on[CSV_READER_NS][i] };
	qsort(changes, count, sizeof(*changes), by_size);
	if (count)
		html_print(out, "<h3>%s</h3>\n<ul>\n", title);
	for (size_t i = 0; i < count && i < CHANGES_NAMED; i++)
		write_change(&changes[i], format_unit(machine->facts, CSV_READER_NS), out);
	if (count > CHANGES_NAMED)
		fprintf(out, "<li>and %zu more, in the table</li>\n", count - CHANGES_NAMED);
	if (count)
		fputs("</ul>\n", out);
	free(changes);
}

static void write_environment(const struct comparison_machine *machine, FILE *out)
{
	char **texts;
	size_t count = environment_differences(machine, &texts);

	fputs("<h3>Besides the kernel, A and B differ, or may differ, in</h3>\n", out);
	fputs(count ? "<ul>\n" : "<p>Nothing that host.csv tells.</p>\n", out);
	for (size_t i = 0; i < count; i++) {
		html_print(out, "<li>%s</li>\n", texts[i]);
		free(texts[i]);
	}
	if (count)
		fputs("</ul>\n", out);
	free(texts);
}

static const char *const verdict_words[VERDICT_KINDS] = {
	[VERDICT_FASTER] = "faster",	   [VERDICT_SLOWER] = "slower",
	[VERDICT_SAME] = "same",	   [VERDICT_SMALL] = "changed within the margin",
	[VERDICT_UNDECIDED] = "undecided", [VERDICT_NONE] = "no verdict",
};

static void write_filter(unsigned int number, FILE *out)
{
	html_print(out,
		   "<div class='filter' id='filter-%u' hidden>\n<label>Case "
		   "<input type='search' placeholder='fork 64K'></label>\n",
		   number);
	for (int verdict = 0; verdict < VERDICT_KINDS; verdict++)
		html_print(out, "<label><input type='checkbox' value='%d' checked> %s</label>\n",
			   verdict, verdict_words[verdict]);
	html_print(out, "<output class='dim'></output>\n</div>\n");
}

/* Writes a cell that page.js sorts by @value; not finite: an empty cell, which comes last. */
static void write_number(FILE *out, const char *class_name, double value, const char *text)
{
	fprintf(out, "<td class=\"%s\" data-v=\"", class_name);
	if (isfinite(value))
		fprintf(out, "%.9g", value);
	fprintf(out, "\">%s</td>", isfinite(value) ? text : "");
}

static void write_flags(const struct verdict *on, FILE *out)
{
	html_print(out, "<td class='left'>");
	for (unsigned int bit = 0; bit < METRICS_FLAGS; bit++)
		if (on->metrics.flags & 1U << bit)
			fprintf(out, "%s ", metrics_flag_names[bit]);
	fputs("</td>", out);
}

static const char *class_of(const struct verdict *on)
{
	return on->verdict == VERDICT_SLOWER   ? "S"
	       : on->verdict == VERDICT_FASTER ? "F"
	       : on->verdict == VERDICT_SMALL  ? "small"
					       : "";
}

static void write_time(const struct verdict *on, enum csv_reader_metric unit, FILE *out)
{
	char text[FORMAT_BYTES];
	double mde = on->mde;

	for (int side = DESIGN_SIDE_A; side < DESIGN_SIDES; side++)
		write_number(out, "", on->metrics.value[side],
			     format_value(on->metrics.value[side], unit, text));
	write_number(out, class_of(on), on->d, format_percent(on->d, text));
	write_number(out, "", on->high - on->low, format_interval(on->low, on->high, text));
	write_number(out, "", on->is_judged ? on->q : NAN, format_q(on->q, text));
	write_number(out, "", mde, isfinite(mde) ? format_percent(mde, text) + 1 : "");
	html_print(out, "<td class='%s' data-v='%d'>%c</td>", class_of(on), on->verdict,
		   verdict_letters[on->verdict]);
}

static void write_count(const struct verdict *on, FILE *out)
{
	char delta[FORMAT_BYTES], text[FORMAT_BYTES + 4];
	bool has = !on->metrics.reason.text[0];

	snprintf(text, sizeof(text), "%s %c", format_percent(on->d, delta),
		 verdict_letters[on->verdict]);
	write_number(out, class_of(on), has ? on->d : NAN, text);
}

static void write_case(const struct comparison_machine *machine, size_t at, FILE *out)
{
	const struct match_point *point = &machine->match.points[at];
	const struct verdict *on = &machine->on[CSV_READER_NS][at];

	fprintf(out, "<tr data-verdict=\"%d\"%s>", on->verdict,
		csv_row_is_control(point->row) ? " class=\"control\"" : "");
	html_print(out, "<td>%s</td>", point->row->point);
	if (point->fate != MATCH_COMPARABLE) {
		html_print(out, "<td class='text' colspan='11'>%s</td></tr>\n", point->reason.text);
		return;
	}
	html_print(out, "<td class='left'>%s</td>", point->is_per_page ? "page" : "call");
	write_time(on, format_unit(machine->facts, CSV_READER_NS), out);
	write_count(&machine->on[CSV_READER_INSTRUCTIONS][at], out);
	write_count(&machine->on[CSV_READER_CYCLES][at], out);
	write_flags(on, out);
	fputs("</tr>\n", out);
}

/* Writes a row per case, which page.js sorts and filters. @number: makes the id of its filter
 * unique. */
static void write_cases(const struct comparison_machine *machine, unsigned int number, FILE *out)
{
	static const enum columns_id shown[] = {
		COLUMNS_CASE,	 COLUMNS_PER,	       COLUMNS_A,      COLUMNS_B,
		COLUMNS_DELTA,	 COLUMNS_INTERVAL,     COLUMNS_Q,      COLUMNS_MDE,
		COLUMNS_VERDICT, COLUMNS_INSTRUCTIONS, COLUMNS_CYCLES, COLUMNS_FLAGS,
	};
	enum csv_reader_metric unit = format_unit(machine->facts, CSV_READER_NS);
	char *legend;

	write_filter(number, out);
	html_print(out,
		   "<div class='wide'><table class='cases' data-filter='filter-%u'><thead><tr>",
		   number);
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		html_print(out, "<th class='%s'>%s</th>",
			   shown[i] == COLUMNS_PER || shown[i] == COLUMNS_FLAGS ? "left" : "",
			   columns_heading(shown[i], unit));
	fputs("</tr></thead>\n<tbody>\n", out);
	for (size_t i = 0; i < machine->match.count; i++)
		write_case(machine, i, out);
	fputs("</tbody></table></div>\n", out);
	legend = columns_legend(shown, sizeof(shown) / sizeof(shown[0]), unit);
	html_print(out, "<p class='dim'>%s</p>\n", legend);
	free(legend);
}

/* Writes head and foot of the table that compare prints. */
static void write_mail(const struct comparison_machine *machine, FILE *out)
{
	char *title = xasprintf("%s, lower is better", format_metric_name(machine, CSV_READER_NS));
	char *text = NULL;
	size_t size;
	FILE *memory = open_memstream(&text, &size);

	if (memory) {
		table_notes_print_head(machine, title, CSV_READER_NS, memory);
		fputc('\n', memory);
		table_notes_print_foot(machine, 1U << CSV_READER_NS, memory);
		fclose(memory);
	}
	fputs("<details open><summary>How it was judged, what is undecided or not comparable and "
	      "why, the controls, and the command to repeat it</summary>\n<pre>",
	      out);
	for (char *rest = text, *line; (line = strsep(&rest, "\n"));)
		html_print(out, "%s\n", line);
	fputs("</pre></details>\n", out);
	free(text);
	free(title);
}

void overview_write(const struct comparison *comparison, const struct comparison_machine *machine,
		    unsigned int number, FILE *out)
{
	struct comparison_counts counts;
	char *about = format_host(machine->name, machine->facts),
	     *units = format_units(machine, CSV_READER_NS);

	counts = comparison_count(machine, CSV_READER_NS);
	html_print(out,
		   "<section id='comparison-%u'>\n<h2>%s against %s on %s</h2>\n"
		   "<p class='dim'>%s; %s</p>\n",
		   number, comparison->b->name, comparison->a->name, machine->name, about, units);
	write_answer(&counts, comparison->margin, out);
	write_counts(&counts, out);
	fprintf(out, "<p>States proved and measured alike: %zu of %zu.</p>\n",
		counts.fates[MATCH_COMPARABLE],
		counts.fates[MATCH_COMPARABLE] + counts.fates[MATCH_REFUSED] +
			counts.fates[MATCH_NEITHER]);
	write_changes(machine, VERDICT_SLOWER, "Slower", out);
	write_changes(machine, VERDICT_FASTER, "Faster", out);
	write_environment(machine, out);
	fputs("<h3>All cases</h3>\n", out);
	write_cases(machine, number, out);
	write_mail(machine, out);
	fputs("</section>\n", out);
	free(units);
	free(about);
}

static void write_line(const struct comparison *comparison,
		       const struct comparison_machine *machine, unsigned int number, FILE *out)
{
	static const enum verdict_kind columns[] = { VERDICT_SLOWER, VERDICT_FASTER, VERDICT_SAME,
						     VERDICT_SMALL, VERDICT_UNDECIDED };
	struct comparison_counts counts;

	counts = comparison_count(machine, CSV_READER_NS);
	html_print(out, "<tr><td><a href='#comparison-%u'>%s</a></td><td class='left'>%s</td>",
		   number, comparison->b->name, machine->name);
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		size_t count = counts.verdicts[columns[i]];
		const char *class_name = !count || i > 1 ? "" : i ? "F" : "S";

		html_print(out, "<td class='%s'>%zu</td>", class_name, count);
	}
	fprintf(out, "<td>%zu</td></tr>\n", counts.fates[MATCH_REFUSED]);
}

void overview_summary(const struct comparison *comparisons, size_t count, FILE *out)
{
	unsigned int number = 0;

	html_print(out,
		   "<section id='overview'>\n<div class='wide'><table><thead><tr><th>set</th>"
		   "<th class='left'>machine</th><th>S slower</th><th>F faster</th><th>= same</th>"
		   "<th>~ within margin</th><th>? undecided</th><th>not "
		   "comparable</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < comparisons[i].count; k++)
			write_line(&comparisons[i], &comparisons[i].machines[k], ++number, out);
	fputs("</tbody></table></div>\n</section>\n", out);
}
