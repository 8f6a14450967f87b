// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh doctor: checks whether the machine is fit for benchmarking. Changes nothing. */
#include <errno.h>
#include <getopt.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/pin.h"
#include "base/die.h"
#include "knob_checks.h"
#include "base/parse_number.h"
#include "power.h"
#include "slowdown.h"
#include "runner/signals.h"
#include "environment.h"
#include "base/version.h"

enum option_key {
	KEY_JSON = 256,
	KEY_POWER,
	KEY_CASE,
	KEY_SECONDS,
	KEY_SEED,
	KEY_BENCH_DIR,
	KEY_HELP,
	KEY_VERSION
};

static const struct option long_options[] = {
	{ "json", no_argument, NULL, KEY_JSON },
	{ "power", no_argument, NULL, KEY_POWER },
	{ "case", required_argument, NULL, KEY_CASE },
	{ "seconds", required_argument, NULL, KEY_SECONDS },
	{ "seed", required_argument, NULL, KEY_SEED },
	{ "bench-dir", required_argument, NULL, KEY_BENCH_DIR },
	{ "help", no_argument, NULL, KEY_HELP },
	{ "version", no_argument, NULL, KEY_VERSION },
	{ 0 },
};

/* What was asked for. */
struct request {
	bool is_json, is_power;
	const char *bench_dir;
	struct power_options power;
};

static void print_help(void)
{
	fputs("Usage: ./run.sh doctor [--json]\n"
	      "       ./run.sh doctor --power [--case GLOB]... [--seconds N] [--seed N]\n"
	      "Looks whether this machine is fit to measure. A line is ok, a note (know it when\n"
	      "you read the figures), a warning (figures will be worse than need be), or unknown;\n"
	      "below it stand the command that mends it and the one that puts it back. Changes\n"
	      "nothing.\n\n"
	      "  --json          the same as JSON\n"
	      "  --power         prove how small a change this machine shows: cases are measured\n"
	      "                  as they are and under slowdowns of known size, in turns\n"
	      "  --case GLOB     the points that match; may be repeated (default: five that a\n"
	      "                  mail would begin with)\n"
	      "  --seconds N     for all of them, 1 to 86400 (default 300)\n"
	      "  --seed N        of the order of processes (default 1)\n\n"
	      "Exit status: 0, also with warnings; 1 failed; 2 usage; 77 cannot be measured "
	      "here.\n",
	      stdout);
}

static void take_option(int key, struct request *request)
{
	struct power_options *power = &request->power;

	switch (key) {
	case KEY_JSON: request->is_json = true; break;
	case KEY_POWER: request->is_power = true; break;
	case KEY_CASE:
		if (power->cases.count == GLOBLIST_MAX)
			die(EXIT_USAGE, "--case: at most %d", GLOBLIST_MAX);
		power->cases.texts[power->cases.count++] = optarg;
		break;
	case KEY_SECONDS: power->seconds = (double)parse_number("seconds", optarg, 1, 86400); break;
	case KEY_SEED: power->seed = parse_number("seed", optarg, 0, UINT64_MAX); break;
	case KEY_BENCH_DIR: request->bench_dir = optarg; break;
	case KEY_HELP: print_help(); exit(EXIT_DONE);
	case KEY_VERSION: printf("ptebench %s\n", version_text); exit(EXIT_DONE);
	default: exit(EXIT_USAGE);
	}
}

static struct request parse(int argc, char **argv)
{
	struct request request = {
		.bench_dir = "build/bench",
		.power = { .seconds = 300, .seed = 1 },
	};
	int key;

	while ((key = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		take_option(key, &request);
	if (optind < argc)
		die(EXIT_USAGE, "%s: not an option (see ./run.sh doctor --help)", argv[optind]);
	if (request.is_json && request.is_power)
		die(EXIT_USAGE, "--json --power: one of them");
	if (request.power.cases.count && !request.is_power)
		die(EXIT_USAGE, "--case: goes with --power");
	return request;
}

/* doctor --slowed N PROGRAM ARGUMENT...: becomes the program, under a slower kernel. */
static _Noreturn void become_slowed(int argc, char **argv)
{
	unsigned long steps = argc > 3 ? parse_number("slowed", argv[2], 0, SLOWDOWN_MAX) : 0;
	int error;

	if (argc < 4)
		die(EXIT_USAGE, "--slowed: give a number and a program");
	error = slowdown_install(steps);
	if (error)
		die(EXIT_CANNOT_RUN, "install a seccomp filter: %s", strerror(-error));
	execvp(argv[3], argv + 3);
	die(EXIT_CANNOT_RUN, "run %s: %s", argv[3], strerror(errno));
}

/* A benchmark that runs is told, puts its knobs back, and ends: so do we. */
static int prove_power(const struct request *request, char *self)
{
	char *slash = strrchr(self, '/');
	struct trial_place place = {
		.self = slash ? slash + 1 : self,
		.bench_dir = request->bench_dir,
		.cpu = pin_choose_cpu(),
		.stop = &stop_signal,
	};
	int status;

	if (slash)
		*slash = '\0';
	place.self_dir = slash ? self : ".";
	signals_take();
	status = power_run(&place, &request->power);
	signals_stop_as_asked();
	return status;
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

static void report(bool is_json)
{
	json_t *array = is_json ? json_array() : NULL;
	unsigned int grades[FINDING_GRADES] = { 0 };

	look(environment_checks, environment_check_count, array, grades);
	look(knob_checks, knob_checks_count, array, grades);
	if (array) {
		json_dumpf(array, stdout, JSON_INDENT(1));
		putchar('\n');
		json_decref(array);
	} else {
		printf("\n%u ok, %u notes, %u warnings, %u unknown; nothing was changed\n",
		       grades[FINDING_OK], grades[FINDING_NOTE], grades[FINDING_WARN],
		       grades[FINDING_UNKNOWN]);
	}
}

int main(int argc, char **argv)
{
	struct request request;
	int status = EXIT_DONE;

	die_name(argv[0]);
	if (argc > 1 && !strcmp(argv[1], "--slowed"))
		become_slowed(argc, argv);
	request = parse(argc, argv);
	if (request.is_power)
		status = prove_power(&request, argv[0]);
	else
		report(request.is_json);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write the report: %s", strerror(errno));
	return status;
}
