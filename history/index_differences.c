// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares two indexes in SQL, after attaching one to the other as "old". */
#include <stdlib.h>

#include "base/die.h"
#include "index.h"

/* All that an index keeps of a run, but for "about", which the last run of a machine sets. */
#define RUNS(of)                                                                                   \
	"SELECT path, stamp, reason, run.name, row_count, bad_rows, machine.key, machine.name, "   \
	"counts_instructions, release, version FROM " of ".run LEFT JOIN " of ".machine "          \
	"ON machine.id = run.machine LEFT JOIN " of ".kernel ON kernel.id = run.kernel"
#define VALUES(of)                                                                                 \
	"SELECT path, point.name, protocol, case_name, family, folio_bytes, size_bytes, "          \
	"is_per_page, figure, value, low, high, processes FROM " of ".value "                      \
	"JOIN " of ".run ON run.id = value.run JOIN " of ".point ON point.id = value.point"
#define TROUBLES(of)                                                                               \
	"SELECT path, point, why FROM " of ".trouble JOIN " of ".run ON run.id = trouble.run"
#define DIFFERING(rows)                                                                            \
	"SELECT path FROM (" rows("main") " EXCEPT " rows(                                         \
		"old") ") UNION "                                                                  \
		       "SELECT path FROM (" rows("old") " EXCEPT " rows("main") ")"

size_t index_differences(struct index *index, struct index *other, char ***ret_paths)
{
	sqlite3_stmt *attach = index_prepare(index, "ATTACH ? AS old"), *differing;
	char **paths = NULL;
	size_t count = 0;

	index_put(index, attach, "t", other->path);
	sqlite3_finalize(attach);
	differing = index_prepare(index,
				  DIFFERING(RUNS) " UNION " DIFFERING(VALUES) " UNION " DIFFERING(
					  TROUBLES) " ORDER BY path");
	while (index_step(index, differing)) {
		paths = xrealloc(paths, count + 1, sizeof(*paths));
		paths[count++] = xstrdup((const char *)sqlite3_column_text(differing, 0));
	}
	sqlite3_finalize(differing);
	index_execute(index, "DETACH old");
	*ret_paths = paths;
	return count;
}
