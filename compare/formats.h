/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The registry of output formats: each format of each verb is one row. The help, the error for an
 * unknown format and the names of the files follow from it.
 */
#ifndef PTEBENCH_FORMATS_H
#define PTEBENCH_FORMATS_H

#include <stdio.h>

/* Who writes it. */
enum formats_verb { FORMATS_COMPARE, FORMATS_HISTORY, FORMATS_REPORT, FORMATS_EXPORT };

/* One format of one verb, and its row in formats[]. A verb finds its writer by it. */
enum formats_id {
	FORMATS_COMPARE_TEXT,
	FORMATS_COMPARE_MD,
	FORMATS_COMPARE_CSV,
	FORMATS_COMPARE_JSON,
	FORMATS_COMPARE_LKP,
	FORMATS_HISTORY_TEXT,
	FORMATS_HISTORY_JSON,
	FORMATS_REPORT_HTML,
	FORMATS_EXPORT_JSON,
	FORMATS_KTAP,
	FORMATS_KCIDB,
	FORMATS_LKP,
	FORMATS_LAVA,
	FORMATS_GBENCH,
	FORMATS_INFLUX,
	FORMATS_OTAVA,
	FORMATS_OPENMETRICS,
	FORMATS_COUNT,
};

/* How many files it is. */
enum formats_files {
	FORMATS_ONE_FILE,
	FORMATS_FILE_A_MACHINE,
	FORMATS_FILE_A_KERNEL, /* and machine */
	FORMATS_FOLDER,	       /* several in any case */
};

/**
 * struct formats_row - one format.
 * @name: as after --format. A name may stand for each verb once: lkp of compare is the table of the
 *        kernel test robot's mails, lkp of export are the files of its tools.
 * @help: one line: who reads it.
 * @file: the file's name where --out is a folder; its end (".csv") where the name of a machine or
 *        kernel comes before it; NULL: it goes to standard output, or the writer makes a tree.
 */
struct formats_row {
	enum formats_verb verb;
	const char *name, *help;
	enum formats_files files;
	const char *file;
};

/* The registry. */
extern const struct formats_row formats[FORMATS_COUNT];

/** formats_take() - the format that --format names; dies with EXIT_USAGE when @verb has none. */
enum formats_id formats_take(enum formats_verb verb, const char *name);

/** formats_help() - "Formats:" and a line for each of a verb, for its help. The caller frees it. */
char *formats_help(enum formats_verb verb);

#endif
