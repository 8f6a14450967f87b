// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists the costs of each case, and why others were not measured. */
#include "sections.h"

#include <math.h>
#include <stdlib.h>

#include "html.h"
#include "compare/estimate.h"
#include "compare/match.h"
#include "compare/format.h"

/* Why the last run that did not measure a point did not. */
static const char *why_not(const struct design *design, const char *point)
{
	const char *why = "no row";

	for (size_t i = 0; i < design->count; i++) {
		const struct csv_reader_point *found =
			csv_reader_find(&design->runs[i].run->samples, point);

		if (found && found->why[0])
			why = found->why;
	}
	return why;
}

static void write_value(double value, enum csv_reader_metric unit, FILE *out)
{
	char text[FORMAT_BYTES];

	fprintf(out, "<td>%s</td>", isfinite(value) ? format_value(value, unit, text) : "");
}

/* The least number of pages that a run proved; unknown if that of any run is. */
static struct opt_u64 pages_proved(const struct design *design, const char *name)
{
	struct opt_u64 least = { 0 };
	bool has_any = false;

	for (size_t i = 0; i < design->count; i++) {
		const struct csv_reader_point *point =
			csv_reader_find(&design->runs[i].run->samples, name);

		if (!point || !point->ok_rows)
			continue;
		if (!point->pages_proved.known)
			return (struct opt_u64) { 0 };
		if (!has_any || point->pages_proved.value < least.value)
			least = point->pages_proved;
		has_any = true;
	}
	return least;
}

static void write_proof(const struct design *design, const struct match_point *point, FILE *out)
{
	struct opt_u64 proved = pages_proved(design, point->row->point);

	if (!proved.known)
		fputs("<td></td>", out);
	else if (!proved.value)
		fputs("<td>no pages</td>", out);
	else
		fprintf(out, "<td>%llu pages proved</td>", (unsigned long long)proved.value);
}

static void write_interval(const struct estimate *level, FILE *out)
{
	char text[FORMAT_BYTES];

	fprintf(out, "<td>%s</td>",
		format_interval(log(level->low / level->value), log(level->high / level->value),
				text));
}

static void write_row(const struct design *design, const struct match_point *point, FILE *out)
{
	struct estimate levels[CSV_READER_METRICS];
	const struct estimate *time = &levels[CSV_READER_NS];

	for (int f = 0; f < CSV_READER_METRICS; f++)
		levels[f] = estimate_measure(design, DESIGN_SIDE_A, point->row->point,
					     (enum csv_reader_metric)f);
	html_print(out, "<tr><td>%s</td>", point->row->point);
	if (!time->n) {
		html_print(out, "<td class='text' colspan='7'>%s</td></tr>\n",
			   why_not(design, point->row->point));
		return;
	}
	html_print(out, "<td class='left'>%s</td>", point->is_per_page ? "page" : "call");
	write_value(time->value, format_unit(&design->runs[0].run->facts, CSV_READER_NS), out);
	write_interval(time, out);
	write_value(levels[CSV_READER_INSTRUCTIONS].value, CSV_READER_INSTRUCTIONS, out);
	write_value(levels[CSV_READER_CYCLES].value, CSV_READER_CYCLES, out);
	fprintf(out, "<td>%zu</td>", time->is_within ? time->processes : time->n);
	write_proof(design, point, out);
	fputs("</tr>\n", out);
}

static void write_machine(const struct load_set *set, const struct load_run *const *runs,
			  size_t count, const struct globlist *only, FILE *out)
{
	struct design design;
	struct match match;
	const struct host_facts *facts = &runs[0]->facts;
	char *cpu = host_facts_cpu(facts);

	design_make(runs, count, NULL, 0, &design);
	match_points(&design, only, &match);
	html_print(out,
		   "<h2>%s on %s</h2>\n"
		   "<p class='dim'>%s, %s, kernel %s; %zu run%s; the interval is that of %s</p>\n"
		   "<div class='wide'><table><thead><tr><th>case</th><th class='left'>per</th>"
		   "<th>%s</th><th>95%% CI</th><th>instructions:k</th><th>cycles:k</th><th>n</th>"
		   "<th>state</th></tr></thead>\n<tbody>\n",
		   set->name, host_facts_get(facts, "host"), cpu ? cpu : "CPU unknown",
		   host_facts_kind(facts), host_facts_get(facts, "kernel_release"), count,
		   count > 1 ? "s" : "",
		   design.units[DESIGN_SIDE_A] > 1 ? "its boots" : "its processes",
		   format_unit(facts, CSV_READER_NS) == CSV_READER_NS ? "time" : "instructions");
	for (size_t i = 0; i < match.count; i++)
		write_row(&design, &match.points[i], out);
	fputs("</tbody></table></div>\n", out);
	match_free(&match);
	design_free(&design);
	free(cpu);
}

void single_set_write(const struct load_set *set, const struct globlist *only, FILE *out)
{
	const struct load_run **runs = xcalloc(set->count + 1, sizeof(*runs));

	fputs("<section id=\"values\">\n", out);
	for (size_t i = 0; i < set->count; i++) {
		size_t count = kernels_take(set, i, false, runs);

		if (count)
			write_machine(set, runs, count, only, out);
	}
	fputs("</section>\n", out);
	free(runs);
}
