// SPDX-License-Identifier: GPL-2.0-or-later
/* What is no longer measured, though it was asked for? */
#include "losses.h"

#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "index.h"

/* The last one of history: of the kernel that came last. */
static size_t newest_run(const struct chronicle *chronicle, size_t machine)
{
	const struct chronicle_machine *at = &chronicle->machines[machine];

	return at->runs[at->count - 1];
}

/* Return: the newest run with a value of the point, in any figure; SIZE_MAX when there is none. */
static size_t last_with(const struct chronicle *chronicle, size_t machine, const char *point)
{
	size_t last = SIZE_MAX;

	for (size_t i = 0; i < chronicle->series_count; i++) {
		const struct chronicle_series *series = &chronicle->series[i];

		if (series->machine != machine ||
		    strcmp(chronicle->points[series->point].name, point) != 0)
			continue;
		for (size_t j = 0; j < series->count; j++)
			if (last == SIZE_MAX || series->values[j].run > last)
				last = series->values[j].run;
	}
	return last;
}

static void look(struct index *index, sqlite3_stmt *statement, const struct chronicle *chronicle,
		 size_t machine, struct losses *losses)
{
	size_t run = newest_run(chronicle, machine);

	sqlite3_bind_int64(statement, 1, chronicle->runs[run].id);
	while (index_step(index, statement)) {
		const char *point = (const char *)sqlite3_column_text(statement, 0);
		const char *why = (const char *)sqlite3_column_text(statement, 1);
		size_t last = last_with(chronicle, machine, point);

		if (last == SIZE_MAX)
			continue;
		losses->losses =
			xrealloc(losses->losses, losses->count + 1, sizeof(*losses->losses));
		losses->losses[losses->count++] =
			(struct loss) { xstrdup(point), xstrdup(why), machine, run, last };
	}
	sqlite3_reset(statement);
}

void losses_find(struct index *index, const struct chronicle *chronicle, struct losses *ret_losses)
{
	sqlite3_stmt *statement =
		index_prepare(index, "SELECT point, why FROM trouble WHERE run = ? ORDER BY point");
	struct losses losses = { 0 };

	for (size_t i = 0; i < chronicle->machine_count; i++)
		if (chronicle->machines[i].count)
			look(index, statement, chronicle, i, &losses);
	sqlite3_finalize(statement);
	*ret_losses = losses;
}

void losses_free(struct losses *losses)
{
	for (size_t i = 0; i < losses->count; i++) {
		free(losses->losses[i].point);
		free(losses->losses[i].why);
	}
	free(losses->losses);
}
