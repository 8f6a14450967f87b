// SPDX-License-Identifier: GPL-2.0-or-later
/* Which pairs of runs are looked at, and what do their files say? */
#include "between.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "environment.h"
#include "threads.h"

static int compare_pairs(const void *a, const void *b)
{
	const struct between *x = a, *y = b;

	if (x->before != y->before)
		return (x->before > y->before) - (x->before < y->before);
	return (x->after > y->after) - (x->after < y->after);
}

static struct between pair_of(const struct chronicle_series *series,
			      const struct regimes_change *change)
{
	return (struct between) { .before = series->values[change->at - 1].run,
				  .after = series->values[change->at].run };
}

/* Many series change at the same place: each pair of runs once. */
static void collect(const struct chronicle *chronicle, struct betweens *betweens)
{
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < chronicle->series_count; i++)
		count += chronicle->series[i].regimes.count - 1;
	betweens->items = xcalloc(count + 1, sizeof(*betweens->items));
	count = 0;
	for (size_t i = 0; i < chronicle->series_count; i++) {
		const struct chronicle_series *series = &chronicle->series[i];

		for (size_t j = 0; j + 1 < series->regimes.count; j++)
			betweens->items[count++] = pair_of(series, &series->regimes.changes[j]);
	}
	qsort(betweens->items, count, sizeof(*betweens->items), compare_pairs);
	for (size_t i = 0; i < count; i++)
		if (!kept || compare_pairs(&betweens->items[kept - 1], &betweens->items[i]) != 0)
			betweens->items[kept++] = betweens->items[i];
	betweens->count = kept;
}

struct work {
	const struct chronicle *chronicle;
	struct betweens *betweens;
};

/* Pages are for others too: where the tree lies here is none of their business. */
static int read_run(const struct chronicle *chronicle, size_t at, struct run *ret_run,
		    struct reason *reason)
{
	char *path = xasprintf("%s/%s", chronicle->root, chronicle->runs[at].path);
	int error = load_environment(path, ret_run);

	if (error && !reason->text[0])
		reason_set(reason, "%s/host.csv: %s", chronicle->runs[at].path,
			   error == -EBADMSG ? "damaged, or it names no boot" : strerror(-error));
	free(path);
	return error;
}

static void compare_runs(size_t item, void *argument)
{
	struct work *work = argument;
	struct between *between = &work->betweens->items[item];
	struct run a, b;
	int error = read_run(work->chronicle, between->before, &a, &between->reason);

	error = read_run(work->chronicle, between->after, &b, &between->reason) || error;
	if (!error) {
		struct units_run runs[] = { { .run = &a, .side = SIDE_A },
					    { .run = &b, .side = SIDE_B } };
		struct judge_machine machine = { .design = { .count = 2, .runs = runs } };

		between->count = environment_differences(&machine, &between->texts);
	}
	load_free_run(&b);
	load_free_run(&a);
}

void between_read(const struct chronicle *chronicle, struct betweens *ret_betweens)
{
	struct betweens betweens = { 0 };
	struct work work = { chronicle, &betweens };

	collect(chronicle, &betweens);
	threads_run(betweens.count, compare_runs, &work);
	*ret_betweens = betweens;
}

void between_free(struct betweens *betweens)
{
	for (size_t i = 0; i < betweens->count; i++) {
		for (size_t j = 0; j < betweens->items[i].count; j++)
			free(betweens->items[i].texts[j]);
		free(betweens->items[i].texts);
	}
	free(betweens->items);
}

const struct between *between_find(const struct betweens *betweens,
				   const struct chronicle_series *series,
				   const struct regimes_change *change)
{
	struct between key = pair_of(series, change);

	return bsearch(&key, betweens->items, betweens->count, sizeof(key), compare_pairs);
}
