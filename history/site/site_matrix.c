// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes a cell with trend, state and change for each machine and case. */
#include "site.h"

#include <math.h>
#include <string.h>

#include "report/html.h"
#include "terms.h"
#include "chart.h"
#include "compare/format.h"

static const char *const titles[CSV_READER_METRICS] = { "Time", "Instructions in the kernel",
							"Cycles in the kernel" };

static const char *const words[CSV_READER_METRICS] = { "time", "instructions", "cycles" };

static void write_filter(const struct sitemap *map, FILE *out)
{
	html_print(out, "<div class='filter' id='filter' hidden>\n<label>Case "
			"<input type='search' placeholder='fork 64K'></label>\n"
			"<label><input type='checkbox'> with an alert alone</label>\n");
	for (int metric = 0; metric < CSV_READER_METRICS; metric++)
		if (map->has[metric])
			html_print(
				out,
				"<label><input type='radio' name='figure' value='%s'> %s</label>\n",
				words[metric], words[metric]);
	html_print(out, "<output class='dim'></output>\n</div>\n");
}

static void write_head(const struct sitemap *map, enum csv_reader_metric metric, FILE *out)
{
	html_print(out,
		   "<section class='matrix' id='%s'>\n<h2>%s</h2>\n"
		   "<div class='wide tall'><table class='matrix'><thead><tr><th>case</th>",
		   words[metric], titles[metric]);
	for (size_t i = 0; i < map->dataset->machine_count; i++) {
		const struct dataset_machine *machine = &map->dataset->machines[i];

		html_print(out, "<th class='left'><span title='%s'>%s</span>", machine->about,
			   machine->name);
		if (metric == CSV_READER_NS && machine->counts_instructions)
			fputs(" <small>instructions</small>", out);
		fputs("</th>", out);
	}
	fputs("</tr></thead>\n", out);
}

static void write_cell(const struct sitemap *map, const struct sitemap_page *page,
		       enum csv_reader_metric metric, FILE *out)
{
	const struct dataset_series *series = page ? page->series[metric] : NULL;
	enum alerts_state state;
	char text[FORMAT_BYTES];
	struct since since;

	if (!series) {
		fputs("<td></td>", out);
		return;
	}
	state = sitemap_state(map, series);
	since = since_measure(map->dataset, series, map->since);
	html_print(out, "<td%s%s><a href='%s'", state == ALERTS_OVER ? "" : " class=",
		   state == ALERTS_OVER ? "" : alerts_state_name(state), page->name);
	if (since.kernel < map->dataset->kernel_count)
		html_print(out, " title='since %s'", map->dataset->kernels[since.kernel].release);
	fprintf(out, "><b>%s</b><i>",
		format_value(since.value,
			     terms_unit(&map->dataset->machines[page->machine], metric), text));
	fprintf(out, "%s</i>", isfinite(since.d) ? format_percent(since.d, text) : "");
	chart_sparkline(series, map->alerts->margin, out);
	terms_sign(out, state);
	fputs("</a></td>", out);
}

static bool has_figure(const struct sitemap *map, const struct sitemap_row *row,
		       enum csv_reader_metric metric)
{
	for (size_t i = 0; i < map->dataset->machine_count; i++)
		if (row->pages[i] && row->pages[i]->series[metric])
			return true;
	return false;
}

static void write_row(const struct sitemap *map, const struct sitemap_row *row,
		      enum csv_reader_metric metric, FILE *out)
{
	html_print(out, "<tr data-name='%s'>", row->point->name);
	html_print(out, *row->label ? "<td class='member'>%s</td>" : "<td>%s</td>",
		   *row->label ? row->label : row->group);
	for (size_t i = 0; i < map->dataset->machine_count; i++)
		write_cell(map, row->pages[i], metric, out);
	fputs("</tr>\n", out);
}

static void write_table(const struct sitemap *map, enum csv_reader_metric metric, FILE *out)
{
	const char *group = NULL;

	write_head(map, metric, out);
	for (size_t i = 0; i < map->row_count; i++) {
		const struct sitemap_row *row = &map->rows[i];

		if (!has_figure(map, row, metric))
			continue;
		if (!group || strcmp(group, row->group) != 0) {
			fputs(group ? "</tbody>\n<tbody>\n" : "<tbody>\n", out);
			if (*row->label)
				html_print(
					out,
					"<tr class='group'><th colspan='%zu'><span>%s</span></th>"
					"</tr>\n",
					map->dataset->machine_count + 1, row->group);
		}
		group = row->group;
		write_row(map, row, metric, out);
	}
	fputs(group ? "</tbody></table></div>\n</section>\n" : "</table></div>\n</section>\n", out);
}

void site_matrix_write(const struct sitemap *map, FILE *out)
{
	html_print(out,
		   "<section>\n<h2>All cases</h2>\n<p>The newest value, its change since the last "
		   "release, and the history. Each leads to its page. "
		   "<span class='open'>\xe2\x96\xb2 open</span> "
		   "<span class='pending'>\xe2\x97\x87 pending</span> "
		   "<span class='acknowledged'>\xe2\x96\xb3 acknowledged</span> "
		   "<span class='faster'>\xe2\x96\xbc faster: its last change</span></p>\n");
	write_filter(map, out);
	fputs("</section>\n", out);
	for (int metric = 0; metric < CSV_READER_METRICS; metric++)
		if (map->has[metric])
			write_table(map, (enum csv_reader_metric)metric, out);
}
