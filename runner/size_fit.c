// SPDX-License-Identifier: GPL-2.0-or-later
/* Fits time over region size. */
#include "size_fit.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/atomic_file.h"
#include "base/die.h"
#include "base/linreg.h"

#define SIZE_KEY "/size="

enum { SIZES_LEAST = 3 };

/**
 * struct group - points that differ in their size alone.
 * @name: their name without the size.
 * @data: pages and ns of a call, one a process.
 * @median_ns: for each of @data, the median over the processes of its size.
 */
struct group {
	const struct csv_row *row;
	char name[sizeof(((struct csv_row *)0)->point)];
	size_t sizes, count;
	struct linreg_point *data;
	double *median_ns;
	struct linreg line;
	double off_percent;
};

struct groups {
	size_t count;
	struct group *groups;
};

/* Return: the largest distance of a median from the line, in percent of that median. */
static double worst_off(const struct group *group)
{
	const struct linreg *line = &group->line;
	double worst = 0;

	for (size_t i = 0; i < group->count; i++) {
		double on_line = line->intercept + line->slope * group->data[i].x;
		double off = 100 * fabs(on_line / group->median_ns[i] - 1);

		if (!(off <= worst)) /* true for NAN, too */
			worst = off;
	}
	return worst;
}

/* Removes "/size=64M" from a point's name. Return: false when it has no size. */
static bool strip_size(const char *point, char *ret_name, size_t size)
{
	const char *key = strstr(point, SIZE_KEY), *rest;

	if (!key)
		return false;
	rest = key + strlen(SIZE_KEY);
	rest += strcspn(rest, "/");
	snprintf(ret_name, size, "%.*s%s", (int)(key - point), point, rest);
	return true;
}

static struct group *find_group(struct groups *groups, const char *name, const struct csv_row *row)
{
	struct group *group;

	for (size_t i = 0; i < groups->count; i++)
		if (!strcmp(groups->groups[i].name, name))
			return &groups->groups[i];
	groups->groups = xrealloc(groups->groups, groups->count + 1, sizeof(*groups->groups));
	group = &groups->groups[groups->count++];
	*group = (struct group) { .row = row };
	snprintf(group->name, sizeof(group->name), "%s", name);
	return group;
}

static bool has_size(const struct group *group, double pages)
{
	for (size_t i = 0; i < group->count; i++)
		if (group->data[i].x == pages)
			return true;
	return false;
}

static void add_point(struct groups *groups, const struct csv_reader_point *point)
{
	struct csv_reader_series processes = csv_reader_medians(point, CSV_READER_NS);
	double pages = point->pages_per_call, median;
	char name[sizeof(point->row.point)];
	struct group *group;

	if (processes.count && pages > 0 && strip_size(point->row.point, name, sizeof(name))) {
		group = find_group(groups, name, &point->row);
		group->sizes += !has_size(group, pages);
		group->data =
			xrealloc(group->data, group->count + processes.count, sizeof(*group->data));
		group->median_ns = xrealloc(group->median_ns, group->count + processes.count,
					    sizeof(*group->median_ns));
		median = pages * csv_reader_median(processes.values, processes.count);
		for (size_t i = 0; i < processes.count; i++) {
			group->median_ns[group->count] = median;
			group->data[group->count++] = (struct linreg_point) {
				.x = pages,
				.y = pages * processes.values[i],
				.weight = 1 / (median * median),
			};
		}
	}
	free(processes.values);
}

static void free_group(struct group *group)
{
	free(group->median_ns);
	free(group->data);
}

static void keep_lines(struct groups *groups)
{
	size_t kept = 0;

	for (size_t i = 0; i < groups->count; i++) {
		struct group *group = &groups->groups[i];

		if (group->sizes >= SIZES_LEAST) {
			linreg_fit(group->data, group->count, &group->line);
			group->off_percent = worst_off(group);
			groups->groups[kept++] = *group;
		} else {
			free_group(group);
		}
	}
	groups->count = kept;
}

static const char *format(double value, int decimals, const char *unknown, char *ret_text)
{
	if (!isfinite(value))
		return unknown;
	snprintf(ret_text, 32, "%.*f", decimals, value);
	return ret_text;
}

/* Four significant digits. */
static const char *format_short(double value, char *ret_text)
{
	if (!isfinite(value))
		return "-";
	snprintf(ret_text, 32, fabs(value) < 1000 ? "%#.4g" : "%.0f", value);
	return ret_text;
}

/* Return: 0 or -errno. */
static int write_csv(const struct groups *groups, const char *path)
{
	FILE *out = atomic_file_create(path);
	char text[5][32];
	bool is_lost;

	if (!out)
		return -errno;
	fputs("family,case,point_without_size,sizes,processes,per_call_ns,per_call_se_ns,"
	      "per_page_ns,per_page_se_ns,off_percent\n",
	      out);
	for (size_t i = 0; i < groups->count; i++) {
		const struct group *group = &groups->groups[i];
		char family[80], case_name[160], name[300];

		csv_row_quote(group->row->family, family);
		csv_row_quote(group->row->case_name, case_name);
		csv_row_quote(group->name, name);
		fprintf(out, "%s,%s,%s,%zu,%zu,%s,%s,%s,%s,%s\n", family, case_name, name,
			group->sizes, group->count, format(group->line.intercept, 3, "", text[0]),
			format(group->line.intercept_se, 3, "", text[1]),
			format(group->line.slope, 6, "", text[2]),
			format(group->line.slope_se, 6, "", text[3]),
			format(group->off_percent, 1, "", text[4]));
	}
	is_lost = ferror(out);
	return fclose(out) || is_lost ? -EIO : 0;
}

static void print_table(const struct groups *groups, FILE *out)
{
	char text[5][32];
	int width = 0;

	for (size_t i = 0; i < groups->count; i++)
		if ((int)strlen(groups->groups[i].name) > width)
			width = (int)strlen(groups->groups[i].name);
	fprintf(out, "\ncost of a call and of each page in it: a line through the region sizes\n");
	fprintf(out, "%-*s %9s %8s %8s %7s %5s\n", width, "point without its size", "ns/call",
		"+- se", "ns/page", "+- se", "off%");
	for (size_t i = 0; i < groups->count; i++) {
		const struct linreg *line = &groups->groups[i].line;

		fprintf(out, "%-*s %9s %8s %8s %7s %5s\n", width, groups->groups[i].name,
			format(line->intercept, 0, "-", text[0]),
			format(line->intercept_se, 0, "-", text[1]),
			format_short(line->slope, text[2]), format_short(line->slope_se, text[3]),
			format(groups->groups[i].off_percent, 1, "-", text[4]));
	}
}

int size_fit_print(const struct csv_reader *samples, const char *csv_path, FILE *out)
{
	struct groups groups = { 0 };
	int error = 0;

	for (size_t i = 0; i < samples->count; i++)
		add_point(&groups, &samples->points[i]);
	keep_lines(&groups);
	if (groups.count) {
		print_table(&groups, out);
		error = write_csv(&groups, csv_path);
	}
	if (error)
		warn("write %s: %s", csv_path, strerror(-error));
	for (size_t i = 0; i < groups.count; i++)
		free_group(&groups.groups[i]);
	free(groups.groups);
	return error;
}
