// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the first page: headline, alerts, machines and cases. */
#include "site_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "report/html.h"
#include "site_alerts.h"
#include "site_frame.h"
#include "site_matrix.h"

/* By the runs' names, which are their times; NULL if there is none. */
static const struct dataset_run *newest_run(const struct dataset *dataset)
{
	const struct dataset_run *newest = NULL;

	for (size_t i = 0; i < dataset->run_count; i++)
		if (!newest || strcmp(dataset->runs[i].name, newest->name) > 0)
			newest = &dataset->runs[i];
	return newest;
}

static const struct dataset_run *newest_on(const struct dataset *dataset,
					   const struct dataset_machine *machine)
{
	const struct dataset_run *newest = NULL;

	for (size_t i = 0; i < machine->count; i++) {
		const struct dataset_run *run = &dataset->runs[machine->runs[i]];

		if (!newest || strcmp(run->name, newest->name) > 0)
			newest = run;
	}
	return newest;
}

static void write_top(const struct sitemap *map, FILE *out)
{
	const struct dataset *dataset = map->dataset;
	const struct dataset_run *newest = newest_run(dataset);

	site_frame_begin(out, "history", true);
	fputs("<header>\n<h1>ptebench: history</h1>\n<p class=\"dim\">", out);
	fprintf(out, "%zu run%s of %zu kernel%s on %zu machine%s.", dataset->run_count,
		site_frame_plural(dataset->run_count), dataset->kernel_count,
		site_frame_plural(dataset->kernel_count), dataset->machine_count,
		site_frame_plural(dataset->machine_count));
	if (newest) {
		fputs(" The newest: ", out);
		html_text(out, newest->name);
		fputs(" of ", out);
		site_frame_kernel(out, &dataset->kernels[newest->kernel]);
		fputs(" on ", out);
		html_text(out, dataset->machines[newest->machine].name);
		fputs(".", out);
	}
	fputs("</p>\n</header>\n<main>\n", out);
}

/* Number of kernels that ran on a machine. */
static size_t count_kernels(const struct dataset *dataset, const struct dataset_machine *machine)
{
	bool *seen = xcalloc(dataset->kernel_count + 1, sizeof(*seen));
	size_t count = 0;

	for (size_t i = 0; i < machine->count; i++) {
		size_t kernel = dataset->runs[machine->runs[i]].kernel;

		count += !seen[kernel];
		seen[kernel] = true;
	}
	free(seen);
	return count;
}

static void count_series(const struct sitemap *map, size_t machine, size_t *ret_series,
			 size_t *ret_open)
{
	*ret_series = *ret_open = 0;
	for (size_t i = 0; i < map->dataset->series_count; i++)
		*ret_series += map->dataset->series[i].machine == machine;
	for (size_t i = 0; i < map->alerts->count; i++) {
		const struct alerts_alert *alert = &map->alerts->alerts[i];

		*ret_open += alert->state == ALERTS_OPEN &&
			     map->dataset->series[alert->series].machine == machine;
	}
}

static void write_machine(const struct sitemap *map, size_t at, FILE *out)
{
	const struct dataset *dataset = map->dataset;
	const struct dataset_machine *machine = &dataset->machines[at];
	const struct dataset_run *newest = newest_on(dataset, machine);
	size_t series, open;

	count_series(map, at, &series, &open);
	fputs("<tr><td>", out);
	html_text(out, machine->name);
	fprintf(out, "</td><td>%zu</td><td>%zu</td><td>%zu</td><td class=\"%s\">%zu</td>",
		machine->count, count_kernels(dataset, machine), series, open ? "S" : "", open);
	fputs("<td class=\"left\">", out);
	if (newest) {
		html_text(out, newest->name);
		fputs("</td><td class=\"left\">", out);
		site_frame_kernel(out, &dataset->kernels[newest->kernel]);
	} else {
		fputs("</td><td>", out);
	}
	fputs("</td><td class=\"text\">", out);
	html_text(out, machine->about);
	fputs("</td></tr>\n", out);
}

static void write_machines(const struct sitemap *map, FILE *out)
{
	fputs("<section id=\"machines\">\n<h2>Machines</h2>\n<div class=\"wide\"><table><thead><tr>"
	      "<th>machine</th><th>runs</th><th>kernels</th><th>series</th><th>open alerts</th>"
	      "<th class=\"left\">newest run</th><th class=\"left\">its kernel</th>"
	      "<th class=\"left\">about</th></tr></thead>\n<tbody>\n",
	      out);
	for (size_t i = 0; i < map->dataset->machine_count; i++)
		write_machine(map, i, out);
	fputs("</tbody></table></div>\n</section>\n", out);
}

void site_index_write(const struct sitemap *map, FILE *out)
{
	write_top(map, out);
	site_alerts_headline(map, out);
	site_alerts_write(map, out);
	write_machines(map, out);
	site_matrix_write(map, out);
	site_frame_end(out);
}
