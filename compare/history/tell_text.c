// SPDX-License-Identifier: GPL-2.0-or-later
/* Which alerts are open, and what else should be known, in a mail's width? */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "handover.h"
#include "tell.h"
#include "text.h"

/* Of a group, and of losses, the rest is counted. */
enum { SHOWN_MAX = 6, FASTER_GROUPS_MAX = 5 };

static const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

/* @most: columns of the text. */
static void write_clean(FILE *out, const char *before, const char *text, int most,
			const char *after)
{
	char *clean = text_clean(text);

	fprintf(out, "%s%.*s%s", before, most, clean, after);
	free(clean);
}

static const char *figure_name(const struct chronicle *chronicle,
			       const struct chronicle_series *series)
{
	static const char *const names[SAMPLES_FIGURES] = { "time", "instr:k", "cycles:k" };

	return series->figure == SAMPLES_NS &&
			       strcmp(chronicle->machines[series->machine].unit, "ns") != 0
		       ? "instr"
		       : names[series->figure];
}

static void write_member(const struct chronicle *chronicle, const struct alert *alert, FILE *out)
{
	const struct chronicle_series *series = &chronicle->series[alert->series];
	const struct regimes_change *change = alerts_change(chronicle, alert);
	char *host = text_clean(chronicle->machines[series->machine].name);
	char *point = text_clean(chronicle->points[series->point].name);
	char effect[TEXT_BYTES], interval[TEXT_BYTES];

	fprintf(out, "  %-12.12s %-8s %8s %15s", host, figure_name(chronicle, series),
		text_percent(change->d, effect),
		text_interval(change->low, change->high, interval));
	fprintf(out, "  %s%s\n", alerts_state_name(alert->state),
		series->regimes.is_autocorrelated ? ", autocorrelated" : "");
	fprintf(out, "    %.71s\n", point);
	if (*alert->note)
		write_clean(out, "    (", alert->note, 69, ")\n");
	free(point);
	free(host);
}

static void write_kernels(const struct chronicle *chronicle, const struct alerts_group *group,
			  FILE *out)
{
	write_clean(out, "", chronicle->kernels[group->bad].release, 48, "\n");
	if (group->bad == group->good)
		fputs("  among the runs of that kernel: suspect the machine\n", out);
	else
		write_clean(out, "  after ", chronicle->kernels[group->good].release, 67, "\n");
}

/* Of the largest change: where to look. */
static void write_first_run(const struct tell *summary, const struct alerts_group *group, FILE *out)
{
	const struct alert *alert = &summary->alerts->alerts[group->members[0]];
	const struct chronicle_series *series = &summary->chronicle->series[alert->series];

	write_clean(out,
		    "  first run: ", chronicle_run_at(summary->chronicle, series, alert->at)->path,
		    62, "\n");
}

static void write_group(const struct tell *summary, const struct alerts_group *group, FILE *out)
{
	char least[TEXT_BYTES], median[TEXT_BYTES], most[TEXT_BYTES];

	fprintf(out, "\n%s ",
		group->counts[ALERT_OPEN]	    ? "OPEN  slower since"
		: group->is_faster		    ? "faster since"
		: group->counts[ALERT_ACKNOWLEDGED] ? "acknowledged: slower since"
						    : "over: slower with");
	write_kernels(summary->chronicle, group, out);
	fprintf(out, "  %zu change%s of %zu case%s on %zu machine%s: %s .. %s, median %s\n",
		group->count, plural(group->count), group->cases, plural(group->cases),
		group->machines, plural(group->machines), text_percent(group->least, least),
		text_percent(group->most, most), text_percent(group->median, median));
	write_first_run(summary, group, out);
	if (group->moves_control)
		fputs("  a control moved too: suspect the machine, or the way into the kernel\n",
		      out);
	for (size_t i = 0; i < group->count && i < SHOWN_MAX; i++)
		write_member(summary->chronicle, &summary->alerts->alerts[group->members[i]], out);
	if (group->count > SHOWN_MAX)
		fprintf(out, "  and %zu more (--out SITE, --format json)\n",
			group->count - SHOWN_MAX);
}

static void write_handover(const struct tell *summary, const struct alerts_group *group, FILE *out)
{
	char *start = handover_start(summary->chronicle, group);
	char *run = handover_run(summary->chronicle, summary->alerts, group);

	if (start)
		fprintf(out, "    %s\n", start);
	else if (group->bad != group->good)
		fputs("    no commits: the kernels' releases name none\n", out);
	if (run)
		fprintf(out, "    %s\n", run);
	free(run);
	free(start);
}

static void write_groups(const struct tell *summary, FILE *out)
{
	const struct alerts *alerts = summary->alerts;
	size_t faster = 0, hidden = 0;

	for (size_t i = 0; i < alerts->group_count; i++) {
		const struct alerts_group *group = &alerts->groups[i];
		bool is_open = group->counts[ALERT_OPEN];

		if (!is_open && !group->counts[ALERT_ACKNOWLEDGED] &&
		    (!group->is_faster || ++faster > FASTER_GROUPS_MAX)) {
			hidden++;
			continue;
		}
		write_group(summary, group, out);
		if (is_open)
			write_handover(summary, group, out);
	}
	if (hidden)
		fprintf(out, "\n%zu more group%s, over or faster (--out SITE, --format json)\n",
			hidden, plural(hidden));
}

static void write_losses(const struct tell *summary, FILE *out)
{
	const struct losses *losses = summary->losses;

	if (losses->count)
		fprintf(out, "\nno value in the newest run: %zu point%s that had one\n",
			losses->count, plural(losses->count));
	for (size_t i = 0; i < losses->count && i < SHOWN_MAX; i++) {
		const struct loss *loss = &losses->losses[i];

		write_clean(out, "  ", summary->chronicle->machines[loss->machine].name, 12, " ");
		write_clean(out, "", loss->point, 60, "\n");
		write_clean(out, "    ", loss->why, 71, "\n");
	}
	if (losses->count > SHOWN_MAX)
		fprintf(out, "  and %zu more\n", losses->count - SHOWN_MAX);
}

void tell_text(const struct tell *summary, FILE *out)
{
	const struct chronicle *chronicle = summary->chronicle;
	const struct alerts *alerts = summary->alerts;
	size_t open = alerts_count(alerts, ALERT_OPEN), groups = 0;

	for (size_t i = 0; i < alerts->group_count; i++)
		groups += alerts->groups[i].counts[ALERT_OPEN] > 0;
	fprintf(out, "%zu run%s, %zu machine%s, %zu kernel%s, %zu series\n", chronicle->run_count,
		plural(chronicle->run_count), chronicle->machine_count,
		plural(chronicle->machine_count), chronicle->kernel_count,
		plural(chronicle->kernel_count), chronicle->series_count);
	fprintf(out,
		"change points: E-divisive, 1%% of 199 permutations, margin %.3g%%\n"
		"judged: %zu series; about %.0f of them would change by chance\n",
		alerts->margin * 100, alerts->judged, ceil(alerts->by_chance));
	if (alerts->others)
		fprintf(out, "not judged: %zu series of fewer than 10 runs\n", alerts->others);
	write_groups(summary, out);
	write_losses(summary, out);
	if (open)
		fprintf(out, "\n%zu open alert%s in %zu group%s\n", open, plural(open), groups,
			plural(groups));
	else
		fprintf(out, "\n%s\n",
			alerts->judged ? "no open alerts" : "no series is long enough to judge");
}
