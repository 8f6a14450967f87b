// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh doctor: is this machine fit to measure, and what would make it fitter? Changes nothing.
 */
#include <errno.h>
#include <getopt.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "knobs.h"
#include "surroundings.h"

enum option_key { KEY_JSON = 256, KEY_HELP, KEY_VERSION };

static const struct option long_options[] = {
	{ "json", no_argument, NULL, KEY_JSON },
	{ "help", no_argument, NULL, KEY_HELP },
	{ "version", no_argument, NULL, KEY_VERSION },
	{ 0 },
};

static void print_help(void)
{
	fputs("Usage: ./run.sh doctor [--json]\n"
	      "Looks whether this machine is fit to measure. A line is ok, a note (know it when\n"
	      "you read the figures), a warning (figures will be worse than need be), or unknown;\n"
	      "below it stand the command that mends it and the one that puts it back. Changes\n"
	      "nothing. Exit status: 0, also with warnings; 1 failed; 2 usage.\n",
	      stdout);
}

static bool parse(int argc, char **argv)
{
	bool is_json = false;
	int key;

	while ((key = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		switch (key) {
		case KEY_JSON: is_json = true; break;
		case KEY_HELP: print_help(); exit(EXIT_DONE);
		case KEY_VERSION: puts("ptebench " PTEBENCH_VERSION); exit(EXIT_DONE);
		default: exit(EXIT_USAGE);
		}
	}
	if (optind < argc)
		die(EXIT_USAGE, "%s: not an option (see ./run.sh doctor --help)", argv[optind]);
	return is_json;
}

static void print_text(const struct finding *finding)
{
	printf("%-8s%-16s%s\n", finding_grade_name(finding->grade), finding->name, finding->text);
	if (*finding->mend)
		printf("%-24smend: %s\n", "", finding->mend);
	if (*finding->undo)
		printf("%-24sundo: %s\n", "", finding->undo);
}

static void add_json(json_t *array, const struct finding *finding)
{
	json_array_append_new(array,
			      json_pack("{s:s, s:s, s:s, s:s, s:s}", "name", finding->name, "grade",
					finding_grade_name(finding->grade), "text", finding->text,
					"mend", finding->mend, "undo", finding->undo));
}

/* Looks at one table of checks; counts the grades. */
static void look(const struct finding_check *checks, size_t count, json_t *array,
		 unsigned int *grades)
{
	for (size_t i = 0; i < count; i++) {
		struct finding finding = { .name = checks[i].name, .grade = FINDING_UNKNOWN };

		checks[i].look(&finding);
		for (char *p = finding.text; *p; p++)
			if (*p < ' ' || *p > '~')
				*p = '?';
		grades[finding.grade]++;
		if (array)
			add_json(array, &finding);
		else
			print_text(&finding);
	}
}

int main(int argc, char **argv)
{
	unsigned int grades[FINDING_GRADES] = { 0 };
	bool is_json;
	json_t *array;

	fail_name(argv[0]);
	is_json = parse(argc, argv);
	array = is_json ? json_array() : NULL;
	look(surroundings_checks, surroundings_check_count, array, grades);
	look(knobs_checks, knobs_check_count, array, grades);
	if (array) {
		json_dumpf(array, stdout, JSON_INDENT(1));
		putchar('\n');
		json_decref(array);
	} else {
		printf("\n%u ok, %u notes, %u warnings, %u unknown; nothing was changed\n",
		       grades[FINDING_OK], grades[FINDING_NOTE], grades[FINDING_WARN],
		       grades[FINDING_UNKNOWN]);
	}
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write the report: %s", strerror(errno));
	return EXIT_DONE;
}
