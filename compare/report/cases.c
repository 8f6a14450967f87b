// SPDX-License-Identifier: GPL-2.0-or-later
/* What does the table of all cases hold? */
#include "cases.h"

#include <math.h>

#include "html.h"
#include "text.h"

static const char *const verdict_words[VERDICTS] = {
	[VERDICT_FASTER] = "faster",	   [VERDICT_SLOWER] = "slower",	  [VERDICT_SAME] = "same",
	[VERDICT_UNDECIDED] = "undecided", [VERDICT_NONE] = "no verdict",
};

static void write_filter(unsigned int number, FILE *out)
{
	fprintf(out,
		"<div class=\"filter\" id=\"filter-%u\" hidden>\n<label>Case <input "
		"type=\"search\" "
		"placeholder=\"fork 64K\"></label>\n",
		number);
	for (int verdict = 0; verdict < VERDICTS; verdict++)
		fprintf(out, "<label><input type=\"checkbox\" value=\"%d\" checked> %s</label>\n",
			verdict, verdict_words[verdict]);
	fputs("<output class=\"dim\"></output>\n</div>\n", out);
}

static void write_head(unsigned int number, FILE *out)
{
	fprintf(out,
		"<div class=\"wide\"><table class=\"cases\" data-filter=\"filter-%u\"><thead><tr>",
		number);
	fputs("<th>case</th><th class=\"left\">per</th><th>A</th><th>B</th><th>B/A-1</th>"
	      "<th>95% CI</th><th>q</th><th>MDE</th><th>verdict</th>"
	      "<th>instructions:k</th><th>cycles:k</th><th class=\"left\">flags</th>"
	      "</tr></thead>\n<tbody>\n",
	      out);
}

/* A cell that is sorted by its number; an empty one comes last. */
static void write_number(FILE *out, const char *class_name, double value, const char *text)
{
	fprintf(out, "<td class=\"%s\" data-v=\"", class_name);
	if (isfinite(value))
		fprintf(out, "%.9g", value);
	fprintf(out, "\">%s</td>", isfinite(value) ? text : "");
}

static void write_flags(const struct decision *on, FILE *out)
{
	fputs("<td class=\"left\">", out);
	for (unsigned int bit = 0; bit < FIGURES_FLAGS; bit++)
		if (on->figures.flags & 1U << bit)
			fprintf(out, "%s ", figures_flag_name(bit));
	if (on->method == METHOD_WITHIN)
		fputs("within ", out);
	fputs("</td>", out);
}

static const char *class_of(const struct decision *on)
{
	return on->verdict == VERDICT_SLOWER ? "S" : on->verdict == VERDICT_FASTER ? "F" : "";
}

static void write_time(const struct decision *on, enum samples_figure unit, FILE *out)
{
	char text[TEXT_BYTES];
	double mde = on->mde;

	for (int side = SIDE_A; side < SIDES; side++)
		write_number(out, "", on->figures.value[side],
			     text_value(on->figures.value[side], unit, text));
	write_number(out, class_of(on), on->d, text_percent(on->d, text));
	write_number(out, "", on->high - on->low, text_interval(on->low, on->high, text));
	write_number(out, "", on->is_judged ? on->q : NAN, text_q(on->q, text));
	write_number(out, "", mde, isfinite(mde) ? text_percent(mde, text) + 1 : "");
	fprintf(out, "<td class=\"%s\" data-v=\"%d\">%c</td>", class_of(on), on->verdict,
		decision_letter(on->verdict));
}

static void write_count(const struct decision *on, FILE *out)
{
	char delta[TEXT_BYTES], text[TEXT_BYTES + 4];
	bool has = !on->figures.reason.text[0];

	snprintf(text, sizeof(text), "%s %c", text_percent(on->d, delta),
		 decision_letter(on->verdict));
	write_number(out, class_of(on), has ? on->d : NAN, text);
}

static void write_row(const struct judge_machine *machine, size_t at, FILE *out)
{
	const struct match_point *point = &machine->match.points[at];
	const struct decision *on = &machine->on[SAMPLES_NS][at];

	fprintf(out, "<tr data-verdict=\"%d\"%s><td>", on->verdict,
		row_is_control(point->row) ? " class=\"control\"" : "");
	html_text(out, point->row->point);
	fputs("</td>", out);
	if (point->fate != MATCH_COMPARABLE) {
		fprintf(out, "<td class=\"text\" colspan=\"11\">");
		html_text(out, point->reason.text);
		fputs("</td></tr>\n", out);
		return;
	}
	fprintf(out, "<td class=\"left\">%s</td>", point->is_per_page ? "page" : "call");
	write_time(on, text_unit(machine, SAMPLES_NS), out);
	write_count(&machine->on[SAMPLES_INSTRUCTIONS][at], out);
	write_count(&machine->on[SAMPLES_CYCLES][at], out);
	write_flags(on, out);
	fputs("</tr>\n", out);
}

void cases_write(const struct judge_machine *machine, unsigned int number, FILE *out)
{
	write_filter(number, out);
	write_head(number, out);
	for (size_t i = 0; i < machine->match.count; i++)
		write_row(machine, i, out);
	fputs("</tbody></table></div>\n", out);
}
