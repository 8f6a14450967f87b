// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints open alerts and notes in the width of a mail. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bisect_hint.h"
#include "history/site/terms.h"
#include "print.h"
#include "compare/format.h"

/* Number of members or missing points shown; the rest is counted. */
enum { SHOWN_MAX = 6, FASTER_GROUPS_MAX = 5 };

/* Writes printable ASCII between two trusted texts. @most: columns of @text. */
static void write_clean(FILE *out, const char *before, const char *text, int most,
			const char *after)
{
	char *clean = format_clean(text);

	fprintf(out, "%s%.*s%s", before, most, clean, after);
	free(clean);
}

static const char *figure_name(const struct dataset *dataset, const struct dataset_series *series)
{
	static const char *const names[CSV_READER_METRICS] = { "time", "instr:k", "cycles:k" };

	return series->metric == CSV_READER_NS &&
			       dataset->machines[series->machine].counts_instructions
		       ? "instr"
		       : names[series->metric];
}

static void write_member(const struct print *summary, const struct alerts_alert *alert, FILE *out)
{
	const struct dataset *dataset = summary->dataset;
	const struct dataset_series *series = &dataset->series[alert->series];
	const struct segments_change *change = alerts_change(dataset, alert);
	char *host = format_clean(dataset->machines[series->machine].name);
	char *point = format_clean(dataset->points[series->point].name);
	char *why_new = alerts_why_new(dataset, summary->alerts, alert);
	char effect[FORMAT_BYTES], interval[FORMAT_BYTES];

	fprintf(out, "  %-12.12s %-8s %8s %15s", host, figure_name(dataset, series),
		format_percent(change->d, effect),
		format_interval(change->low, change->high, interval));
	fprintf(out, "  %s%s\n", alerts_state_name(alert->state),
		series->segments.is_autocorrelated ? ", autocorrelated" : "");
	fprintf(out, "    %.71s\n", point);
	if (why_new)
		fprintf(out, "    %s\n", why_new);
	if (*alert->note)
		write_clean(out, "    (", alert->note, 69, ")\n");
	free(why_new);
	free(point);
	free(host);
}

static void write_group(const struct print *summary, const struct alerts_group *group, FILE *out)
{
	const struct dataset *dataset = summary->dataset;
	const struct alerts_alert *largest = &summary->alerts->alerts[group->members[0]];
	char least[FORMAT_BYTES], median[FORMAT_BYTES], most[FORMAT_BYTES];

	write_clean(out,
		    group->counts[ALERTS_OPEN]		 ? "\nOPEN  slower since "
		    : group->counts[ALERTS_PENDING]	 ? "\npending: slower since "
		    : group->is_faster			 ? "\nfaster since "
		    : group->counts[ALERTS_ACKNOWLEDGED] ? "\nacknowledged: slower since "
							 : "\nover: slower with ",
		    dataset->kernels[group->bad].release, 48, "\n");
	if (group->bad == group->good)
		fputs("  among the runs of that kernel: suspect the machine\n", out);
	else
		write_clean(out, "  after ", dataset->kernels[group->good].release, 67, "\n");
	fprintf(out, "  %zu change%s of %zu case%s on %zu machine%s: %s .. %s, median %s\n",
		group->count, terms_plural(group->count), group->cases, terms_plural(group->cases),
		group->machines, terms_plural(group->machines), format_percent(group->least, least),
		format_percent(group->most, most), format_percent(group->median, median));
	write_clean(out, "  first run: ",
		    dataset_run_at(dataset, &dataset->series[largest->series], largest->at)->path,
		    62, "\n");
	if (group->moves_control)
		fputs("  a control moved too: suspect the machine, or the way into the kernel\n",
		      out);
	for (size_t i = 0; i < group->count && i < SHOWN_MAX; i++)
		write_member(summary, &summary->alerts->alerts[group->members[i]], out);
	if (group->count > SHOWN_MAX)
		fprintf(out, "  and %zu more (--out SITE, --format json)\n",
			group->count - SHOWN_MAX);
}

static void write_bisect(const struct print *summary, const struct alerts_group *group, FILE *out)
{
	char *start = bisect_hint_start(summary->dataset, group);
	char *run = bisect_hint_run(summary->dataset, summary->alerts, group);

	if (start)
		fprintf(out, "    %s\n", start);
	else if (group->bad != group->good)
		fputs("    no commits: the kernels' releases name none\n", out);
	if (run)
		fprintf(out, "    %s\n", run);
	free(run);
	free(start);
}

static void write_groups(const struct print *summary, FILE *out)
{
	const struct alerts *alerts = summary->alerts;
	size_t faster = 0, hidden = 0;

	for (size_t i = 0; i < alerts->group_count; i++) {
		const struct alerts_group *group = &alerts->groups[i];
		bool is_open = group->counts[ALERTS_OPEN];

		if (!is_open && !group->counts[ALERTS_PENDING] &&
		    !group->counts[ALERTS_ACKNOWLEDGED] &&
		    (!group->is_faster || ++faster > FASTER_GROUPS_MAX)) {
			hidden++;
			continue;
		}
		write_group(summary, group, out);
		if (is_open)
			write_bisect(summary, group, out);
	}
	if (hidden)
		fprintf(out, "\n%zu more group%s, over or faster (--out SITE, --format json)\n",
			hidden, terms_plural(hidden));
}

static void write_missing(const struct print *summary, FILE *out)
{
	const struct missing *missing = summary->missing;

	if (missing->count)
		fprintf(out, "\nno value in the newest run: %zu point%s that had one\n",
			missing->count, terms_plural(missing->count));
	for (size_t i = 0; i < missing->count && i < SHOWN_MAX; i++) {
		const struct missing_point *point = &missing->points[i];

		write_clean(out, "  ", summary->dataset->machines[point->machine].name, 12, " ");
		write_clean(out, "", point->point, 60, "\n");
		write_clean(out, "    ", point->why, 71, "\n");
	}
	if (missing->count > SHOWN_MAX)
		fprintf(out, "  and %zu more\n", missing->count - SHOWN_MAX);
}

void print_text(const struct print *summary, FILE *out)
{
	const struct dataset *dataset = summary->dataset;
	const struct alerts *alerts = summary->alerts;
	size_t open = alerts_count(alerts, ALERTS_OPEN);
	size_t pending = alerts_count(alerts, ALERTS_PENDING);

	fprintf(out, "%zu run%s, %zu machine%s, %zu kernel%s, %zu series\n", dataset->run_count,
		terms_plural(dataset->run_count), dataset->machine_count,
		terms_plural(dataset->machine_count), dataset->kernel_count,
		terms_plural(dataset->kernel_count), dataset->series_count);
	fprintf(out,
		"change points: E-divisive, 1%% of 199 permutations, margin %.3g%%\n"
		"judged: %zu series; in one look about %.0f of them change by chance\n"
		"open: alerts that were found after each of the last %zu runs; others are new\n",
		alerts->margin * 100, alerts->judged, ceil(alerts->by_chance), alerts->stand);
	if (alerts->others)
		fprintf(out, "not judged: %zu series of fewer than 10 runs\n", alerts->others);
	write_groups(summary, out);
	write_missing(summary, out);
	if (open)
		fprintf(out, "\n%zu open alert%s in %zu group%s", open, terms_plural(open),
			alerts_groups(alerts, ALERTS_OPEN),
			terms_plural(alerts_groups(alerts, ALERTS_OPEN)));
	else
		fprintf(out, "\n%s",
			alerts->judged ? "no open alerts" : "no series is long enough to judge");
	if (pending)
		fprintf(out, ", %zu pending", pending);
	fputs("\n", out);
}
