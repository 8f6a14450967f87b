// SPDX-License-Identifier: GPL-2.0-or-later
/* What does the page of a point on a machine show, and in which order? */
#include "site_case.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chart.h"
#include "fail.h"
#include "html.h"
#include "site_changes.h"
#include "site_frame.h"
#include "text.h"

static const struct chronicle_machine *machine_of(const struct sitemap *map,
						  const struct sitemap_page *page)
{
	return &map->chronicle->machines[page->machine];
}

/* A change that is on all machines is the kernel's; on one, that machine's. */
static void write_others(const struct sitemap *map, const struct sitemap_page *page, FILE *out)
{
	const struct sitemap_row *row = &map->rows[page->row];
	size_t count = 0;

	for (size_t i = 0; i < map->chronicle->machine_count; i++) {
		if (i == page->machine || !row->pages[i])
			continue;
		fprintf(out, "%s<a href=\"%s\">",
			count++ ? "" : "<nav class=\"others\">The same on ", row->pages[i]->name);
		html_text(out, map->chronicle->machines[i].name);
		fputs("</a>\n", out);
	}
	if (count)
		fputs("</nav>\n", out);
}

/* Where it must, a long name breaks after its slashes. */
static void write_name(const char *name, FILE *out)
{
	char *copy = xstrdup(name), *rest = copy, *part;

	fputs("<h1>", out);
	while ((part = strsep(&rest, "/"))) {
		html_text(out, part);
		if (rest)
			fputs("/<wbr>", out);
	}
	fputs("</h1>\n", out);
	free(copy);
}

static void write_top(const struct sitemap *map, const struct sitemap_page *page, FILE *out)
{
	const struct chronicle_point *point = map->rows[page->row].point;
	const struct chronicle_machine *machine = machine_of(map, page);
	char *title = xasprintf("%s on %s", point->name, machine->name);

	site_frame_begin(out, title, false);
	fputs("<header>\n<nav class=\"crumbs\"><a href=\"index.html\">All machines and cases</a> "
	      "\xe2\x80\xba <span>",
	      out);
	html_text(out, machine->name);
	fputs("</span> \xe2\x80\xba <span>", out);
	html_text(out, point->case_name);
	fputs("</span></nav>\n", out);
	write_name(point->name, out);
	html_element(out, "p", "dim", machine->about);
	write_others(map, page, out);
	fputs("</header>\n<main>\n", out);
	free(title);
}

static void write_figure(const struct sitemap *map, const struct betweens *betweens,
			 const struct chronicle_series *series, FILE *out)
{
	const struct chronicle_machine *machine = &map->chronicle->machines[series->machine];
	const struct chronicle_point *point = &map->chronicle->points[series->point];

	fprintf(out, "<section>\n<h2>%s per %s</h2>\n", site_frame_figure(machine, series->figure),
		point->is_per_page ? "page" : "call");
	site_changes_answer(map, series, out);
	site_changes_doubts(series, out);
	fprintf(out, "<figure data-figure=\"%d\">\n", series->figure);
	chart_write(map, series, out);
	fputs("<figcaption></figcaption></figure>\n", out);
	site_changes_table(map, betweens, series, out);
	site_changes_levels(map, series, out);
	fputs("</section>\n", out);
}

static void write_legend(FILE *out)
{
	fputs("<details><summary>How to read the drawings</summary>\n<p>A dot is a run, in the "
	      "order "
	      "of history: kernels by their first run here, and the runs of a kernel by time. Its "
	      "bar "
	      "is the 95% interval over the processes of the run. A line is a level, the shade its "
	      "95% interval. Where the level changes (E-divisive, 199 permutations, 1%) a dashed "
	      "line "
	      "bears the effect; the thick line at its top spans the runs between which the change "
	      "lies, with 95% confidence. <span class=\"open\">\xe2\x96\xb2 open</span>: slower, "
	      "and "
	      "still so. <span class=\"acknowledged\">\xe2\x96\xb3 acknowledged</span>. "
	      "\xe2\x97\x8b "
	      "over: slower once. <span class=\"faster\">\xe2\x96\xbc faster</span>. The axis need "
	      "not "
	      "begin at 0; it is logarithmic where values differ by a factor of "
	      "three.</p></details>\n",
	      out);
}

/* The value of a series at a place of its machine's runs. @at: from where to look; moves on. */
static const struct chronicle_value *value_at(const struct chronicle_series *series, size_t place,
					      size_t *at)
{
	while (*at && series->values[*at - 1].place > place)
		--*at;
	return *at && series->values[*at - 1].place == place ? &series->values[*at - 1] : NULL;
}

static void write_value(const struct chronicle_value *value, enum samples_figure unit, FILE *out)
{
	char text[TEXT_BYTES];

	if (!value) {
		fputs("<td></td><td></td>", out);
		return;
	}
	fprintf(out, "<td>%s</td><td>", text_value(value->value, unit, text));
	if (isfinite(value->low) && isfinite(value->high)) {
		fputs(text_value(value->low, unit, text), out);
		fprintf(out, " \xe2\x80\x93 %s", text_value(value->high, unit, text));
	}
	fputs("</td>", out);
}

static void write_run(const struct sitemap *map, const struct sitemap_page *page, size_t place,
		      const struct chronicle_value *const *values, FILE *out)
{
	const struct chronicle_machine *machine = machine_of(map, page);
	const struct chronicle_run *run = &map->chronicle->runs[machine->runs[place]];
	unsigned int processes = 0;

	fprintf(out, "<tr data-place=\"%zu\"><td>", place);
	html_text(out, run->name);
	fputs("</td><td class=\"left\">", out);
	site_frame_kernel(out, &map->chronicle->kernels[run->kernel]);
	for (int figure = 0; figure < SAMPLES_FIGURES; figure++)
		if (values[figure] && values[figure]->processes > processes)
			processes = values[figure]->processes;
	fprintf(out, "</td><td>%u</td>", processes);
	for (int figure = 0; figure < SAMPLES_FIGURES; figure++)
		if (page->series[figure])
			write_value(values[figure],
				    site_frame_unit(machine, (enum samples_figure)figure), out);
	fputs("</tr>\n", out);
}

static void write_runs_head(const struct sitemap *map, const struct sitemap_page *page, FILE *out)
{
	fputs("<div class=\"wide tall\"><table id=\"runs\"><thead><tr><th>run</th>"
	      "<th class=\"left\">kernel</th><th>processes</th>",
	      out);
	for (int figure = 0; figure < SAMPLES_FIGURES; figure++)
		if (page->series[figure])
			fprintf(out, "<th>%s</th><th>95%% CI</th>",
				site_frame_figure(machine_of(map, page),
						  (enum samples_figure)figure));
	fputs("</tr></thead>\n<tbody>\n", out);
}

static void write_runs(const struct sitemap *map, const struct sitemap_page *page, FILE *out)
{
	size_t at[SAMPLES_FIGURES] = { 0 }, left_out = 0, places = machine_of(map, page)->count;

	for (int figure = 0; figure < SAMPLES_FIGURES; figure++)
		if (page->series[figure])
			at[figure] = page->series[figure]->count;
	fputs("<section>\n<h2>Runs, the newest first</h2>\n", out);
	write_runs_head(map, page, out);
	for (size_t place = places; place--;) {
		const struct chronicle_value *values[SAMPLES_FIGURES] = { 0 };
		bool has = false;

		for (int figure = 0; figure < SAMPLES_FIGURES; figure++) {
			if (page->series[figure])
				values[figure] = value_at(page->series[figure], place, &at[figure]);
			has = has || values[figure];
		}
		if (has)
			write_run(map, page, place, values, out);
		left_out += !has;
	}
	fputs("</tbody></table></div>\n", out);
	if (left_out)
		fprintf(out,
			"<p>%zu of the %zu runs of this machine have no value here: the point was "
			"not "
			"planned, no sample of it was good, or it was measured in another "
			"way.</p>\n",
			left_out, places);
	fputs("</section>\n", out);
}

void site_case_write(const struct sitemap *map, const struct betweens *betweens,
		     const struct sitemap_page *page, FILE *out)
{
	write_top(map, page, out);
	for (int figure = 0; figure < SAMPLES_FIGURES; figure++)
		if (page->series[figure])
			write_figure(map, betweens, page->series[figure], out);
	write_legend(out);
	write_runs(map, page, out);
	site_frame_end(out);
}
