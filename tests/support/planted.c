// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Checks that history found what fake_lab planted, where it was, and nothing else.
 * planted LAB JSON: LAB as fake_lab made it, JSON as `history --format json` wrote it.
 */
#include <errno.h>
#include <gsl/gsl_cdf.h>
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

/* A change found so many kernels away is still that change; whether its place is right, its own
 * interval tells. */
enum { NEAR_KERNELS = 5, LINE_BYTES = 1024, COLUMNS = 7 };

/* What chance may do: 1% of series change by themselves, 5% of 95% intervals miss. */
static const double false_share = 0.01, miss_share = 0.05, surprise = 0.001;

/* @is_small: less than the margin, and not to be found. */
struct change {
	char machine[64], point[128], metric[32];
	long kernel;
	double ln_ratio;
	bool is_small, is_found;
};

/* @from, @to: kernels that may be the first. @effect: ratio less 1. */
struct alerts_alert {
	const char *machine, *point, *metric;
	long good, bad, from, to;
	double effect, low, high, p;
	bool is_planted;
};

struct lab {
	size_t kernel_count, change_count, alert_count;
	char (*kernels)[64];
	struct change *changes;
	struct alerts_alert *alerts;
	size_t misplaced, uncovered, missing, small, wrong;
};

static FILE *open_list(const char *folder, const char *leaf)
{
	char *path = xasprintf("%s/%s", folder, leaf), line[LINE_BYTES];
	FILE *in = fopen(path, "re");

	if (!in || !fgets(line, sizeof(line), in))
		die(EXIT_USAGE, "read %s: %s", path, in ? "empty" : strerror(errno));
	free(path);
	return in;
}

/* Cells without quotes. Return: false at the end. */
static bool read_cells(FILE *in, char *line, char **cells, size_t count)
{
	char *rest = line;

	if (!fgets(line, LINE_BYTES, in))
		return false;
	line[strcspn(line, "\n")] = '\0';
	for (size_t i = 0; i < count; i++) {
		cells[i] = strsep(&rest, ",");
		if (!cells[i])
			die(EXIT_USAGE, "%s: too few cells", line);
	}
	return true;
}

static void read_kernels(const char *folder, struct lab *lab)
{
	FILE *in = open_list(folder, "kernels.csv");
	char line[LINE_BYTES], *cells[2];

	while (read_cells(in, line, cells, 2)) {
		lab->kernels = xrealloc(lab->kernels, lab->kernel_count + 1, sizeof(*lab->kernels));
		snprintf(lab->kernels[lab->kernel_count++], sizeof(*lab->kernels), "%s", cells[1]);
	}
	fclose(in);
}

static void read_changes(const char *folder, struct lab *lab)
{
	FILE *in = open_list(folder, "planted.csv");
	char line[LINE_BYTES], *cells[COLUMNS];

	while (read_cells(in, line, cells, COLUMNS)) {
		struct change *change;

		lab->changes = xrealloc(lab->changes, lab->change_count + 1, sizeof(*lab->changes));
		change = &lab->changes[lab->change_count++];
		*change = (struct change) {
			.kernel = strtol(cells[5], NULL, 10),
			.ln_ratio = strtod(cells[6], NULL),
			.is_small = !strcmp(cells[0], "small"),
		};
		snprintf(change->machine, sizeof(change->machine), "%s", cells[1]);
		snprintf(change->point, sizeof(change->point), "%s", cells[2]);
		snprintf(change->metric, sizeof(change->metric), "%s", cells[3]);
	}
	fclose(in);
}

/* A release, or what holds one. Return: the kernel's number; dies when there is none of that name.
 */
static long kernel_of(const struct lab *lab, const json_t *value, const char *what)
{
	const char *release = json_string_value(
		json_is_object(value) ? json_object_get(value, "release") : value);

	for (size_t i = 0; release && i < lab->kernel_count; i++)
		if (!strcmp(lab->kernels[i], release))
			return (long)i;
	die(EXIT_FAILED, "an alert's %s is no kernel of the lab: %s", what,
	    release ? release : "not a release");
}

static const char *text_of(const json_t *alert, const char *key)
{
	const char *text = json_string_value(json_object_get(alert, key));

	if (!text)
		die(EXIT_FAILED, "an alert has no %s", key);
	return text;
}

static double number_of(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_number(value))
		die(EXIT_FAILED, "%s is not a number", key);
	return json_number_value(value);
}

static struct alerts_alert alert_of(const struct lab *lab, const json_t *json)
{
	const json_t *place = json_object_get(json, "place");

	return (struct alerts_alert) {
		.machine = text_of(json, "machine"),
		.point = text_of(json, "point"),
		.metric = text_of(json, "figure"),
		.good = kernel_of(lab, json_object_get(json, "good"), "good"),
		.bad = kernel_of(lab, json_object_get(json, "bad"), "bad"),
		.from = kernel_of(lab, json_object_get(place, "from"), "place.from"),
		.to = kernel_of(lab, json_object_get(place, "to"), "place.to"),
		.effect = number_of(json, "effect"),
		.low = number_of(json, "effect_low"),
		.high = number_of(json, "effect_high"),
		.p = number_of(json, "p"),
	};
}

static void read_alerts(const json_t *root, struct lab *lab)
{
	const json_t *list = json_object_get(root, "alerts");

	if (!json_is_array(list))
		die(EXIT_FAILED, "there is no array of alerts");
	lab->alert_count = json_array_size(list);
	lab->alerts = xcalloc(lab->alert_count + 1, sizeof(*lab->alerts));
	for (size_t i = 0; i < lab->alert_count; i++)
		lab->alerts[i] = alert_of(lab, json_array_get(list, i));
}

/* Does the alert contradict itself? Boots of one kernel may lie on both sides. */
static void check_alert(struct lab *lab, const struct alerts_alert *alert)
{
	if (alert->p > 0 && alert->p <= 0.01 && alert->low <= alert->effect &&
	    alert->effect <= alert->high && alert->good <= alert->bad &&
	    alert->from <= alert->bad && alert->bad <= alert->to)
		return;
	printf("wrong: %s %s %s: good %ld, bad %ld of %ld to %ld, effect %g of %g to %g, p %g\n",
	       alert->machine, alert->point, alert->metric, alert->good, alert->bad, alert->from,
	       alert->to, alert->effect, alert->low, alert->high, alert->p);
	lab->wrong++;
}

static bool is_of(const struct alerts_alert *alert, const struct change *change)
{
	return !strcmp(alert->machine, change->machine) && !strcmp(alert->point, change->point) &&
	       !strcmp(alert->metric, change->metric) &&
	       (alert->effect > 0) == (change->ln_ratio > 0) &&
	       labs(alert->bad - change->kernel) <= NEAR_KERNELS;
}

static void look_for(struct lab *lab, struct change *change)
{
	double effect = expm1(change->ln_ratio);

	for (size_t i = 0; i < lab->alert_count && !change->is_found; i++) {
		struct alerts_alert *alert = &lab->alerts[i];

		if (alert->is_planted || !is_of(alert, change))
			continue;
		change->is_found = alert->is_planted = true;
		lab->misplaced += change->kernel < alert->from || change->kernel > alert->to;
		lab->uncovered += effect < alert->low || effect > alert->high;
	}
	lab->small += change->is_small && change->is_found;
	lab->missing += !change->is_small && !change->is_found;
	if (change->is_small == change->is_found)
		printf("%s: %s %s %s at kernel %ld, ln %+.4f\n",
		       change->is_small ? "too small, but found" : "missing", change->machine,
		       change->point, change->metric, change->kernel, change->ln_ratio);
}

/* More of @n events that each have that probability are surprising. */
static size_t bound_of(double share, size_t n)
{
	unsigned int bound = 0;

	while (gsl_cdf_binomial_Q(bound, share, (unsigned int)n) > surprise)
		bound++;
	return bound;
}

/* Return: was all as it should be? */
static bool judge(struct lab *lab, size_t series)
{
	size_t planted = 0, wrongly = 0, false_bound = bound_of(false_share, series), miss_bound;

	for (size_t i = 0; i < lab->alert_count; i++)
		check_alert(lab, &lab->alerts[i]);
	for (size_t i = 0; i < lab->change_count; i++) {
		look_for(lab, &lab->changes[i]);
		planted += !lab->changes[i].is_small;
	}
	for (size_t i = 0; i < lab->alert_count; i++) {
		const struct alerts_alert *alert = &lab->alerts[i];

		wrongly += !alert->is_planted;
		if (!alert->is_planted)
			printf("not planted: %s %s %s at kernel %ld, effect %+.4f, p %g\n",
			       alert->machine, alert->point, alert->metric, alert->bad,
			       alert->effect, alert->p);
	}
	miss_bound = bound_of(miss_share, planted);
	printf("%zu planted: %zu missing, %zu outside of the place's interval, %zu of the "
	       "effect's (%zu may be); %zu too small but found; %zu not planted in %zu series (%zu "
	       "may be); %zu wrong\n",
	       planted, lab->missing, lab->misplaced, lab->uncovered, miss_bound, lab->small,
	       wrongly, series, false_bound, lab->wrong);
	return !lab->missing && !lab->small && !lab->wrong && lab->misplaced <= miss_bound &&
	       lab->uncovered <= miss_bound && wrongly <= false_bound;
}

int main(int argc, char **argv)
{
	struct lab lab = { 0 };
	json_error_t error;
	json_t *root;
	double series;
	bool is_right;

	die_name(argv[0]);
	if (argc != 3)
		die(EXIT_USAGE, "usage: planted LAB JSON");
	read_kernels(argv[1], &lab);
	read_changes(argv[1], &lab);
	root = json_load_file(argv[2], 0, &error);
	if (!root)
		die(EXIT_FAILED, "%s:%d: %s", argv[2], error.line, error.text);
	read_alerts(root, &lab);
	series = number_of(root, "series_judged");
	if (!(series >= 1 && series <= 1e6))
		die(EXIT_FAILED, "series_judged is %g", series);
	is_right = judge(&lab, (size_t)series);
	json_decref(root);
	free(lab.kernels);
	free(lab.changes);
	free(lab.alerts);
	return is_right ? EXIT_DONE : EXIT_FAILED;
}
