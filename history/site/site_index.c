// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the first page: headline, alerts, machines and cases. */
#include "site.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "compare/format.h"
#include "report/html.h"
#include "terms.h"

/* The last by name, so by time; NULL if there is none. @machine: index; SIZE_MAX: any. */
static const struct dataset_run *newest_run(const struct dataset *dataset, size_t machine)
{
	const struct dataset_run *newest = NULL;

	for (size_t i = 0; i < dataset->run_count; i++) {
		const struct dataset_run *run = &dataset->runs[i];

		if ((machine == SIZE_MAX || run->machine == machine) &&
		    (!newest || strcmp(run->name, newest->name) > 0))
			newest = run;
	}
	return newest;
}

static void write_top(const struct sitemap *map, FILE *out)
{
	const struct dataset *dataset = map->dataset;
	const struct dataset_run *newest = newest_run(dataset, SIZE_MAX);

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

/* Groups of at most so many members are unfolded if any is open. */
enum { MEMBERS_SHOWN = 8 };

static void write_headline(const struct sitemap *map, FILE *out)
{
	const struct alerts *alerts = map->alerts;
	size_t count = alerts_count(alerts, ALERTS_OPEN);
	size_t groups = alerts_groups(alerts, ALERTS_OPEN);
	size_t pending = alerts_count(alerts, ALERTS_PENDING);

	html_print(out, "<p class='answer'>");
	if (count) {
		terms_sign(out, ALERTS_OPEN);
		fprintf(out, " %zu open alert%s in %zu group%s.", count, terms_plural(count),
			groups, terms_plural(groups));
	} else if (alerts->judged) {
		fputs("No open alerts.", out);
	} else {
		fputs("Nothing can be judged yet.", out);
	}
	if (pending)
		fprintf(out, " %zu pending.", pending);
	if (alerts->others)
		fprintf(out, " %zu of %zu series %s too short to judge.", alerts->others,
			alerts->others + alerts->judged, alerts->others == 1 ? "is" : "are");
	fputs("</p>\n", out);
	if (alerts->judged)
		fprintf(out,
			"<p>In one look at %zu series about %.*f change%s would be found by chance "
			"alone (1%%). A change counts from %.3g%% on; it is open once it was found "
			"after each of the last %zu runs, and until then pending.</p>\n",
			alerts->judged, alerts->by_chance < 10 ? 1 : 0, alerts->by_chance,
			alerts->by_chance == 1 ? "" : "s", 100 * alerts->margin, alerts->stand);
}

static void write_title(const struct sitemap *map, const struct alerts_group *group, FILE *out)
{
	const struct dataset_kernel *bad = &map->dataset->kernels[group->bad];
	const struct dataset_kernel *good = &map->dataset->kernels[group->good];
	bool is_rebuilt = bad != good && !strcmp(bad->release, good->release);

	fputs("<h3>", out);
	for (int state = 0; state < ALERTS_STATES; state++)
		if (group->counts[state]) {
			terms_sign(out, (enum alerts_state)state);
			break;
		}
	fprintf(out, " %s %s ",
		group->is_faster		? "Faster"
		: group->counts[ALERTS_OPEN]	? "Slower"
		: group->counts[ALERTS_PENDING] ? "Pending: slower"
						: "Slower",
		bad == good ? "among the runs of" : "since");
	terms_kernel(out, bad);
	if (is_rebuilt)
		html_print(out, " (%s)", bad->version);
	if (bad == good) {
		html_print(out, " <span class='dim'>no kernel brought it: suspect the machine"
				"</span></h3>\n");
		return;
	}
	html_print(out, " <span class='dim'>last before: ");
	terms_kernel(out, good);
	if (is_rebuilt)
		html_print(out, " (%s)", good->version);
	fputs("</span></h3>\n", out);
}

static void write_numbers(const struct alerts_group *group, FILE *out)
{
	char least[FORMAT_BYTES], median[FORMAT_BYTES], most[FORMAT_BYTES];

	fprintf(out, "<p>%zu case%s on %zu machine%s: ", group->cases, terms_plural(group->cases),
		group->machines, terms_plural(group->machines));
	if (group->count == 1)
		fputs(format_percent(group->most, most), out);
	else
		fprintf(out, "median %s, from %s to %s", format_percent(group->median, median),
			format_percent(group->least, least), format_percent(group->most, most));
	fputs(".", out);
	for (int state = 0; state < ALERTS_FASTER; state++)
		if (group->counts[state])
			fprintf(out, " %zu %s.", group->counts[state],
				alerts_state_name((enum alerts_state)state));
	fputs("</p>\n", out);
	if (group->moves_control)
		html_print(out,
			   "<p class='warning'>A control moved there too, in the same direction: "
			   "suspect the machine, or the way into the kernel, before memory "
			   "management.</p>\n");
}

static void write_member(const struct sitemap *map, const struct alerts_alert *alert, FILE *out)
{
	const struct dataset_series *series = &map->dataset->series[alert->series];
	const struct dataset_machine *machine = &map->dataset->machines[series->machine];
	const struct segments_change *change = alerts_change(map->dataset, alert);
	char text[FORMAT_BYTES];

	html_print(
		out,
		"<tr><td><a href='%s'>%s</a></td><td class='left'>%s</td><td class='left'>%s</td>",
		map->page_of[alert->series]->name, map->dataset->points[series->point].name,
		machine->name, terms_metric(machine, series->metric));
	terms_effect(out, change->d);
	html_print(out, "<td>%s</td><td class='left'>",
		   format_interval(change->low, change->high, text));
	terms_place(out, map->dataset, series, change);
	html_print(out, "</td><td>%s</td><td class='left'>", format_q(change->p, text));
	terms_state(out, map->dataset, map->alerts, alert);
	if (series->segments.is_autocorrelated)
		html_print(out, " <span class='tag'>autocorrelated</span>");
	html_print(out, " %s</td></tr>\n", alert->note);
}

static void write_members(const struct sitemap *map, const struct alerts_group *group, FILE *out)
{
	bool is_shown = group->counts[ALERTS_OPEN] && group->count <= MEMBERS_SHOWN;

	fprintf(out, "<details%s><summary>%zu change%s</summary>\n", is_shown ? " open" : "",
		group->count, terms_plural(group->count));
	html_print(out,
		   "<div class='wide'><table><thead><tr><th>case</th><th class='left'>machine</th>"
		   "<th class='left'>figure</th><th>effect</th><th>95%% CI</th>"
		   "<th class='left'>began with (95%%)</th><th>p</th><th class='left'>state</th>"
		   "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < group->count; i++)
		write_member(map, &map->alerts->alerts[group->members[i]], out);
	fputs("</tbody></table></div></details>\n", out);
}

static void write_group(const struct sitemap *map, const struct alerts_group *group, FILE *out)
{
	write_title(map, group, out);
	write_numbers(group, out);
	write_members(map, group, out);
}

static void write_groups(const struct sitemap *map, FILE *out)
{
	const struct alerts *alerts = map->alerts;
	size_t open = 0, rest;

	if (!alerts->group_count)
		return;
	html_print(out, "<section id='alerts'>\n<h2>Changes by kernel</h2>\n");
	for (; open < alerts->group_count && (alerts->groups[open].counts[ALERTS_OPEN] ||
					      alerts->groups[open].counts[ALERTS_PENDING]);
	     open++)
		write_group(map, &alerts->groups[open], out);
	rest = alerts->group_count - open;
	if (rest) {
		fprintf(out,
			"<details%s><summary>%zu group%s in which nothing is open or pending: "
			"acknowledged, over or faster</summary>\n",
			open ? "" : " open", rest, terms_plural(rest));
		for (size_t i = open; i < alerts->group_count; i++)
			write_group(map, &alerts->groups[i], out);
		fputs("</details>\n", out);
	}
	fputs("</section>\n", out);
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

static void write_machine(const struct sitemap *map, size_t at, FILE *out)
{
	const struct dataset *dataset = map->dataset;
	const struct dataset_machine *machine = &dataset->machines[at];
	const struct dataset_run *newest = newest_run(dataset, at);
	size_t series = 0, open = 0;

	for (size_t i = 0; i < dataset->series_count; i++) {
		if (dataset->series[i].machine != at)
			continue;
		series++;
		for (size_t j = 0; j + 1 < dataset->series[i].segments.count; j++)
			open += sitemap_alert(map, &dataset->series[i], j)->state == ALERTS_OPEN;
	}
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
	write_headline(map, out);
	write_groups(map, out);
	write_machines(map, out);
	site_matrix_write(map, out);
	terms_end(out);
}
