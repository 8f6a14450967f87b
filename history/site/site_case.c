// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the page of a point on a machine: charts, changes, levels and runs. */
#include "site.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "chart.h"
#include "base/die.h"
#include "report/html.h"
#include "history/changepoint.h"
#include "terms.h"
#include "compare/format.h"

enum { COLUMNS = 7 }; /* of the table of changes */

static const struct dataset_machine *machine_of(const struct sitemap *map,
						const struct sitemap_page *page)
{
	return &map->dataset->machines[page->machine];
}

/* Links the point on other machines: did it change on all of them, or on this one only? */
static void write_others(const struct sitemap *map, const struct sitemap_page *page, FILE *out)
{
	const struct sitemap_row *row = &map->rows[page->row];
	size_t count = 0;

	for (size_t i = 0; i < map->dataset->machine_count; i++) {
		if (i == page->machine || !row->pages[i])
			continue;
		fputs(count++ ? "" : "<nav class=\"others\">The same on ", out);
		html_print(out, "<a href='%s'>%s</a>\n", row->pages[i]->name,
			   map->dataset->machines[i].name);
	}
	if (count)
		fputs("</nav>\n", out);
}

/* Allows line breaks after the slashes of a long name. */
static void write_name(const char *name, FILE *out)
{
	char *copy = xstrdup(name), *rest = copy, *part;

	fputs("<h1>", out);
	while ((part = strsep(&rest, "/")))
		html_print(out, rest ? "%s/<wbr>" : "%s", part);
	fputs("</h1>\n", out);
	free(copy);
}

static void write_top(const struct sitemap *map, const struct sitemap_page *page, FILE *out)
{
	const struct dataset_point *point = map->rows[page->row].point;
	const struct dataset_machine *machine = machine_of(map, page);
	char *title = xasprintf("%s on %s", point->name, machine->name);

	html_begin(out, title, NULL, "");
	html_print(out,
		   "<header>\n<nav class='crumbs'><a href='index.html'>All machines and cases</a> "
		   "\xe2\x80\xba <span>%s</span> \xe2\x80\xba <span>%s</span></nav>\n",
		   machine->name, point->case_name);
	write_name(point->name, out);
	html_print(out, "<p class='dim'>%s</p>\n", machine->about);
	write_others(map, page, out);
	fputs("</header>\n<main>\n", out);
	free(title);
}

static void write_kernel(const struct sitemap *map, const struct dataset_series *series,
			 size_t value, FILE *out)
{
	terms_kernel(out, dataset_kernel_at(map->dataset, series, value));
}

static void write_note(const struct alerts_alert *alert, FILE *out)
{
	if (*alert->note)
		html_print(out, " \xe2\x80\x9c%s\xe2\x80\x9d", alert->note);
}

/* Writes the last change that has the state of the series. */
static void write_answer(const struct sitemap *map, const struct dataset_series *series, FILE *out)
{
	enum alerts_state state = sitemap_state(map, series);
	const struct alerts_alert *alert = NULL;
	static const char *const ends[ALERTS_STATES] = {
		[ALERTS_OPEN] = ", and still so.",
		[ALERTS_PENDING] = ", pending.",
		[ALERTS_ACKNOWLEDGED] = ", acknowledged.",
		[ALERTS_OVER] = ", and over by now.",
		[ALERTS_FASTER] = ".",
	};
	const char *s = terms_plural(series->count);
	char text[FORMAT_BYTES];

	for (size_t i = series->segments.count - 1; i-- && !alert;)
		if (sitemap_alert(map, series, i)->state == state)
			alert = sitemap_alert(map, series, i);
	html_print(out, "<p class='answer'>");
	if (series->segments.is_short) {
		fprintf(out, "%zu value%s: too few to judge. A change takes %d on each side.",
			series->count, s, CHANGEPOINT_SEGMENT_LEAST);
	} else if (!alert) {
		fprintf(out, "No change of level in %zu value%s.", series->count, s);
	} else {
		const struct segments_change *change = &series->segments.changes[alert->change];

		terms_sign(out, state);
		fprintf(out, " %s since ", format_percent(change->d, text));
		write_kernel(map, series, change->at, out);
		fputs(ends[state], out);
		terms_new(out, map->dataset, map->alerts, alert);
		write_note(alert, out);
	}
	fputs("</p>\n", out);
}

static void write_doubts(const struct dataset_series *series, FILE *out)
{
	if (series->left_out)
		fprintf(out,
			"<p>Left out: %zu value%s that were measured in another way than the "
			"newest (samples, batch or state differ).</p>\n",
			series->left_out, terms_plural(series->left_out));
	if (series->segments.is_autocorrelated)
		fprintf(out,
			"<p>Neighbouring runs are alike (autocorrelation %.2f at lag 1): p and "
			"intervals of changes and levels are too good.</p>\n",
			series->segments.lag1);
}

static void write_side(const struct sitemap *map, const struct dataset_series *series, size_t value,
		       FILE *out)
{
	html_print(out, "<td class='left'>");
	write_kernel(map, series, value, out);
	html_print(out, "<br><small>%s</small></td>",
		   dataset_run_at(map->dataset, series, value)->name);
}

static void write_differences(const struct env_diff *between, FILE *out)
{
	html_print(out, "<tr class='env'><td class='text' colspan='%d'>", COLUMNS);
	if (!between || between->reason.text[0]) {
		html_print(out, "What else differs between these two runs cannot be told: %s",
			   between ? between->reason.text : "unknown");
	} else if (!between->count) {
		fputs("Besides the kernel nothing that is known differs between these two runs.",
		      out);
	} else {
		fputs("Besides the kernel these two runs differ in:<ul>", out);
		for (size_t i = 0; i < between->count; i++)
			html_print(out, "<li>%s</li>\n", between->texts[i]);
		fputs("</ul>", out);
	}
	fputs("</td></tr>\n", out);
}

static void write_change(const struct sitemap *map, const struct dataset_series *series,
			 const struct segments_change *change, const struct alerts_alert *alert,
			 FILE *out)
{
	char text[FORMAT_BYTES];

	fputs("<tr>", out);
	terms_effect(out, change->d);
	fprintf(out, "<td>%s</td>", format_interval(change->low, change->high, text));
	write_side(map, series, change->at - 1, out);
	write_side(map, series, change->at, out);
	html_print(out, "<td class='left'>");
	terms_place(out, map->dataset, series, change);
	if (change->from != change->to)
		fprintf(out, "<br><small>one of %zu runs</small>", change->to - change->from + 1);
	html_print(out, "</td><td>%s</td><td class='left'>", format_q(change->p, text));
	terms_state(out, map->dataset, map->alerts, alert);
	write_note(alert, out);
	fputs("</td></tr>\n", out);
}

static void write_changes(const struct sitemap *map, const struct env_diff_list *list,
			  const struct dataset_series *series, FILE *out)
{
	const struct segments *segments = &series->segments;

	if (segments->count < 2)
		return;
	html_print(out,
		   "<h3>Changes, the newest first</h3>\n<div class='wide'><table><thead><tr>"
		   "<th>effect</th><th>95%% CI</th><th class='left'>last run before</th>"
		   "<th class='left'>first run after</th><th class='left'>began with (95%%)</th>"
		   "<th>p</th><th class='left'>state</th></tr></thead>\n<tbody>\n");
	for (size_t i = segments->count - 1; i--;) {
		const struct segments_change *change = &segments->changes[i];

		write_change(map, series, change, sitemap_alert(map, series, i), out);
		write_differences(env_diff_find(list, series, change), out);
	}
	fputs("</tbody></table></div>\n", out);
}

static void write_level(const struct sitemap *map, const struct dataset_series *series,
			const struct segments_level *level, FILE *out)
{
	enum csv_reader_metric unit =
		terms_unit(&map->dataset->machines[series->machine], series->metric);
	char text[FORMAT_BYTES];

	fprintf(out, "<tr><td>%s</td>", format_value(exp(level->mean), unit, text));
	html_print(out, "<td>%s</td><td>%zu</td><td class='left'>",
		   format_interval(level->low - level->mean, level->high - level->mean, text),
		   level->count);
	write_kernel(map, series, level->first, out);
	html_print(out, "</td><td class='left'>");
	write_kernel(map, series, level->first + level->count - 1, out);
	fputs("</td></tr>\n", out);
}

static void write_levels(const struct sitemap *map, const struct dataset_series *series, FILE *out)
{
	html_print(out,
		   "<details><summary>Levels</summary>\n<div class='wide'><table><thead><tr>"
		   "<th>level</th><th>95%% CI, %%</th><th>values</th><th class='left'>first kernel"
		   "</th><th class='left'>last kernel</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < series->segments.count; i++)
		write_level(map, series, &series->segments.levels[i], out);
	fputs("</tbody></table></div></details>\n", out);
}

static void write_figure(const struct sitemap *map, const struct env_diff_list *list,
			 const struct dataset_series *series, FILE *out)
{
	const struct dataset_machine *machine = &map->dataset->machines[series->machine];
	const struct dataset_point *point = &map->dataset->points[series->point];

	fprintf(out, "<section>\n<h2>%s per %s</h2>\n", terms_metric(machine, series->metric),
		point->is_per_page ? "page" : "call");
	write_answer(map, series, out);
	write_doubts(series, out);
	html_print(out, "<figure data-figure='%d'>\n", series->metric);
	chart_write(map, series, out);
	fputs("<figcaption></figcaption></figure>\n", out);
	write_changes(map, list, series, out);
	write_levels(map, series, out);
	fputs("</section>\n", out);
}

static void write_legend(FILE *out)
{
	html_print(
		out,
		"<details><summary>How to read the drawings</summary>\n<p>A dot is a run, in the "
		"order of history: kernels by their first run here, and the runs of a kernel by "
		"time. Its bar is the 95%% interval over the processes of the run. A line is a "
		"level, the shade its 95%% interval. Where the level changes (E-divisive, 199 "
		"permutations, 1%%) a dashed line bears the effect; the thick line at its top "
		"spans the runs between which the change lies, with 95%% confidence. "
		"<span class='open'>\xe2\x96\xb2 open</span>: slower, and still so. "
		"<span class='pending'>\xe2\x97\x87 pending</span>: the same, but new. "
		"<span class='acknowledged'>\xe2\x96\xb3 acknowledged</span>. \xe2\x97\x8b over: "
		"slower once. <span class='faster'>\xe2\x96\xbc faster</span>. The axis need not "
		"begin at 0; it is logarithmic where values differ by a factor of three.</p>"
		"</details>\n");
}

/* Value of a series at a place; places come in falling order. @at: number of values not passed. */
static const struct dataset_value *value_at(const struct dataset_series *series, size_t place,
					    size_t *at)
{
	while (*at && series->values[*at - 1].place > place)
		--*at;
	return *at && series->values[*at - 1].place == place ? &series->values[*at - 1] : NULL;
}

static void write_value(const struct dataset_value *value, enum csv_reader_metric unit, FILE *out)
{
	char text[FORMAT_BYTES];

	if (!value) {
		fputs("<td></td><td></td>", out);
		return;
	}
	fprintf(out, "<td>%s</td><td>", format_value(value->value, unit, text));
	if (isfinite(value->low) && isfinite(value->high)) {
		fputs(format_value(value->low, unit, text), out);
		fprintf(out, " \xe2\x80\x93 %s", format_value(value->high, unit, text));
	}
	fputs("</td>", out);
}

static void write_run(const struct sitemap *map, const struct sitemap_page *page, size_t place,
		      const struct dataset_value *const *values, FILE *out)
{
	const struct dataset_machine *machine = machine_of(map, page);
	const struct dataset_run *run = &map->dataset->runs[machine->runs[place]];
	unsigned int processes = 0;

	html_print(out, "<tr data-place='%zu'><td>%s</td><td class='left'>", place, run->name);
	terms_kernel(out, &map->dataset->kernels[run->kernel]);
	for (int metric = 0; metric < CSV_READER_METRICS; metric++)
		if (values[metric] && values[metric]->processes > processes)
			processes = values[metric]->processes;
	fprintf(out, "</td><td>%u</td>", processes);
	for (int metric = 0; metric < CSV_READER_METRICS; metric++)
		if (page->series[metric])
			write_value(values[metric],
				    terms_unit(machine, (enum csv_reader_metric)metric), out);
	fputs("</tr>\n", out);
}

static void write_runs_head(const struct sitemap *map, const struct sitemap_page *page, FILE *out)
{
	html_print(out, "<div class='wide tall'><table id='runs'><thead><tr><th>run</th>"
			"<th class='left'>kernel</th><th>processes</th>");
	for (int metric = 0; metric < CSV_READER_METRICS; metric++)
		if (page->series[metric])
			fprintf(out, "<th>%s</th><th>95%% CI</th>",
				terms_metric(machine_of(map, page),
					     (enum csv_reader_metric)metric));
	fputs("</tr></thead>\n<tbody>\n", out);
}

static void write_runs(const struct sitemap *map, const struct sitemap_page *page, FILE *out)
{
	size_t at[CSV_READER_METRICS] = { 0 }, left_out = 0, places = machine_of(map, page)->count;

	for (int metric = 0; metric < CSV_READER_METRICS; metric++)
		if (page->series[metric])
			at[metric] = page->series[metric]->count;
	fputs("<section>\n<h2>Runs, the newest first</h2>\n", out);
	write_runs_head(map, page, out);
	for (size_t place = places; place--;) {
		const struct dataset_value *values[CSV_READER_METRICS] = { 0 };
		bool has = false;

		for (int metric = 0; metric < CSV_READER_METRICS; metric++) {
			if (page->series[metric])
				values[metric] = value_at(page->series[metric], place, &at[metric]);
			has = has || values[metric];
		}
		if (has)
			write_run(map, page, place, values, out);
		left_out += !has;
	}
	fputs("</tbody></table></div>\n", out);
	if (left_out)
		fprintf(out,
			"<p>%zu of the %zu runs of this machine have no value here: the point was "
			"not planned, no sample of it was good, or it was measured in another "
			"way.</p>\n",
			left_out, places);
	fputs("</section>\n", out);
}

void site_case_write(const struct sitemap *map, const struct env_diff_list *list,
		     const struct sitemap_page *page, FILE *out)
{
	write_top(map, page, out);
	for (int metric = 0; metric < CSV_READER_METRICS; metric++)
		if (page->series[metric])
			write_figure(map, list, page->series[metric], out);
	write_legend(out);
	write_runs(map, page, out);
	terms_end(out);
}
