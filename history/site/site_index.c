// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the first page: headline, alerts, machines and cases. */
#include "site_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "report/html.h"
#include "site_alerts.h"
#include "terms.h"
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

	html_begin(out, "history", NULL, "index");
	html_print(out,
		   "<header>\n<h1>ptebench: history</h1>\n<p class='dim'>%zu run%s of %zu kernel%s "
		   "on %zu machine%s.",
		   dataset->run_count, terms_plural(dataset->run_count), dataset->kernel_count,
		   terms_plural(dataset->kernel_count), dataset->machine_count,
		   terms_plural(dataset->machine_count));
	if (newest) {
		html_print(out, " The newest: %s of ", newest->name);
		terms_kernel(out, &dataset->kernels[newest->kernel]);
		html_print(out, " on %s.", dataset->machines[newest->machine].name);
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
	html_print(out,
		   "<tr><td>%s</td><td>%zu</td><td>%zu</td><td>%zu</td><td class='%s'>%zu</td>"
		   "<td class='left'>",
		   machine->name, machine->count, count_kernels(dataset, machine), series,
		   open ? "S" : "", open);
	if (newest) {
		html_print(out, "%s</td><td class='left'>", newest->name);
		terms_kernel(out, &dataset->kernels[newest->kernel]);
	} else {
		fputs("</td><td>", out);
	}
	html_print(out, "</td><td class='text'>%s</td></tr>\n", machine->about);
}

static void write_machines(const struct sitemap *map, FILE *out)
{
	html_print(
		out,
		"<section id='machines'>\n<h2>Machines</h2>\n<div class='wide'><table><thead><tr>"
		"<th>machine</th><th>runs</th><th>kernels</th><th>series</th>"
		"<th>open alerts</th><th class='left'>newest run</th>"
		"<th class='left'>its kernel</th><th class='left'>about</th></tr></thead>\n"
		"<tbody>\n");
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
	terms_end(out);
}
