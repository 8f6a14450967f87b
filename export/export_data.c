// SPDX-License-Identifier: GPL-2.0-or-later
/* Groups runs by set, machine and kernel, and estimates all their points. */
#include "export_data.h"

#include <stdlib.h>
#include <string.h>

#include "compare/format.h"

/* Key of a group; a kernel's name may contain anything but a newline. */
static char *key_of(const struct load_set *set, const struct load_run *run)
{
	return xasprintf("%s\n%s\n%s", set->path, host_facts_get(&run->facts, "kernel_release"),
			 run->machine);
}

static const char *clean_name(json_t *names, const char *key, const char *text)
{
	char *clean = format_clean(text);
	const char *shown = names_show(names, key, *clean ? clean : "?");

	free(clean);
	return shown;
}

static const char *slug_name(json_t *names, const char *key, const char *text)
{
	char *slug = names_slug(text);
	const char *shown = names_show(names, key, slug);

	free(slug);
	return shown;
}

static struct export_data_group *add_group(struct export_data *bundle, const char *label)
{
	bundle->groups = xrealloc(bundle->groups, bundle->count + 1, sizeof(*bundle->groups));
	bundle->groups[bundle->count] = (struct export_data_group) { .label = label };
	return &bundle->groups[bundle->count++];
}

static struct export_data_group *group_of(struct export_data *bundle, const struct load_set *set,
					  const struct load_run *run)
{
	char *key = key_of(set, run), *text;
	struct export_data_group *group;
	const char *label;

	text = xasprintf("%s/%s/%s", set->name, host_facts_get(&run->facts, "host"),
			 host_facts_get(&run->facts, "kernel_release"));
	label = slug_name(bundle->labels, key, text);
	free(text);
	free(key);
	for (size_t i = 0; i < bundle->count; i++)
		if (bundle->groups[i].label == label)
			return &bundle->groups[i];
	group = add_group(bundle, label);
	group->facts = &run->facts;
	group->set = clean_name(bundle->set_names, set->path, set->name);
	group->machine = clean_name(bundle->machine_names, run->machine,
				    host_facts_get(&run->facts, "host"));
	group->machine_label = slug_name(bundle->machine_labels, run->machine,
					 host_facts_get(&run->facts, "host"));
	group->kernel = format_clean(host_facts_get(&run->facts, "kernel_release"));
	return group;
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
		.set_names = json_object(),
		.machine_names = json_object(),
		.machine_labels = json_object(),
		.labels = json_object(),
		.point_names = json_object(),
	};

	for (size_t i = 0; i < count; i++)
		sort_runs(&bundle, &sets[i]);
	for (size_t i = 0; i < bundle.count; i++) {
		struct export_data_group *group = &bundle.groups[i];

		list_points(group, only);
		for (size_t k = 0; k < group->point_count; k++) {
			const char *name = group->points[k].row->point;

			group->points[k].name = clean_name(bundle.point_names, name, name);
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
	json_decref(bundle->set_names);
	json_decref(bundle->machine_names);
	json_decref(bundle->machine_labels);
	json_decref(bundle->labels);
	json_decref(bundle->point_names);
}
