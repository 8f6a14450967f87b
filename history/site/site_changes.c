// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the changes of a series: place, size, state and environment. */
#include "site_changes.h"

#include <math.h>

#include "history/changepoint.h"
#include "report/html.h"
#include "terms.h"
#include "compare/format.h"

enum { COLUMNS = 7 };

static void kernel_of(const struct sitemap *map, const struct dataset_series *series, size_t value,
		      FILE *out)
{
	terms_kernel(out, dataset_kernel_at(map->dataset, series, value));
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
	if (alert && *alert->note)
		html_print(out, " \xe2\x80\x9c%s\xe2\x80\x9d", alert->note);
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
		html_print(out,
			   "<p class='answer'>%zu value%s: too few to judge. A change takes %d on "
			   "each side.</p>\n",
			   series->count, terms_plural(series->count), CHANGEPOINT_SEGMENT_LEAST);
		return;
	}
	if (!alert) {
		html_print(out, "<p class='answer'>No change of level in %zu value%s.</p>\n",
			   series->count, terms_plural(series->count));
		return;
	}
	change = &series->regimes.changes[alert->change];
	html_print(out, "<p class='answer'>");
	terms_sign(out, state);
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
			series->left_out, terms_plural(series->left_out));
	if (series->regimes.is_autocorrelated)
		fprintf(out,
			"<p>Neighbouring runs are alike (autocorrelation %.2f at lag 1): p and "
			"intervals of changes and levels are too good.</p>\n",
			series->regimes.lag1);
}

static void write_side(const struct sitemap *map, const struct dataset_series *series, size_t value,
		       FILE *out)
{
	html_print(out, "<td class='left'>");
	kernel_of(map, series, value, out);
	html_print(out, "<br><small>%s</small></td>",
		   dataset_run_at(map->dataset, series, value)->name);
}

/* Kernels of the runs that may be the first with the new level. */
static void write_place(const struct sitemap *map, const struct dataset_series *series,
			const struct segments_change *change, FILE *out)
{
	html_print(out, "<td class='left'>");
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
	write_place(map, series, change, out);
	html_print(out, "<td>%s</td><td class='left'>", format_q(change->p, text));
	if (alert)
		terms_state(out, alert->state);
	write_note(alert, out);
	fputs("</td></tr>\n", out);
}

void site_changes_table(const struct sitemap *map, const struct env_diff_list *env_diff_list,
			const struct dataset_series *series, FILE *out)
{
	const struct segments *regimes = &series->regimes;

	if (regimes->count < 2)
		return;
	html_print(out,
		   "<h3>Changes, the newest first</h3>\n<div class='wide'><table><thead><tr>"
		   "<th>effect</th><th>95%% CI</th><th class='left'>last run before</th>"
		   "<th class='left'>first run after</th><th class='left'>began with (95%%)</th>"
		   "<th>p</th><th class='left'>state</th></tr></thead>\n<tbody>\n");
	for (size_t i = regimes->count - 1; i--;) {
		const struct segments_change *change = &regimes->changes[i];

		write_change(map, series, change, sitemap_alert(map, series, i), out);
		write_differences(env_diff_find(env_diff_list, series, change), out);
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
	kernel_of(map, series, level->first, out);
	html_print(out, "</td><td class='left'>");
	kernel_of(map, series, level->first + level->count - 1, out);
	fputs("</td></tr>\n", out);
}

void site_changes_levels(const struct sitemap *map, const struct dataset_series *series, FILE *out)
{
	html_print(
		out,
		"<details><summary>Levels</summary>\n<div class='wide'><table><thead><tr>"
		"<th>level</th><th>95%% CI, %%</th><th>values</th>"
		"<th class='left'>first kernel</th><th class='left'>last kernel</th></tr></thead>\n"
		"<tbody>\n");
	for (size_t i = 0; i < series->regimes.count; i++)
		write_level(map, series, &series->regimes.regimes[i], out);
	fputs("</tbody></table></div></details>\n", out);
}
