// SPDX-License-Identifier: GPL-2.0-or-later
/* Groups runs by set, machine and kernel, and makes unique, harmless names of untrusted texts. */
#include "export_data.h"

#include <stdlib.h>
#include <string.h>

#include "compare/format.h"

static char harmless(char c)
{
	static const char kept[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789_-.";

	if (c == '/')
		return '.';
	if (c == '=')
		return '-';
	return strchr(kept, c) ? c : '_';
}

char *export_data_slug(const char *text)
{
	size_t length = strnlen(text, EXPORT_DATA_SLUG_BYTES);
	char *slug = xcalloc(length + 2, 1);

	for (size_t i = 0; i < length; i++) {
		slug[i] = harmless(text[i]);
		if (slug[i] == '.' && (!i || slug[i - 1] == '.' || i + 1 == length))
			slug[i] = '_';
	}
	if (!length)
		*slug = '_';
	return slug;
}

static bool is_taken(json_t *names, const char *shown)
{
	for (void *at = json_object_iter(names); at; at = json_object_iter_next(names, at))
		if (!strcmp(json_string_value(json_object_iter_value(at)), shown))
			return true;
	return false;
}

const char *export_data_name(json_t *names, const char *key, const char *wanted)
{
	char *shown;

	if (json_object_get(names, key))
		return json_string_value(json_object_get(names, key));
	shown = xstrdup(wanted);
	for (unsigned int number = 2; is_taken(names, shown); number++) {
		free(shown);
		shown = xasprintf("%s-%u", wanted, number);
	}
	json_object_set_new_nocheck(names, key, json_string(shown));
	free(shown);
	return json_string_value(json_object_get(names, key));
}

/* @kind: a key of struct export_data's @names. Frees @wanted. */
static const char *name_of(const struct export_data *bundle, const char *kind, const char *key,
			   char *wanted)
{
	const char *name =
		export_data_name(json_object_get(bundle->names, kind), key, *wanted ? wanted : "?");

	free(wanted);
	return name;
}

static struct export_data_group *group_of(struct export_data *bundle, const struct load_set *set,
					  const struct load_run *run)
{
	const char *host = host_facts_get(&run->facts, "host"), *label;
	const char *kernel = host_facts_get(&run->facts, "kernel_release");
	/* A kernel's name may contain anything but a newline. */
	char *key = xasprintf("%s\n%s\n%s", set->path, kernel, run->machine);
	char *text = xasprintf("%s/%s/%s", set->name, host, kernel);

	label = name_of(bundle, "labels", key, export_data_slug(text));
	free(text);
	free(key);
	for (size_t i = 0; i < bundle->count; i++)
		if (bundle->groups[i].label == label)
			return &bundle->groups[i];
	bundle->groups = xrealloc(bundle->groups, bundle->count + 1, sizeof(*bundle->groups));
	bundle->groups[bundle->count] = (struct export_data_group) {
		.facts = &run->facts,
		.label = label,
		.set = name_of(bundle, "sets", set->path, format_clean(set->name)),
		.machine = name_of(bundle, "machines", run->machine, format_clean(host)),
		.machine_label =
			name_of(bundle, "machine_labels", run->machine, export_data_slug(host)),
		.kernel = format_clean(kernel),
	};
	return &bundle->groups[bundle->count++];
}

static void sort_runs(struct export_data *bundle, const struct load_set *set)
{
	for (size_t i = 0; i < set->count; i++) {
		struct export_data_group *group;

		if (set->runs[i].error)
			continue;
		group = group_of(bundle, set, &set->runs[i]);
		group->runs = (const struct load_run **)xrealloc(
			(void *)group->runs, group->run_count + 1, sizeof(*group->runs));
		group->runs[group->run_count++] = &set->runs[i];
	}
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct export_data_point *)a)->row->point,
		      ((const struct export_data_point *)b)->row->point);
}

static int compare_points(const void *a, const void *b)
{
	return csv_reader_compare(((const struct export_data_point *)a)->row,
				  ((const struct export_data_point *)b)->row);
}

/* Keeps an ok row of each point: the others do not show whether pages are counted. */
static void merge_names(struct export_data_group *group)
{
	size_t kept = 0;

	qsort(group->points, group->point_count, sizeof(*group->points), compare_names);
	for (size_t i = 0; i < group->point_count; i++) {
		struct export_data_point *last = kept ? &group->points[kept - 1] : NULL;

		if (!last || compare_names(last, &group->points[i]))
			group->points[kept++] = group->points[i];
		else if (strcmp(last->row->status, csv_row_status_name(CSV_ROW_OK)) != 0)
			*last = group->points[i];
	}
	group->point_count = kept;
	qsort(group->points, group->point_count, sizeof(*group->points), compare_points);
}

static void list_points(struct export_data_group *group, const struct globlist *only)
{
	size_t room = 1;

	for (size_t i = 0; i < group->run_count; i++)
		room += group->runs[i]->samples.count;
	group->points = xcalloc(room, sizeof(*group->points));
	for (size_t i = 0; i < group->run_count; i++) {
		const struct csv_reader *samples = &group->runs[i]->samples;

		for (size_t k = 0; k < samples->count; k++)
			if (!only->count || globlist_match(only, samples->points[k].row.point))
				group->points[group->point_count++] = (struct export_data_point) {
					.row = &samples->points[k].row,
					.is_per_page = samples->points[k].is_per_page,
				};
	}
	merge_names(group);
}

void export_data_make(const struct load_set *sets, size_t count, const struct globlist *only,
		      unsigned int metrics, const char *origin, struct export_data *ret_bundle)
{
	struct export_data bundle = {
		.metrics = metrics,
		.origin = origin,
		.names = json_pack("{s:{}, s:{}, s:{}, s:{}, s:{}}", "labels", "sets", "machines",
				   "machine_labels", "points"),
	};

	for (size_t i = 0; i < count; i++)
		sort_runs(&bundle, &sets[i]);
	for (size_t i = 0; i < bundle.count; i++) {
		struct export_data_group *group = &bundle.groups[i];

		list_points(group, only);
		for (size_t k = 0; k < group->point_count; k++) {
			const char *point = group->points[k].row->point;

			group->points[k].name =
				name_of(&bundle, "points", point, format_clean(point));
		}
	}
	*ret_bundle = bundle;
}

void export_data_free(struct export_data *bundle)
{
	for (size_t i = 0; i < bundle->count; i++) {
		free(bundle->groups[i].kernel);
		free((void *)bundle->groups[i].runs);
		free(bundle->groups[i].points);
	}
	free(bundle->groups);
	json_decref(bundle->names);
}
