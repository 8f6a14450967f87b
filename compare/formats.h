/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Registry of output formats, one row per format of a program. The help, the error for an unknown
 * format and the names of the files follow from it.
 */
#ifndef PTEBENCH_FORMATS_H
#define PTEBENCH_FORMATS_H

#include <stdio.h>

/* The program that writes it. */
enum formats_verb { FORMATS_COMPARE, FORMATS_HISTORY, FORMATS_REPORT, FORMATS_EXPORT };

/* Index in formats[]. The program finds its writer by it. */
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

/* Number of files. */
enum formats_files {
	FORMATS_ONE_FILE,
	FORMATS_FILE_A_MACHINE,
	FORMATS_FILE_A_KERNEL, /* and machine */
	FORMATS_FOLDER,	       /* always several */
};

/**
 * struct formats_row - one format.
 * @name: argument of --format. Two programs may use one name: lkp of compare is the table of the
 *        kernel test robot's mails, lkp of export the files of its tools.
 * @help: one line: who reads it.
 * @file: name of the file if --out is a folder; only its end (".csv") if the name of a machine or
 *        kernel comes before it. NULL: standard output, or the writer makes a tree.
 */
struct formats_row {
	enum formats_verb verb;
	const char *name, *help;
	enum formats_files files;
	const char *file;
};

/* The registry. */
extern const struct formats_row formats[FORMATS_COUNT];

/** formats_take() - find a format by name; dies (EXIT_USAGE) if @verb has none of this name. */
enum formats_id formats_take(enum formats_verb verb, const char *name);

/** formats_help() - "Formats:" and a line per format, for the help. The caller frees it. */
char *formats_help(enum formats_verb verb);

#endif
