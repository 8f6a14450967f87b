// SPDX-License-Identifier: GPL-2.0-or-later
/* ./run.sh run: measures rounds of all points in random order, each in a fresh process. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/die.h"
#include "bench_exec.h"
#include "check.h"
#include "measure/csv_row.h"
#include "measure/supervise.h"
#include "resume.h"
#include "run_dir.h"
#include "run_options.h"
#include "signals.h"
#include "summary.h"
#include "sys/kmsg.h"
#include "sys/lock.h"
#include "sys/pin.h"
#include "tune.h"
#include "wanted_points.h"

struct job {
	struct run_options options;
	struct bench_exec_points points;
	struct run_dir run;
	int cpu;
	uint64_t start_ns;
	unsigned long done, planned, measured;
	bool pauses, *settled; /* of each point: --until does not measure it again */
};

/*
 * With this environment variable the runner stops itself (SIGSTOP) after each process, its rows on
 * disk. For a guest whose init sends rows while nothing is measured.
 */
static const char pause_variable[] = "PTEBENCH_PAUSE";

/* The programs that this process starts inherit the lock. */
static void hold_lock(long wait_s)
{
	struct reason reason;
	unsigned int restored = 0;
	int fd = lock_acquire(wait_s, &reason);

	if (fd < 0)
		die(EXIT_FAILED, "%s", reason.text);
	if (supervise_recover(&restored, &reason))
		die(EXIT_FAILED, "%s", reason.text);
	lock_pass_on(fd);
	if (restored)
		warn("put back %u knobs that a killed run had left changed", restored);
}

/* The rows on disk are whole, so the run can be resumed. */
static _Noreturn void give_up(const struct job *job, const char *what, const char *why)
{
	die(EXIT_FAILED,
	    "%s: %s: finished rows are kept; fix that, then go on with ./run.sh --resume %s", what,
	    why, job->run.path);
}

/* Without its CPU each remaining point would fail, and --resume would not repeat them. */
static void require_cpu(const struct job *job)
{
	char what[48];

	snprintf(what, sizeof(what), "run on CPU %d", job->cpu);
	if (!pin_may_use(job->cpu))
		give_up(job, what, "it is offline, or left our cpuset");
}

/*
 * Ends the run when a program could not put a knob back, or kill a worker: later processes would
 * find another machine.
 */
static void keep_rows(struct job *job, const struct bench_exec_point *point, unsigned int round,
		      unsigned long seq, const struct bench_exec_result *result)
{
	char status[24] = "op-failed", why[200];
	struct reason reason = { "" }, fault;
	int error = result->status ? supervise_restore(NULL, &fault) : 0, lost = 0;

	if (run_dir_is_good(&job->run, point, result->output, status, sizeof(status), &reason)) {
		if (!strcmp(status, csv_row_status_name(CSV_ROW_OP_FAILED)))
			require_cpu(job);
		lost = run_dir_append(&job->run, round, seq, point,
				      strchr(result->output, '\n') + 1, status);
	} else if (!error) {
		bench_exec_describe_end(result, reason.text, why, sizeof(why));
		reason_set(&reason, "%s", why);
		lost = run_dir_append_failure(&job->run, round, seq, point, why);
	}
	if (lost)
		give_up(job, "write to the run", strerror(-lost));
	if (error)
		give_up(job, point->id, fault.text);
	if (result->is_stuck) {
		reason_set(&fault, "a process of it could not be killed and lives on%s%s",
			   reason.text[0] ? ": " : "", reason.text);
		give_up(job, point->id, fault.text);
	}
}

/* Return: false when a signal came; then the process does not count. */
static bool run_process(struct job *job, const struct bench_exec_point *point, unsigned int round,
			unsigned long seq)
{
	char numbers[4][24];
	const char *arguments[] = { "--point",
				    point->id,
				    "--run",
				    job->run.name,
				    "--round",
				    numbers[0],
				    "--process",
				    numbers[1],
				    "--seq",
				    numbers[2],
				    "--cpu",
				    numbers[3],
				    job->options.profile ? "--profile" : NULL,
				    NULL };
	struct bench_exec_result result = { .limit_s = BENCH_EXEC_LIMIT_S };
	struct reason reason;
	int error;

	job->run.process++;
	snprintf(numbers[0], sizeof(numbers[0]), "%u", round);
	snprintf(numbers[1], sizeof(numbers[1]), "%lu", job->run.process);
	snprintf(numbers[2], sizeof(numbers[2]), "%lu", seq);
	snprintf(numbers[3], sizeof(numbers[3]), "%d", job->cpu);
	error = bench_exec_run(job->options.bench_dir, point->program, arguments, job->run.log_fd,
			       &stop_signal, &result);
	if (error)
		give_up(job, point->program, strerror(-error));
	if (!stop_signal)
		keep_rows(job, point, round, seq, &result);
	else if (result.status && supervise_restore(NULL, &reason))
		give_up(job, point->id, reason.text);
	free(result.output);
	if (stop_signal)
		return false;
	if (job->pauses)
		raise(SIGSTOP);
	return true;
}

static double seconds_since(uint64_t start_ns)
{
	return (double)(clock_now_ns() - start_ns) / 1e9;
}

static double seconds_left(const struct job *job)
{
	return job->measured ? seconds_since(job->start_ns) / (double)job->measured *
				       (double)(job->planned - job->done)
			     : 0;
}

static void show_progress(const struct job *job, unsigned int round, const char *id)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r\033[K[%lu/%lu] round %u/%u, %.0f s left  %s", job->done,
			job->planned, round, job->options.rounds, seconds_left(job), id);
}

static void show_round(const struct job *job, unsigned int round)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r\033[K");
	else
		fprintf(stderr, "round %u/%u: %lu of %lu processes in %.0f s, about %.0f s left\n",
			round, job->options.rounds, job->done, job->planned,
			seconds_since(job->start_ns), seconds_left(job));
}

/* Return: false when a signal came. */
static bool run_round(struct job *job, unsigned int round)
{
	size_t *order = xcalloc(job->points.count, sizeof(*order));
	bool goes_on = true;
	int error;

	plan_shuffle(order, job->points.count, job->options.seed, round);
	for (size_t i = 0; i < job->points.count && goes_on; i++) {
		const struct bench_exec_point *point = &job->points.points[order[i]];

		if (job->settled[order[i]])
			continue;
		job->done++;
		show_progress(job, round, point->id);
		if (!job->options.resume || !run_dir_is_done(&job->run, round, point->id)) {
			goes_on = !stop_signal && run_process(job, point, round, i + 1);
			job->measured++;
		}
	}
	free(order);
	error = run_dir_sync(&job->run);
	if (error)
		give_up(job, "fsync of the run", strerror(-error));
	show_round(job, round);
	return goes_on;
}

static void take_settled(void *handle, const char *point, int is_settled)
{
	struct job *job = handle;

	for (size_t i = 0; i < job->points.count; i++)
		if (!strcmp(job->points.points[i].id, point))
			job->settled[i] = is_settled;
}

/* Later rounds do not count: a resumed run decides as before. Return: true if all is settled. */
static bool look(struct job *job, unsigned int round)
{
	struct until *until = &job->options.until;
	unsigned int number = until->width > 0 ? until_look_after(until, round) : 0;
	char *text;

	if (!number)
		return false;
	until_begin(until);
	if (until_look(until, job->run.path, NULL, round, take_settled, job))
		give_up(job, "--until", "compare could not read the run");
	job->planned = job->done;
	for (size_t i = 0; i < job->points.count; i++)
		job->planned += job->settled[i] ? 0 : job->options.rounds - round;
	text = until_describe(until, number, "rounds");
	warn("%s", text);
	run_dir_log(job->run.log_fd, "%s", text);
	free(text);
	return !until->wide;
}

static void end_by_signal(const struct job *job)
{
	tune_end();
	fprintf(stderr,
		"run: interrupted; knobs are as they were; go on with\n"
		"    ./run.sh --resume %s\n",
		job->run.path);
	signals_stop_as_asked();
}

/* Copies complaints of the kernel to log.txt. Return: their number. */
static unsigned int log_complaints(struct job *job, struct kmsg *kmsg)
{
	unsigned int count = 0;
	char line[1024];

	while (kmsg_next_complaint(kmsg, line, sizeof(line))) {
		run_dir_log(job->run.log_fd, "kernel: %s", line);
		count++;
	}
	kmsg_close(kmsg);
	return count;
}

static void run_all(struct job *job)
{
	off_t log_start = lseek(job->run.log_fd, 0, SEEK_END);
	unsigned int complaints, round;
	bool goes_on = true;
	struct kmsg kmsg;

	job->pauses = getenv(pause_variable) != NULL;
	kmsg_open(&kmsg);
	job->start_ns = clock_now_ns();
	job->planned = job->points.count * job->options.rounds;
	job->settled = xcalloc(job->points.count, sizeof(*job->settled));
	for (round = 1; round <= job->options.rounds && goes_on; round++) {
		goes_on = run_round(job, round);
		if (goes_on && look(job, round))
			break;
	}
	free(job->settled);
	complaints = log_complaints(job, &kmsg);
	if (job->options.profile)
		run_dir_log_profile(&job->run, (size_t)log_start, job->measured,
				    seconds_since(job->start_ns));
	if (complaints)
		warn("the kernel complained %u times during the run: see %s/log.txt", complaints,
		     job->run.path);
	if (!goes_on)
		end_by_signal(job);
}

static void print_dry_run(const struct job *job)
{
	printf("would measure %zu points in %u rounds, seed %llu, on a quiet CPU, into %s\n",
	       job->points.count, job->options.rounds, (unsigned long long)job->options.seed,
	       job->options.out);
	for (size_t i = 0; i < job->points.count; i++)
		printf("%s\n", job->points.points[i].id);
	if (job->options.tune)
		tune_show(pin_choose_cpu());
}

static int do_run(struct job *job)
{
	int status;

	if (!job->options.resume)
		run_options_fill_in(&job->options);
	if (!job->options.resume || job->options.dry_run)
		wanted_points_list(&job->options, &job->points);
	if (!job->options.resume)
		wanted_points_keep(&job->options, &job->points);
	if (job->options.dry_run) {
		print_dry_run(job);
		return EXIT_DONE;
	}
	hold_lock(job->options.wait_s);
	signals_take();
	if (job->options.resume) {
		resume_run(&job->options, &job->cpu, &job->run);
		wanted_points_list(&job->options, &job->points);
		wanted_points_keep(&job->options, &job->points);
		require_cpu(job);
	} else {
		job->cpu = pin_choose_cpu();
		if (job->cpu < 0)
			die(EXIT_CANNOT_RUN, "choose a CPU: %s", strerror(-job->cpu));
	}
	if (job->options.until.width > 0)
		until_plan(&job->options.until, job->options.rounds);
	if (job->options.tune)
		tune_hold(job->cpu);
	if (!job->options.resume)
		run_dir_create(&job->options, job->cpu, &job->run);
	tune_log(job->run.log_fd);
	run_all(job);
	status = summary_print(job->run.path);
	summary_draw(job->options.plot, job->run.path);
	return status;
}

static int do_list(struct job *job)
{
	wanted_points_list(&job->options, &job->points);
	if (job->options.only.count)
		wanted_points_keep(&job->options, &job->points);
	wanted_points_print(&job->points, job->options.long_list);
	return EXIT_DONE;
}

static int do_check(struct job *job)
{
	struct bench_exec_points checks;
	struct reason reason;
	int status;

	bench_exec_list(job->options.bench_dir, &job->points);
	wanted_points_require(&job->options.only, &job->points, job->options.bench_dir, false);
	bench_exec_list_checks(job->options.bench_dir, &job->options.only, &checks);
	for (size_t i = 0; i < checks.count && job->options.lists_checks; i++)
		puts(checks.points[i].id);
	if (job->options.lists_checks)
		return EXIT_DONE;
	hold_lock(job->options.wait_s);
	signals_take();
	status = check_points(&job->options, &job->points, &checks, &stop_signal);
	if (supervise_restore(NULL, &reason)) /* of a program that was killed */
		die(EXIT_FAILED, "%s", reason.text);
	signals_stop_as_asked();
	return status;
}

static int do_restore(long wait_s)
{
	struct reason reason;
	unsigned int restored;

	if (lock_acquire(wait_s, &reason) < 0 || supervise_recover(&restored, &reason))
		die(EXIT_FAILED, "%s", reason.text);
	printf("%u knobs put back\n", restored);
	return EXIT_DONE;
}

int main(int argc, char **argv)
{
	static struct job job;

	run_options_parse(argc, argv, &job.options);
	switch (job.options.verb) {
	case RUN_OPTIONS_LIST: return do_list(&job);
	case RUN_OPTIONS_CHECK: return do_check(&job);
	case RUN_OPTIONS_RESTORE: return do_restore(job.options.wait_s);
	case RUN_OPTIONS_DESCRIBE_CSV: csv_row_describe(stdout); return EXIT_DONE;
	default: return do_run(&job);
	}
}
