// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh doctor: checks whether the machine is fit for benchmarking. Changes nothing. */
#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "base/options.h"
#include "finding.h"
#include "measure/supervise.h"
#include "power.h"
#include "runner/signals.h"
#include "sys/lock.h"
#include "sys/pin.h"

static struct {
	bool is_json, is_power;
	long wait_s;
	const char *bench_dir;
	struct power_options power;
} asked;

static const struct options_row rows[] = {
	{ "json", NULL, "the same as JSON", .flag = &asked.is_json },
	{ "power", NULL,
	  "prove how small a change this machine shows: cases are measured as they are and under "
	  "slowdowns of known size, in turns",
	  .flag = &asked.is_power },
	{ "case", "GLOB", "the points that match", .globs = &asked.power.cases,
	  .fallback = "five that a mail would begin with" },
	{ "seconds", "N", "seconds for all of them", .count = &asked.power.seconds, .least = 1,
	  .most = 86400, .initial = "300" },
	{ OPTIONS_SEED(&asked.power.seed), .initial = "1" },
	{ OPTIONS_WAIT(&asked.wait_s) },
	{ OPTIONS_BENCH_DIR(&asked.bench_dir) },
	{ 0 },
};

static const struct options_program program = {
	.command = "./run.sh doctor",
	.usage = "[--json]\n"
		 "       ./run.sh doctor --power [--case GLOB]... [--seconds N] [OPTION]...",
	.about = "Checks whether this machine is fit for benchmarking. A line is ok, a note (know "
		 "it when you read the results), a warning (results will be worse than need be), "
		 "or unknown; below it are the command that fixes it and the one that undoes "
		 "that. Changes nothing.",
	.notes = "Exit status: 0, also with warnings; 1 failed; 2 usage; 77 cannot be measured "
		 "here.",
	.rows = rows,
};

static void parse(int argc, char **argv)
{
	options_parse(&program, argc, argv);
	if (asked.is_json && asked.is_power)
		die(EXIT_USAGE, "--json --power: one of them");
	if (asked.power.cases.count && !asked.is_power)
		die(EXIT_USAGE, "--case: goes with --power");
	if (asked.wait_s && !asked.is_power)
		die(EXIT_USAGE, "--wait: goes with --power");
}

/* doctor --slowed N PROGRAM ARGUMENT...: becomes the program, with slower system calls. */
static _Noreturn void become_slowed(int argc, char **argv)
{
	unsigned long steps;
	int error;

	die_name("doctor");
	if (argc < 4)
		die(EXIT_USAGE, "--slowed: give a number and a program");
	steps = options_number("slowed", argv[2], 0, POWER_STEPS_MAX);
	error = power_slow_down(steps);
	if (error)
		die(EXIT_CANNOT_RUN, "install a seccomp filter: %s", strerror(-error));
	execvp(argv[3], argv + 3);
	die(EXIT_CANNOT_RUN, "run %s: %s", argv[3], strerror(errno));
}

/* On a signal the running benchmark puts its knobs back and ends; then this process ends. */
static int prove_power(void)
{
	struct power_place place = { .bench_dir = asked.bench_dir, .stop = &stop_signal };
	struct reason reason;
	int status, fd = lock_acquire(asked.wait_s, &reason);

	if (fd < 0 || supervise_recover(NULL, &reason))
		die(EXIT_FAILED, "%s", reason.text);
	lock_pass_on(fd);
	place.cpu = pin_choose_cpu();
	signals_take();
	status = power_run(&place, &asked.power);
	signals_stop_as_asked();
	return status;
}

static const char *const grade_names[FINDING_GRADES] = { "ok", "note", "warn", "unknown" };

static void print_text(const struct finding *finding)
{
	printf("%-8s%-16s%s\n", grade_names[finding->grade], finding->name, finding->text);
	if (*finding->mend)
		printf("%-24smend: %s\n", "", finding->mend);
	if (*finding->undo)
		printf("%-24sundo: %s\n", "", finding->undo);
}

static void add_json(json_t *array, const struct finding *finding)
{
	json_array_append_new(array,
			      json_pack("{s:s, s:s, s:s, s:s, s:s}", "name", finding->name, "grade",
					grade_names[finding->grade], "text", finding->text, "mend",
					finding->mend, "undo", finding->undo));
}

/* Runs one table of checks, and counts the grades. */
static void look(const struct finding_check *check, json_t *array, unsigned int *grades)
{
	for (; check->name; check++) {
		struct finding finding = { .name = check->name, .grade = FINDING_UNKNOWN };

		check->look(&finding);
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

	look(finding_environment, array, grades);
	look(finding_knobs, array, grades);
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
	int status = EXIT_DONE;

	if (argc > 1 && !strcmp(argv[1], "--slowed"))
		become_slowed(argc, argv);
	parse(argc, argv);
	if (asked.is_power)
		status = prove_power();
	else
		report(asked.is_json);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write the report: %s", strerror(errno));
	return status;
}
