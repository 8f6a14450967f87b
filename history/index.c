// SPDX-License-Identifier: GPL-2.0-or-later
/* Creates, checks and compares the tables of the index. */
#include "index.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"

/* "PTEB"; version of the tables and of what index_update.c computes; patience with a lock. */
enum { APPLICATION_ID = 0x50544542, INDEX_VERSION = 2, BUSY_MS = 10000 };

static const char *const tables[] = {
	"CREATE TABLE machine(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, "
	"name TEXT NOT NULL, about TEXT NOT NULL, counts_instructions INTEGER NOT NULL)",
	"CREATE TABLE kernel(id INTEGER PRIMARY KEY, release TEXT NOT NULL, version TEXT NOT NULL, "
	"UNIQUE(release, version))",
	"CREATE TABLE point(id INTEGER PRIMARY KEY, name TEXT NOT NULL, protocol INTEGER NOT NULL, "
	"case_name TEXT NOT NULL, family TEXT NOT NULL, folio_bytes INTEGER, size_bytes INTEGER, "
	"is_per_page INTEGER NOT NULL, UNIQUE(name, protocol))",
	"CREATE TABLE run(id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, stamp TEXT NOT NULL, "
	"reason TEXT, name TEXT, machine INTEGER, kernel INTEGER, row_count INTEGER NOT NULL, "
	"bad_rows INTEGER NOT NULL)",
	"CREATE TABLE value(point INTEGER NOT NULL, run INTEGER NOT NULL, figure INTEGER NOT NULL, "
	"value REAL NOT NULL, low REAL, high REAL, processes INTEGER NOT NULL, "
	"PRIMARY KEY(point, run, figure)) WITHOUT ROWID",
	"CREATE TABLE trouble(run INTEGER NOT NULL, point TEXT NOT NULL, why TEXT NOT NULL, "
	"PRIMARY KEY(run, point)) WITHOUT ROWID",
	"CREATE TABLE memo(key INTEGER PRIMARY KEY, changes BLOB NOT NULL)",
};

enum { TABLES = sizeof(tables) / sizeof(tables[0]) };

#define COUNT_TABLES "SELECT count(*) FROM sqlite_schema"

static _Noreturn void fail(const struct index *index)
{
	int error = sqlite3_errcode(index->database);

	if (error == SQLITE_BUSY || error == SQLITE_LOCKED)
		die(EXIT_FAILED, "the index %s is in use by another ./run.sh history", index->path);
	if (error == SQLITE_CORRUPT || error == SQLITE_NOTADB)
		die(EXIT_FAILED, "the index %s is damaged (%s): remove it, to read all runs again",
		    index->path, sqlite3_errmsg(index->database));
	die(EXIT_FAILED, "the index %s: %s (choose another with --index)", index->path,
	    sqlite3_errmsg(index->database));
}

sqlite3_stmt *index_prepare(struct index *index, const char *sql)
{
	sqlite3_stmt *statement;

	if (sqlite3_prepare_v2(index->database, sql, -1, &statement, NULL))
		fail(index);
	return statement;
}

bool index_step(struct index *index, sqlite3_stmt *statement)
{
	int result = sqlite3_step(statement);

	if (result != SQLITE_ROW && result != SQLITE_DONE)
		fail(index);
	return result == SQLITE_ROW;
}

void index_execute(struct index *index, const char *sql)
{
	if (sqlite3_exec(index->database, sql, NULL, NULL, NULL))
		fail(index);
}

static void bind(sqlite3_stmt *statement, int at, char type, va_list *list)
{
	struct opt_u64 count;
	double number;

	switch (type) {
	case 't': sqlite3_bind_text(statement, at, va_arg(*list, char *), -1, SQLITE_STATIC); break;
	case 'i': sqlite3_bind_int(statement, at, va_arg(*list, int)); break;
	case 'l': sqlite3_bind_int64(statement, at, va_arg(*list, int64_t)); break;
	case 'd':
		number = va_arg(*list, double);
		sqlite3_bind_double(statement, at, isfinite(number) ? number : NAN);
		break;
	default:
		count = va_arg(*list, struct opt_u64);
		sqlite3_bind_null(statement, at);
		if (count.known)
			sqlite3_bind_int64(statement, at, (int64_t)count.value);
	}
}

int64_t index_put(struct index *index, sqlite3_stmt *statement, const char *types, ...)
{
	int64_t number;
	va_list list;

	va_start(list, types);
	for (int i = 0; types[i]; i++)
		bind(statement, i + 1, types[i], &list);
	va_end(list);
	number = index_step(index, statement) ? sqlite3_column_int64(statement, 0) : 0;
	sqlite3_reset(statement);
	return number;
}

int64_t index_number(struct index *index, const char *sql)
{
	sqlite3_stmt *statement = index_prepare(index, sql);
	int64_t number = index_put(index, statement, "");

	sqlite3_finalize(statement);
	return number;
}

/* True if the database has exactly our tables: another's could have triggers and views. */
static bool has_our_tables(struct index *index)
{
	sqlite3_stmt *statement = index_prepare(
		index, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid");
	size_t count = 0;
	bool is_same = true;

	while (index_step(index, statement)) {
		const char *sql = (const char *)sqlite3_column_text(statement, 0);

		is_same = is_same && count < TABLES && sql && !strcmp(sql, tables[count]);
		count++;
	}
	sqlite3_finalize(statement);
	return is_same && count == TABLES;
}

static void connect_to(struct index *index)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW |
		    SQLITE_OPEN_NOMUTEX;

	if (sqlite3_open_v2(index->path, &index->database, flags, NULL)) {
		int error = sqlite3_extended_errcode(index->database);

		die(EXIT_FAILED, "open the index %s: %s (choose another with --index)", index->path,
		    error == SQLITE_CANTOPEN_SYMLINK ? "it is a symbolic link"
						     : sqlite3_errmsg(index->database));
	}
	sqlite3_busy_timeout(index->database, BUSY_MS);
	sqlite3_db_config(index->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(index->database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(index->database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
}

/* Refuses to write to a file of another kind. */
static void refuse_others(struct index *index)
{
	const char *what = NULL;

	if (sqlite3_exec(index->database, COUNT_TABLES, NULL, NULL, NULL) == SQLITE_NOTADB)
		what = "no index";
	else if (index_number(index, COUNT_TABLES) &&
		 index_number(index, "PRAGMA application_id") != APPLICATION_ID)
		what = "a database of another program";
	if (what)
		die(EXIT_USAGE, "the index %s is %s (choose another with --index)", index->path,
		    what);
}

static void make_tables(struct index *index)
{
	char *pragmas = xasprintf("PRAGMA application_id = %d; PRAGMA user_version = %d",
				  APPLICATION_ID, INDEX_VERSION);

	index_execute(index, "BEGIN IMMEDIATE");
	if (!index_number(index, COUNT_TABLES)) {
		for (size_t i = 0; i < TABLES; i++)
			index_execute(index, tables[i]);
		index_execute(index, pragmas);
	}
	index_execute(index, "COMMIT");
	free(pragmas);
}

static bool is_current(struct index *index)
{
	return index_number(index, "PRAGMA user_version") == INDEX_VERSION && has_our_tables(index);
}

struct index *index_open(const char *path, bool *ret_is_renewed)
{
	struct index *index = xcalloc(1, sizeof(*index));

	index->path = xstrdup(path);
	*ret_is_renewed = false;
	connect_to(index);
	refuse_others(index);
	if (index_number(index, COUNT_TABLES) && !is_current(index)) {
		sqlite3_close(index->database);
		if (unlink(path))
			die(EXIT_FAILED, "remove the old index %s: %s", path, strerror(errno));
		connect_to(index);
		*ret_is_renewed = true;
	}
	make_tables(index);
	if (!is_current(index))
		die(EXIT_FAILED, "the index %s has other tables: remove it", path);
	index_execute(index, "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY");
	return index;
}

void index_close(struct index *index)
{
	if (!index)
		return;
	sqlite3_close(index->database);
	free(index->path);
	free(index);
}

/*
 * Two indexes are compared in SQL, after one was attached to the other as "old": all that they keep
 * of a run, but for "about", which the last run of a machine sets.
 */
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
