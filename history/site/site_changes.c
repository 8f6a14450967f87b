// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the changes of a series: place, size, state and environment. */
#include "site_changes.h"

#include <math.h>

#include "history/changepoint.h"
#include "report/html.h"
#include "site_frame.h"
#include "compare/format.h"

enum { COLUMNS = 7 };

static void kernel_of(const struct sitemap *map, const struct dataset_series *series, size_t value,
		      FILE *out)
{
	site_frame_kernel(out, dataset_kernel_at(map->dataset, series, value));
}

/* Last change in this state. */
static const struct alerts_alert *
last_in(const struct sitemap *map, const struct dataset_series *series, enum alerts_state state)
{
	for (size_t i = series->regimes.count - 1; i--;) {
		const struct alerts_alert *alert = sitemap_alert(map, series, i);

		if (alert && alert->state == state)
			return alert;
	}
	return NULL;
}

static void write_note(const struct alerts_alert *alert, FILE *out)
{
	if (!alert || !*alert->note)
		return;
	fputs(" \xe2\x80\x9c", out);
	html_text(out, alert->note);
	fputs("\xe2\x80\x9d", out);
}

void site_changes_answer(const struct sitemap *map, const struct dataset_series *series, FILE *out)
{
	enum alerts_state state = sitemap_state(map, series);
	const struct alerts_alert *alert = last_in(map, series, state);
	static const char *const ends[ALERTS_STATES] = {
		[ALERTS_OPEN] = ", and still so.",
		[ALERTS_ACKNOWLEDGED] = ", acknowledged.",
		[ALERTS_OVER] = ", and over by now.",
		[ALERTS_FASTER] = ".",
	};
	const struct segments_change *change;
	char text[FORMAT_BYTES];

	if (series->regimes.is_short) {
		fprintf(out,
			"<p class=\"answer\">%zu value%s: too few to judge. A change takes %d on "
			"each side.</p>\n",
			series->count, site_frame_plural(series->count), CHANGEPOINT_SEGMENT_LEAST);
		return;
	}
	if (!alert) {
		fprintf(out, "<p class=\"answer\">No change of level in %zu value%s.</p>\n",
			series->count, site_frame_plural(series->count));
		return;
	}
	change = &series->regimes.changes[alert->change];
	fputs("<p class=\"answer\">", out);
	site_frame_sign(out, state);
	fprintf(out, " %s since ", format_percent(change->d, text));
	kernel_of(map, series, change->at, out);
	fputs(ends[state], out);
	write_note(alert, out);
	fputs("</p>\n", out);
}

void site_changes_doubts(const struct dataset_series *series, FILE *out)
{
	if (series->left_out)
		fprintf(out,
			"<p>Left out: %zu value%s that were measured in another way than the "
			"newest "
			"(samples, batch or state differ).</p>\n",
			series->left_out, site_frame_plural(series->left_out));
	if (series->regimes.is_autocorrelated)
		fprintf(out,
			"<p>Neighbouring runs are alike (autocorrelation %.2f at lag 1): p and "
			"intervals of changes and levels are too good.</p>\n",
			series->regimes.lag1);
}

static void write_head(FILE *out)
{
	fputs("<div class=\"wide\"><table><thead><tr><th>effect</th><th>95% CI</th>"
	      "<th class=\"left\">last run before</th><th class=\"left\">first run after</th>"
	      "<th class=\"left\">began with (95%)</th><th>p</th><th class=\"left\">state</th>"
	      "</tr></thead>\n<tbody>\n",
	      out);
}

static void write_side(const struct sitemap *map, const struct dataset_series *series, size_t value,
		       FILE *out)
{
	fputs("<td class=\"left\">", out);
	kernel_of(map, series, value, out);
	fputs("<br><small>", out);
	html_text(out, dataset_run_at(map->dataset, series, value)->name);
	fputs("</small></td>", out);
}

/* Kernels of the runs that may be the first with the new level. */
static void write_place(const struct sitemap *map, const struct dataset_series *series,
			const struct segments_change *change, FILE *out)
{
	fputs("<td class=\"left\">", out);
	if (change->from == change->to) {
		kernel_of(map, series, change->at, out);
	} else {
		kernel_of(map, series, change->from, out);
		fputs(" to ", out);
		kernel_of(map, series, change->to, out);
		fprintf(out, "<br><small>one of %zu runs</small>", change->to - change->from + 1);
	}
	fputs("</td>", out);
}

static void write_differences(const struct env_diff *between, FILE *out)
{
	fprintf(out, "<tr class=\"env\"><td class=\"text\" colspan=\"%d\">", COLUMNS);
	if (!between || between->reason.text[0]) {
		fputs("What else differs between these two runs cannot be told: ", out);
		html_text(out, between ? between->reason.text : "unknown");
	} else if (!between->count) {
		fputs("Besides the kernel nothing that is known differs between these two runs.",
		      out);
	} else {
		fputs("Besides the kernel these two runs differ in:<ul>", out);
		for (size_t i = 0; i < between->count; i++)
			html_element(out, "li", NULL, between->texts[i]);
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
	site_frame_effect(out, change->d);
	fprintf(out, "<td>%s</td>", format_interval(change->low, change->high, text));
	write_side(map, series, change->at - 1, out);
	write_side(map, series, change->at, out);
	write_place(map, series, change, out);
	fprintf(out, "<td>%s</td><td class=\"left\">", format_q(change->p, text));
	if (alert)
		site_frame_state(out, alert->state);
	write_note(alert, out);
	fputs("</td></tr>\n", out);
}

void site_changes_table(const struct sitemap *map, const struct env_diff_list *env_diff_list,
			const struct dataset_series *series, FILE *out)
{
	const struct segments *regimes = &series->regimes;

	if (regimes->count < 2)
		return;
	html_element(out, "h3", NULL, "Changes, the newest first");
	write_head(out);
	for (size_t i = regimes->count - 1; i--;) {
		const struct segments_change *change = &regimes->changes[i];

		write_change(map, series, change, sitemap_alert(map, series, i), out);
		write_differences(env_diff_find(env_diff_list, series, change), out);
	}
	fputs("</tbody></table></div>\n", out);
}

static void write_level(const struct sitemap *map, const struct dataset_series *series,
			const struct segments_level *segments_level, FILE *out)
{
	enum csv_reader_metric unit =
		site_frame_unit(&map->dataset->machines[series->machine], series->metric);
	char text[FORMAT_BYTES];

	fprintf(out, "<tr><td>%s</td>", format_value(exp(segments_level->mean), unit, text));
	fprintf(out, "<td>%s</td>",
		format_interval(segments_level->low - segments_level->mean,
				segments_level->high - segments_level->mean, text));
	fprintf(out, "<td>%zu</td><td class=\"left\">", segments_level->count);
	kernel_of(map, series, segments_level->first, out);
	fputs("</td><td class=\"left\">", out);
	kernel_of(map, series, segments_level->first + segments_level->count - 1, out);
	fputs("</td></tr>\n", out);
}

void site_changes_levels(const struct sitemap *map, const struct dataset_series *series, FILE *out)
{
	fputs("<details><summary>Levels</summary>\n<div class=\"wide\"><table><thead><tr>"
	      "<th>level</th><th>95% CI, %</th><th>values</th><th class=\"left\">first kernel</th>"
	      "<th class=\"left\">last kernel</th></tr></thead>\n<tbody>\n",
	      out);
	for (size_t i = 0; i < series->regimes.count; i++)
		write_level(map, series, &series->regimes.regimes[i], out);
	fputs("</tbody></table></div></details>\n", out);
}
