// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the groups of alerts, open ones first. */
#include "site_alerts.h"

#include <string.h>

#include "report/html.h"
#include "site_frame.h"
#include "compare/format.h"

/* Groups with at most so many open members are shown in full. */
enum { MEMBERS_SHOWN = 8 };

static size_t open_groups(const struct alerts *alerts)
{
	size_t count = 0;

	for (size_t i = 0; i < alerts->group_count; i++)
		count += alerts->groups[i].counts[ALERTS_OPEN] > 0;
	return count;
}

void site_alerts_headline(const struct sitemap *map, FILE *out)
{
	const struct alerts *alerts = map->alerts;
	size_t count = alerts_count(alerts, ALERTS_OPEN), groups = open_groups(alerts);

	fputs("<p class=\"answer\">", out);
	if (count) {
		site_frame_sign(out, ALERTS_OPEN);
		fprintf(out, " %zu open alert%s in %zu group%s.", count, site_frame_plural(count),
			groups, site_frame_plural(groups));
	} else if (alerts->judged) {
		fputs("No open alerts.", out);
	} else {
		fputs("Nothing can be judged yet.", out);
	}
	if (alerts->others)
		fprintf(out, " %zu of %zu series %s too short to judge.", alerts->others,
			alerts->others + alerts->judged, alerts->others == 1 ? "is" : "are");
	fputs("</p>\n", out);
	if (alerts->judged)
		fprintf(out,
			"<p>In %zu series about %.*f change%s would be found by chance alone "
			"(1%%). A "
			"change counts from %.3g%% on.</p>\n",
			alerts->judged, alerts->by_chance < 10 ? 1 : 0, alerts->by_chance,
			alerts->by_chance == 1 ? "" : "s", 100 * alerts->margin);
}

static const struct dataset_kernel *kernel(const struct sitemap *map, size_t at)
{
	return &map->dataset->kernels[at];
}

static void write_title(const struct sitemap *map, const struct alerts_group *group, FILE *out)
{
	const struct dataset_kernel *bad = kernel(map, group->bad),
				    *good = kernel(map, group->good);
	bool is_rebuilt = bad != good && !strcmp(bad->release, good->release);

	fputs("<h3>", out);
	for (int state = 0; state < ALERTS_STATES; state++)
		if (group->counts[state]) {
			site_frame_sign(out, (enum alerts_state)state);
			break;
		}
	fprintf(out, " %s %s ", group->is_faster ? "Faster" : "Slower",
		bad == good ? "among the runs of" : "since");
	site_frame_kernel(out, bad);
	if (is_rebuilt) {
		fputs(" (", out);
		html_text(out, bad->version);
		fputs(")", out);
	}
	if (bad == good) {
		fputs(" <span class=\"dim\">no kernel brought it: suspect the "
		      "machine</span></h3>\n",
		      out);
		return;
	}
	fputs(" <span class=\"dim\">last before: ", out);
	site_frame_kernel(out, good);
	if (is_rebuilt) {
		fputs(" (", out);
		html_text(out, good->version);
		fputs(")", out);
	}
	fputs("</span></h3>\n", out);
}

static void write_numbers(const struct alerts_group *group, FILE *out)
{
	char least[FORMAT_BYTES], median[FORMAT_BYTES], most[FORMAT_BYTES];

	fprintf(out, "<p>%zu case%s on %zu machine%s: ", group->cases,
		site_frame_plural(group->cases), group->machines,
		site_frame_plural(group->machines));
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
		fputs("<p class=\"warning\">A control moved there too, in the same direction: "
		      "suspect "
		      "the machine, or the way into the kernel, before memory management.</p>\n",
		      out);
}

static void write_place(const struct sitemap *map, const struct dataset_series *series,
			const struct segments_change *change, FILE *out)
{
	site_frame_kernel(out, dataset_kernel_at(map->dataset, series, change->from));
	if (change->from == change->to)
		return;
	fputs(" to ", out);
	site_frame_kernel(out, dataset_kernel_at(map->dataset, series, change->to));
}

static void write_member(const struct sitemap *map, const struct alerts_alert *alert, FILE *out)
{
	const struct dataset_series *series = &map->dataset->series[alert->series];
	const struct dataset_machine *machine = &map->dataset->machines[series->machine];
	const struct segments_change *change = alerts_change(map->dataset, alert);
	char text[FORMAT_BYTES];

	fprintf(out, "<tr><td><a href=\"%s\">", map->page_of[alert->series]->name);
	html_text(out, map->dataset->points[series->point].name);
	fputs("</a></td><td class=\"left\">", out);
	html_text(out, machine->name);
	fprintf(out, "</td><td class=\"left\">%s</td>", site_frame_figure(machine, series->metric));
	site_frame_effect(out, change->d);
	fprintf(out, "<td>%s</td><td class=\"left\">",
		format_interval(change->low, change->high, text));
	write_place(map, series, change, out);
	fprintf(out, "</td><td>%s</td><td class=\"left\">", format_q(change->p, text));
	site_frame_state(out, alert->state);
	if (series->regimes.is_autocorrelated)
		fputs(" <span class=\"tag\">autocorrelated</span>", out);
	fputs(" ", out);
	html_text(out, alert->note);
	fputs("</td></tr>\n", out);
}

static void write_members(const struct sitemap *map, const struct alerts_group *group, FILE *out)
{
	bool is_shown = group->counts[ALERTS_OPEN] && group->count <= MEMBERS_SHOWN;

	fprintf(out, "<details%s><summary>%zu change%s</summary>\n", is_shown ? " open" : "",
		group->count, site_frame_plural(group->count));
	fputs("<div class=\"wide\"><table><thead><tr><th>case</th><th class=\"left\">machine</th>"
	      "<th class=\"left\">figure</th><th>effect</th><th>95% CI</th>"
	      "<th class=\"left\">began with (95%)</th><th>p</th><th class=\"left\">state</th></tr>"
	      "</thead>\n<tbody>\n",
	      out);
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

void site_alerts_write(const struct sitemap *map, FILE *out)
{
	const struct alerts *alerts = map->alerts;
	size_t open = 0, rest;

	if (!alerts->group_count)
		return;
	fputs("<section id=\"alerts\">\n<h2>Changes by kernel</h2>\n", out);
	for (; open < alerts->group_count && alerts->groups[open].counts[ALERTS_OPEN]; open++)
		write_group(map, &alerts->groups[open], out);
	rest = alerts->group_count - open;
	if (rest) {
		fprintf(out,
			"<details%s><summary>%zu group%s in which nothing is open: acknowledged, "
			"over or "
			"faster</summary>\n",
			open ? "" : " open", rest, site_frame_plural(rest));
		for (size_t i = open; i < alerts->group_count; i++)
			write_group(map, &alerts->groups[i], out);
		fputs("</details>\n", out);
	}
	fputs("</section>\n", out);
}
