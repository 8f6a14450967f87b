// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads each pair of runs beside a change once, in parallel. */
#include "site.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compare/comparison.h"
#include "compare/threads.h"

static int compare_pairs(const void *a, const void *b)
{
	const struct env_diff *x = a, *y = b;

	if (x->before != y->before)
		return (x->before > y->before) - (x->before < y->before);
	return (x->after > y->after) - (x->after < y->after);
}

static struct env_diff pair_of(const struct dataset_series *series,
			       const struct segments_change *change)
{
	return (struct env_diff) { .before = series->values[change->at - 1].run,
				   .after = series->values[change->at].run };
}

/* Collects each pair of runs once, as many series change at the same place. */
static void collect(const struct dataset *dataset, struct env_diff_list *list)
{
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < dataset->series_count; i++)
		count += dataset->series[i].segments.count - 1;
	list->items = xcalloc(count + 1, sizeof(*list->items));
	count = 0;
	for (size_t i = 0; i < dataset->series_count; i++) {
		const struct dataset_series *series = &dataset->series[i];

		for (size_t j = 0; j + 1 < series->segments.count; j++)
			list->items[count++] = pair_of(series, &series->segments.changes[j]);
	}
	qsort(list->items, count, sizeof(*list->items), compare_pairs);
	for (size_t i = 0; i < count; i++)
		if (!kept || compare_pairs(&list->items[kept - 1], &list->items[i]) != 0)
			list->items[kept++] = list->items[i];
	list->count = kept;
}

struct work {
	const struct dataset *dataset;
	struct env_diff_list *list;
};

/* Pages may be published: do not show the tree's absolute path. */
static int read_run(const struct dataset *dataset, size_t at, struct load_run *ret_run,
		    struct reason *reason)
{
	char *path = xasprintf("%s/%s", dataset->root, dataset->runs[at].path);
	int error = load_environment(path, ret_run);

	if (error && !reason->text[0])
		reason_set(reason, "%s/host.csv: %s", dataset->runs[at].path,
			   error == -EBADMSG ? "damaged, or it names no boot" : strerror(-error));
	free(path);
	return error;
}

static void compare_runs(size_t item, void *argument)
{
	struct work *work = argument;
	struct env_diff *between = &work->list->items[item];
	struct load_run a, b;
	int error = read_run(work->dataset, between->before, &a, &between->reason);

	error = read_run(work->dataset, between->after, &b, &between->reason) || error;
	if (!error) {
		struct design_run runs[] = { { .run = &a, .side = DESIGN_SIDE_A },
					     { .run = &b, .side = DESIGN_SIDE_B } };
		struct comparison_machine machine = { .design = { .count = 2, .runs = runs } };

		between->count = environment_differences(&machine, &between->texts);
	}
	load_free_run(&b);
	load_free_run(&a);
}

void env_diff_read(const struct dataset *dataset, struct env_diff_list *ret_list)
{
	struct env_diff_list list = { 0 };
	struct work work = { dataset, &list };

	collect(dataset, &list);
	threads_run(list.count, compare_runs, &work);
	*ret_list = list;
}

void env_diff_free(struct env_diff_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		for (size_t j = 0; j < list->items[i].count; j++)
			free(list->items[i].texts[j]);
		free(list->items[i].texts);
	}
	free(list->items);
}

const struct env_diff *env_diff_find(const struct env_diff_list *list,
				     const struct dataset_series *series,
				     const struct segments_change *change)
{
	struct env_diff key = pair_of(series, change);

	return bsearch(&key, list->items, list->count, sizeof(key), compare_pairs);
}
