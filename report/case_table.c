// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes one row per case, with the attributes that page.js sorts and filters by. */
#include "case_table.h"

#include <math.h>

#include "html.h"
#include "compare/format.h"

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
			fprintf(out, "%s ", metrics_flag_name(bit));
	if (on->method == VERDICT_METHOD_WITHIN)
		fputs("within ", out);
	fputs("</td>", out);
}

static const char *class_of(const struct verdict *on)
{
	return on->verdict == VERDICT_SLOWER ? "S" : on->verdict == VERDICT_FASTER ? "F" : "";
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
		   verdict_letter(on->verdict));
}

static void write_count(const struct verdict *on, FILE *out)
{
	char delta[FORMAT_BYTES], text[FORMAT_BYTES + 4];
	bool has = !on->metrics.reason.text[0];

	snprintf(text, sizeof(text), "%s %c", format_percent(on->d, delta),
		 verdict_letter(on->verdict));
	write_number(out, class_of(on), has ? on->d : NAN, text);
}

static void write_row(const struct comparison_machine *machine, size_t at, FILE *out)
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
	write_time(on, format_unit(machine, CSV_READER_NS), out);
	write_count(&machine->on[CSV_READER_INSTRUCTIONS][at], out);
	write_count(&machine->on[CSV_READER_CYCLES][at], out);
	write_flags(on, out);
	fputs("</tr>\n", out);
}

void case_table_write(const struct comparison_machine *machine, unsigned int number, FILE *out)
{
	write_filter(number, out);
	html_print(out,
		   "<div class='wide'><table class='cases' data-filter='filter-%u'><thead><tr>"
		   "<th>case</th><th class='left'>per</th><th>A</th><th>B</th><th>B/A-1</th>"
		   "<th>95%% CI</th><th>q</th><th>MDE</th><th>verdict</th><th>instructions:k</th>"
		   "<th>cycles:k</th><th class='left'>flags</th></tr></thead>\n<tbody>\n",
		   number);
	for (size_t i = 0; i < machine->match.count; i++)
		write_row(machine, i, out);
	fputs("</tbody></table></div>\n", out);
}
