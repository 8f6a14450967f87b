// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes a cell with trend, state and change for each machine and case. */
#include "site_matrix.h"

#include <math.h>
#include <string.h>

#include "report/html.h"
#include "site_frame.h"
#include "sparkline.h"
#include "compare/format.h"

static const char *const titles[CSV_READER_METRICS] = { "Time", "Instructions in the kernel",
							"Cycles in the kernel" };

static const char *const words[CSV_READER_METRICS] = { "time", "instructions", "cycles" };

static void write_filter(const struct sitemap *map, FILE *out)
{
	fputs("<div class=\"filter\" id=\"filter\" hidden>\n<label>Case <input type=\"search\" "
	      "placeholder=\"fork 64K\"></label>\n<label><input type=\"checkbox\"> with an alert "
	      "alone</label>\n",
	      out);
	for (int metric = 0; metric < CSV_READER_METRICS; metric++)
		if (map->has[metric])
			fprintf(out,
				"<label><input type=\"radio\" name=\"figure\" value=\"%s\"> "
				"%s</label>\n",
				words[metric], words[metric]);
	fputs("<output class=\"dim\"></output>\n</div>\n", out);
}

static void write_head(const struct sitemap *map, enum csv_reader_metric metric, FILE *out)
{
	fprintf(out, "<section class=\"matrix\" id=\"%s\">\n<h2>%s</h2>\n", words[metric],
		titles[metric]);
	fputs("<div class=\"wide tall\"><table class=\"matrix\"><thead><tr><th>case</th>", out);
	for (size_t i = 0; i < map->dataset->machine_count; i++) {
		const struct dataset_machine *machine = &map->dataset->machines[i];

		fputs("<th class=\"left\"><span title=\"", out);
		html_text(out, machine->about);
		fputs("\">", out);
		html_text(out, machine->name);
		fputs("</span>", out);
		if (metric == CSV_READER_NS && strcmp(machine->unit, "ns") != 0)
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
	fprintf(out, "<td%s%s><a href=\"%s\"", state == ALERTS_OVER ? "" : " class=",
		state == ALERTS_OVER ? "" : alerts_state_name(state), page->name);
	if (since.kernel < map->dataset->kernel_count) {
		fputs(" title=\"since ", out);
		html_text(out, map->dataset->kernels[since.kernel].release);
		fputs("\"", out);
	}
	fprintf(out, "><b>%s</b><i>",
		format_value(since.value,
			     site_frame_unit(&map->dataset->machines[page->machine], metric),
			     text));
	fputs(isfinite(since.d) ? format_percent(since.d, text) : "", out);
	fputs("</i>", out);
	sparkline_write(series, map->alerts->margin, out);
	site_frame_sign(out, state);
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
	fputs("<tr data-name=\"", out);
	html_text(out, row->point->name);
	fputs(*row->label ? "\"><td class=\"member\">" : "\"><td>", out);
	html_text(out, *row->label ? row->label : row->group);
	fputs("</td>", out);
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
			if (*row->label) {
				fprintf(out, "<tr class=\"group\"><th colspan=\"%zu\"><span>",
					map->dataset->machine_count + 1);
				html_text(out, row->group);
				fputs("</span></th></tr>\n", out);
			}
		}
		group = row->group;
		write_row(map, row, metric, out);
	}
	fputs(group ? "</tbody></table></div>\n</section>\n" : "</table></div>\n</section>\n", out);
}

void site_matrix_write(const struct sitemap *map, FILE *out)
{
	fputs("<section>\n<h2>All cases</h2>\n<p>The newest value, its change since the last "
	      "release, "
	      "and the history. Each leads to its page. <span class=\"open\">\xe2\x96\xb2 "
	      "open</span> "
	      "<span class=\"acknowledged\">\xe2\x96\xb3 acknowledged</span> "
	      "<span class=\"faster\">\xe2\x96\xbc faster: its last change</span></p>\n",
	      out);
	write_filter(map, out);
	fputs("</section>\n", out);
	for (int metric = 0; metric < CSV_READER_METRICS; metric++)
		if (map->has[metric])
			write_table(map, (enum csv_reader_metric)metric, out);
}
