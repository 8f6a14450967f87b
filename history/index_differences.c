// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares two indexes by a hash per run. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/die.h"
#include "index.h"

/* @sum: of the hashes of all rows of a run, independent of their order. */
struct print {
	int64_t id;
	char *path;
	uint64_t sum;
};

struct prints {
	struct print *prints;
	size_t count;
};

/* Hashes a row's cells from the second on; of blobs and texts their bytes. */
static uint64_t hash_row(sqlite3_stmt *statement)
{
	uint64_t hash = HASH_START;

	for (int i = 1; i < sqlite3_column_count(statement); i++) {
		double number = sqlite3_column_double(statement, i);
		bool is_real = sqlite3_column_type(statement, i) == SQLITE_FLOAT;
		const void *bytes =
			is_real ? (const void *)&number : sqlite3_column_text(statement, i);
		size_t length =
			is_real ? sizeof(number) : (size_t)sqlite3_column_bytes(statement, i);

		hash = hash_add(hash, bytes, length);
		hash = hash_add(hash, "\x1f", 1);
	}
	return hash;
}

static int by_id(const void *a, const void *b)
{
	int64_t x = ((const struct print *)a)->id, y = ((const struct print *)b)->id;

	return (x > y) - (x < y);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct print *)a)->path, ((const struct print *)b)->path);
}

/* @sql: rows whose first cell is a run's id. */
static void add_rows(struct index *index, const char *sql, struct prints *prints)
{
	sqlite3_stmt *statement = index_prepare(index, sql);

	while (prints->count && index_step(index, statement)) {
		struct print key = { .id = sqlite3_column_int64(statement, 0) };
		struct print *print = bsearch(&key, prints->prints, prints->count,
					      sizeof(*prints->prints), by_id);

		if (print)
			print->sum += hash_row(statement);
	}
	sqlite3_finalize(statement);
}

static struct prints take_prints(struct index *index)
{
	sqlite3_stmt *statement = index_prepare(index, "SELECT id, path FROM run ORDER BY id");
	struct prints prints = { 0 };

	while (index_step(index, statement)) {
		prints.prints = xrealloc(prints.prints, prints.count + 1, sizeof(*prints.prints));
		prints.prints[prints.count++] = (struct print) {
			.id = sqlite3_column_int64(statement, 0),
			.path = xstrdup((const char *)sqlite3_column_text(statement, 1)),
		};
	}
	sqlite3_finalize(statement);
	add_rows(index,
		 "SELECT run.id, stamp, reason, run.name, row_count, bad_rows, machine.key, "
		 "machine.name, counts_instructions, release, version FROM run "
		 "LEFT JOIN machine ON machine.id = machine LEFT JOIN kernel ON kernel.id = kernel",
		 &prints);
	add_rows(index,
		 "SELECT run, point.name, protocol, case_name, family, folio_bytes, size_bytes, "
		 "is_per_page, figure, value, low, high, processes FROM value "
		 "JOIN point ON point.id = point",
		 &prints);
	add_rows(index, "SELECT run, point, why FROM trouble", &prints);
	if (prints.count)
		qsort(prints.prints, prints.count, sizeof(*prints.prints), by_path);
	return prints;
}

static void free_prints(struct prints *prints)
{
	for (size_t i = 0; i < prints->count; i++)
		free(prints->prints[i].path);
	free(prints->prints);
}

size_t index_differences(struct index *index, struct index *other, char ***ret_paths)
{
	struct prints a = take_prints(index), b = take_prints(other);
	size_t i = 0, j = 0, count = 0;
	char **paths = xcalloc(a.count + b.count + 1, sizeof(*paths));

	while (i < a.count || j < b.count) {
		int order = i == a.count   ? 1
			    : j == b.count ? -1
					   : by_path(&a.prints[i], &b.prints[j]);

		if (order || a.prints[i].sum != b.prints[j].sum)
			paths[count++] = xstrdup((order > 0 ? &b.prints[j] : &a.prints[i])->path);
		i += order <= 0;
		j += order >= 0;
	}
	free_prints(&b);
	free_prints(&a);
	*ret_paths = paths;
	return count;
}
