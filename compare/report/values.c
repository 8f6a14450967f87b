// SPDX-License-Identifier: GPL-2.0-or-later
/* What did one kernel cost, case by case? */
#include "values.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "level.h"
#include "match.h"
#include "text.h"

/* The last reason that any run gives for not measuring a point. */
static const char *why_not(const struct units_design *design, const char *point)
{
	const char *why = "no row";

	for (size_t i = 0; i < design->count; i++) {
		const struct samples_point *found =
			samples_find(&design->runs[i].run->samples, point);

		if (found && found->why[0])
			why = found->why;
	}
	return why;
}

static void write_value(double value, enum samples_figure unit, FILE *out)
{
	char text[TEXT_BYTES];

	fprintf(out, "<td>%s</td>", isfinite(value) ? text_value(value, unit, text) : "");
}

/* An emulator's clock may count instructions. */
static enum samples_figure unit_of(const struct units_design *design)
{
	const char *domain = facts_get(&design->runs[0].run->facts, "clock_domain");

	return strcmp(domain, "icount") ? SAMPLES_NS : SAMPLES_INSTRUCTIONS;
}

/* The least that any run proved; unknown where one does not tell. */
static struct count pages_proved(const struct units_design *design, const char *name)
{
	struct count least = { 0 };
	bool has_any = false;

	for (size_t i = 0; i < design->count; i++) {
		const struct samples_point *point =
			samples_find(&design->runs[i].run->samples, name);

		if (!point || !point->ok_rows)
			continue;
		if (!point->pages_proved.known)
			return (struct count) { 0 };
		if (!has_any || point->pages_proved.value < least.value)
			least = point->pages_proved;
		has_any = true;
	}
	return least;
}

static void write_proof(const struct units_design *design, const struct match_point *point,
			FILE *out)
{
	struct count proved = pages_proved(design, point->row->point);

	if (!proved.known)
		fputs("<td></td>", out);
	else if (!proved.value)
		fputs("<td>no pages</td>", out);
	else
		fprintf(out, "<td>%llu pages proved</td>", (unsigned long long)proved.value);
}

static void write_interval(const struct level *level, FILE *out)
{
	char text[TEXT_BYTES];

	fprintf(out, "<td>%s</td>",
		text_interval(log(level->low / level->value), log(level->high / level->value),
			      text));
}

static void write_row(const struct units_design *design, const struct match_point *point, FILE *out)
{
	struct level levels[SAMPLES_FIGURES];
	const struct level *time = &levels[SAMPLES_NS];

	for (int f = 0; f < SAMPLES_FIGURES; f++)
		levels[f] =
			level_measure(design, SIDE_A, point->row->point, (enum samples_figure)f);
	fputs("<tr><td>", out);
	html_text(out, point->row->point);
	fputs("</td>", out);
	if (!time->n) {
		fputs("<td class=\"text\" colspan=\"7\">", out);
		html_text(out, why_not(design, point->row->point));
		fputs("</td></tr>\n", out);
		return;
	}
	fprintf(out, "<td class=\"left\">%s</td>", point->is_per_page ? "page" : "call");
	write_value(time->value, unit_of(design), out);
	write_interval(time, out);
	write_value(levels[SAMPLES_INSTRUCTIONS].value, SAMPLES_INSTRUCTIONS, out);
	write_value(levels[SAMPLES_CYCLES].value, SAMPLES_CYCLES, out);
	fprintf(out, "<td>%zu</td>", time->is_within ? time->processes : time->n);
	write_proof(design, point, out);
	fputs("</tr>\n", out);
}

static void write_machine(const struct set *set, const struct run *const *runs, size_t count,
			  const struct globs *only, FILE *out)
{
	struct units_design design;
	struct match match;
	char *cpu = facts_cpu(&runs[0]->facts);

	units_plan(runs, count, NULL, 0, &design);
	match_points(&design, only, &match);
	html_take(out, "h2", NULL,
		  xasprintf("%s on %s", set->name, facts_get(&runs[0]->facts, "host")));
	html_take(out, "p", "dim",
		  xasprintf("%s, %s, kernel %s; %zu run%s; the interval is that of %s",
			    cpu ? cpu : "CPU unknown", facts_kind(&runs[0]->facts),
			    facts_get(&runs[0]->facts, "kernel_release"), count,
			    count > 1 ? "s" : "",
			    design.units[SIDE_A] > 1 ? "its boots" : "its processes"));
	fprintf(out,
		"<div class=\"wide\"><table><thead><tr><th>case</th><th class=\"left\">per</th>"
		"<th>%s</th><th>95%% CI</th><th>instructions:k</th><th>cycles:k</th><th>n</th>"
		"<th>state</th></tr></thead>\n<tbody>\n",
		unit_of(&design) == SAMPLES_NS ? "time" : "instructions");
	for (size_t i = 0; i < match.count; i++)
		write_row(&design, &match.points[i], out);
	fputs("</tbody></table></div>\n", out);
	match_free(&match);
	units_free_design(&design);
	free(cpu);
}

void values_write(const struct set *set, const struct globs *only, FILE *out)
{
	const struct run **runs = xcalloc(set->count + 1, sizeof(*runs));
	bool *done = xcalloc(set->count + 1, sizeof(*done));

	fputs("<section id=\"values\">\n", out);
	for (size_t i = 0; i < set->count; i++) {
		size_t count = 0;

		if (done[i] || set->runs[i].error)
			continue;
		for (size_t j = i; j < set->count; j++) {
			if (set->runs[j].error ||
			    strcmp(set->runs[i].machine, set->runs[j].machine) != 0)
				continue;
			done[j] = true;
			runs[count++] = &set->runs[j];
		}
		write_machine(set, runs, count, only, out);
	}
	fputs("</section>\n", out);
	free(done);
	free(runs);
}
