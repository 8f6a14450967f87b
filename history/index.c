// SPDX-License-Identifier: GPL-2.0-or-later
/* Creates and checks the tables of the index. */
#include "index.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"

/* "PTEB", and the version of the tables and of what run_summary.c computes. */
enum { APPLICATION_ID = 0x50544542, INDEX_VERSION = 1, BUSY_MS = 10000 };

static const char *const tables[] = {
	"CREATE TABLE machine(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT "
	"NULL, "
	"about TEXT NOT NULL, counts_instructions INTEGER NOT NULL)",
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

static _Noreturn void fail(const struct index *index)
{
	int error = sqlite3_errcode(index->database);

	if (error == SQLITE_BUSY || error == SQLITE_LOCKED)
		die(EXIT_FAILED, "the index %s is in use by another ./run.sh history", index->path);
	if (error == SQLITE_CORRUPT || error == SQLITE_NOTADB)
		die(EXIT_FAILED,
		    "the index %s is damaged (%s): remove it; it is made anew from the "
		    "runs",
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

static int64_t ask_number(struct index *index, const char *sql)
{
	sqlite3_stmt *statement = index_prepare(index, sql);
	int64_t number = index_step(index, statement) ? sqlite3_column_int64(statement, 0) : 0;

	sqlite3_finalize(statement);
	return number;
}

/* Exactly our tables: a foreign database could contain triggers and views. */
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
	sqlite3_stmt *statement;
	int result;

	if (sqlite3_prepare_v2(index->database, "SELECT count(*) FROM sqlite_schema", -1,
			       &statement, NULL) == SQLITE_NOTADB)
		die(EXIT_USAGE, "the index %s: that file is no index (choose another with --index)",
		    index->path);
	result = sqlite3_step(statement);
	if (result == SQLITE_NOTADB)
		die(EXIT_USAGE, "the index %s: that file is no index (choose another with --index)",
		    index->path);
	if (result != SQLITE_ROW)
		fail(index);
	result = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	if (result && ask_number(index, "PRAGMA application_id") != APPLICATION_ID)
		die(EXIT_USAGE,
		    "the index %s: that is a database of something else (choose another "
		    "with --index)",
		    index->path);
}

static void make_tables(struct index *index)
{
	char *pragmas = xasprintf("PRAGMA application_id = %d; PRAGMA user_version = %d",
				  APPLICATION_ID, INDEX_VERSION);

	index_execute(index, "BEGIN IMMEDIATE");
	if (!ask_number(index, "SELECT count(*) FROM sqlite_schema")) {
		for (size_t i = 0; i < TABLES; i++)
			index_execute(index, tables[i]);
		index_execute(index, pragmas);
	}
	index_execute(index, "COMMIT");
	free(pragmas);
}

static bool is_current(struct index *index)
{
	return ask_number(index, "PRAGMA user_version") == INDEX_VERSION && has_our_tables(index);
}

struct index *index_open(const char *path, bool *ret_is_renewed)
{
	struct index *index = xcalloc(1, sizeof(*index));

	index->path = xstrdup(path);
	*ret_is_renewed = false;
	connect_to(index);
	refuse_others(index);
	if (ask_number(index, "SELECT count(*) FROM sqlite_schema") && !is_current(index)) {
		sqlite3_close(index->database);
		if (unlink(path))
			die(EXIT_FAILED, "remove the old index %s: %s", path, strerror(errno));
		connect_to(index);
		*ret_is_renewed = true;
	}
	make_tables(index);
	if (!is_current(index))
		die(EXIT_FAILED, "the index %s: its tables are not ours: remove it", path);
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
