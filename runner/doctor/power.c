// SPDX-License-Identifier: GPL-2.0-or-later
/* Injects slowdowns, and reports which are detected, and how many false alarms come. */
#include "power.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/size.h"
#include "detection.h"
#include "runner/bench_exec.h"
#include "state/thp.h"

enum { ARMS = 6, BLOCKS_LEAST = 4, BLOCKS_MAX = 2000, CALIBRATIONS = 5 };

/* Steps that calibrate() adds, to find what one costs. */
static const unsigned long STEPS_MANY = 4000;

/* Slowdowns of a call; the first two arms are the A/A. */
static const double sizes[ARMS] = { 0, 0, 0.01, 0.02, 0.05, 0.10 };

/* The cost of one step in each metric; NAN where it is not measured. */
struct price {
	double of[CSV_READER_METRICS];
};

/*
 * One process. @medians: of its ok samples, per page or per call; NAN where a metric was not
 * measured. @per_call: pages of a call, or 1 where metrics are per call already.
 */
struct trial {
	double medians[CSV_READER_METRICS], per_call;
};

struct arm {
	unsigned long steps;
	struct csv_reader_series y[CSV_READER_METRICS];
};

static const char *const metric_names[] = { "time", "instructions:k", "cycles:k" };

/* As read(2), of a text that @handle points to. */
static ssize_t read_text(void *handle, char *buffer, size_t size)
{
	const char **rest = handle;
	size_t length = strnlen(*rest, size);

	memcpy(buffer, *rest, length);
	*rest += length;
	return (ssize_t)length;
}

static int take_medians(const char *rows, const struct bench_exec_point *point,
			struct trial *ret_trial, struct reason *ret_reason)
{
	struct csv_reader samples;
	const struct csv_reader_point *found;
	int error = csv_reader_read_from(read_text, &rows, point->program, &samples, ret_reason);

	found = error ? NULL : csv_reader_find(&samples, point->id);
	if (!error && (!found || !found->ok_rows)) {
		reason_set(ret_reason, "%.200s", found ? found->why : "no row came of it");
		error = -ENODATA;
	}
	for (int m = 0; !error && m < CSV_READER_METRICS; m++) {
		struct csv_reader_series medians =
			csv_reader_medians(found, (enum csv_reader_metric)m);

		ret_trial->medians[m] = medians.count ? medians.values[0] : NAN;
		free(medians.values);
	}
	if (!error)
		ret_trial->per_call = found->is_per_page ? found->pages_per_call : 1;
	csv_reader_free(&samples);
	return error;
}

/*
 * Runs one process, slowed by @steps; see power_slow_down(). Return: 0; -ENODATA: no sample is ok;
 * -EBUSY: it cannot be killed; or -errno.
 */
static int run_trial(struct power_place *place, const struct bench_exec_point *point,
		     unsigned long steps, struct trial *ret_trial, struct reason *ret_reason)
{
	char *path = xasprintf("%s/%s", place->bench_dir, point->program);
	char number[24], process[24], cpu[24];
	const char *arguments[] = { "--slowed", number,	   path, "--point",   point->id, "--run",
				    "doctor",	"--round", "1",	 "--process", process,	 "--seq",
				    "1",	"--cpu",   cpu,	 NULL };
	struct bench_exec_result result = { .limit_s = BENCH_EXEC_LIMIT_S };
	int error;

	snprintf(number, sizeof(number), "%lu", steps);
	snprintf(process, sizeof(process), "%lu", ++place->count);
	snprintf(cpu, sizeof(cpu), "%d", place->cpu);
	/* This program slows itself, and becomes the benchmark. */
	error = bench_exec_run("/proc/self", "exe", arguments, -1, place->stop, &result);
	if (error) {
		reason_set(ret_reason, "start %s: %s", point->program, strerror(-error));
	} else if (result.is_stuck) {
		reason_set(ret_reason, "%s: a process of it could not be killed and lives on",
			   point->program);
		error = -EBUSY;
	} else if (!*result.output) {
		reason_set(ret_reason, "%s wrote nothing (status %#x)", point->program,
			   (unsigned int)result.status);
		error = -ENODATA;
	} else {
		error = take_medians(result.output, point, ret_trial, ret_reason);
	}
	free(result.output);
	free(path);
	return error;
}

static void push(struct csv_reader_series *series, double value)
{
	series->values = xrealloc(series->values, series->count + 1, sizeof(*series->values));
	series->values[series->count++] = value;
}

static void median_of_trials(struct power_place *place, const struct bench_exec_point *point,
			     unsigned long steps, double *ret_values)
{
	struct csv_reader_series values[CSV_READER_METRICS] = { 0 };
	struct reason reason;
	struct trial trial;

	for (int i = 0; i < CALIBRATIONS && !*place->stop; i++) {
		if (run_trial(place, point, steps, &trial, &reason))
			die(EXIT_CANNOT_RUN, "calibrate the slowdown by %s: %s", point->id,
			    reason.text);
		for (int f = 0; f < CSV_READER_METRICS; f++)
			push(&values[f], trial.medians[f]);
	}
	for (int f = 0; f < CSV_READER_METRICS; f++) {
		ret_values[f] = values[f].count
					? csv_reader_median(values[f].values, values[f].count)
					: NAN;
		free(values[f].values);
	}
}

static struct price calibrate(struct power_place *place, const struct bench_exec_points *points)
{
	double none[CSV_READER_METRICS], many[CSV_READER_METRICS];
	struct price price;

	for (size_t i = 0; i < points->count; i++) {
		if (strcmp(points->points[i].id, "control.getppid") != 0)
			continue;
		median_of_trials(place, &points->points[i], 0, none);
		median_of_trials(place, &points->points[i], STEPS_MANY, many);
		for (int f = 0; f < CSV_READER_METRICS; f++)
			price.of[f] = (many[f] - none[f]) / (double)STEPS_MANY;
		if (!(price.of[CSV_READER_NS] > 0) && !*place->stop)
			die(EXIT_CANNOT_RUN, "calibrate: a filter does not slow this kernel down");
		return price;
	}
	die(EXIT_FAILED, "%s: no control.getppid there", place->bench_dir);
}

/* Runs each arm once, in random order. Return: 0 or an error of run_trial(). */
static int run_block(struct power_place *place, const struct bench_exec_point *point,
		     struct arm *arms, uint64_t seed, unsigned int block, struct reason *ret_reason)
{
	double y[ARMS][CSV_READER_METRICS];
	size_t order[ARMS];

	plan_shuffle(order, ARMS, seed, block);
	for (size_t i = 0; i < ARMS; i++) {
		struct trial trial;
		int error = run_trial(place, point, arms[order[i]].steps, &trial, ret_reason);

		if (error || *place->stop)
			return error ? error : -EINTR;
		for (int f = 0; f < CSV_READER_METRICS; f++)
			y[order[i]][f] = log(trial.medians[f]);
	}
	for (int a = 0; a < ARMS; a++)
		for (int f = 0; f < CSV_READER_METRICS; f++)
			push(&arms[a].y[f], y[a][f]);
	return 0;
}

static void print_metric(const struct arm *arms, enum csv_reader_metric metric,
			 const struct price *price, double call)
{
	struct detection_proof proof;
	const struct csv_reader_series *y[ARMS];
	double known[ARMS];

	for (int a = 0; a < ARMS; a++) {
		y[a] = &arms[a].y[metric];
		known[a] = (double)arms[a].steps * price->of[metric] / call;
	}
	if (!isfinite(call) || !isfinite(price->of[metric])) {
		printf("  %-15s not measured\n", metric_names[metric]);
		return;
	}
	detection_prove(y, known, ARMS, &proof);
	detection_print(metric_names[metric], &proof, stdout);
}

static void free_arms(struct arm *arms)
{
	for (int a = 0; a < ARMS; a++)
		for (int f = 0; f < CSV_READER_METRICS; f++)
			free(arms[a].y[f].values);
}

/* At most POWER_STEPS_MAX: a long call is slowed by less, and the report says by how much. */
static unsigned long steps_for(double ns, const struct price *price)
{
	double steps = ns / price->of[CSV_READER_NS];

	return steps < POWER_STEPS_MAX ? (unsigned long)steps : POWER_STEPS_MAX;
}

/* Return: was it measured? */
static bool prove_case(struct power_place *place, const struct bench_exec_point *point,
		       const struct price *price, double seconds, uint64_t seed)
{
	uint64_t end = clock_now_ns() + (uint64_t)(seconds * 1e9);
	struct arm arms[ARMS] = { 0 };
	struct reason reason = { "" };
	struct trial trial;
	unsigned int block = 0;
	int error = run_trial(place, point, 0, &trial, &reason);

	printf("%s\n", point->id);
	for (int a = 0; a < ARMS && !error; a++)
		arms[a].steps =
			steps_for(sizes[a] * trial.medians[CSV_READER_NS] * trial.per_call, price);
	while (!error && block < BLOCKS_MAX && (block < BLOCKS_LEAST || clock_now_ns() < end))
		error = run_block(place, point, arms, seed, block++, &reason);
	if (error && error != -EINTR)
		printf("  not measured: %s\n", reason.text);
	for (int f = 0; f < CSV_READER_METRICS && !error; f++)
		print_metric(arms, (enum csv_reader_metric)f, price,
			     trial.medians[f] * trial.per_call);
	fflush(stdout);
	free_arms(arms);
	return !error;
}

static const unsigned int timed_calls[] = {
	SYS_mprotect, SYS_pkey_mprotect, SYS_mremap,  SYS_munmap,
	SYS_madvise,  SYS_clone,	 SYS_getppid,
};

enum {
	CALLS = sizeof(timed_calls) / sizeof(timed_calls[0]),
	FRAME = CALLS + 3, /* the load, the comparisons and two returns */
	FILTER_STEPS_MAX = BPF_MAXINSNS - FRAME,
};

/* Loads the call's number; jumps to the steps if the call is timed, else allows; steps; allows. */
static int add_filter(unsigned short steps)
{
	static struct sock_filter filter[BPF_MAXINSNS];
	struct sock_fprog program = { .filter = filter };
	struct sock_filter *at = filter;

	*at++ = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
					     offsetof(struct seccomp_data, nr));
	for (int i = 0; i < CALLS; i++)
		*at++ = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, timed_calls[i],
						     (unsigned char)(CALLS - i), 0);
	*at++ = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	for (int i = 0; i < steps; i++)
		*at++ = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_DIV | BPF_K, 1);
	*at++ = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	program.len = (unsigned short)(at - filter);
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) ? -errno : 0;
}

int power_slow_down(unsigned long steps)
{
	int error;

	if (steps > POWER_STEPS_MAX)
		return -EINVAL;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -errno;
	do {
		unsigned short now = steps < FILTER_STEPS_MAX ? (unsigned short)steps
							      : (unsigned short)FILTER_STEPS_MAX;

		error = add_filter(now);
		steps -= now;
	} while (steps && !error);
	return error;
}

/* The cases that a mail to linux-mm would begin with, for this machine's page sizes. */
static void add_flagships(struct globlist *cases)
{
	static char texts[5][96];
	char base[SIZE_TEXT_BYTES], pmd[SIZE_TEXT_BYTES];

	size_format(size_page(), base);
	size_format(thp_pmd_bytes(), pmd);
	snprintf(texts[0], sizeof(texts[0]), "mprot_tw4m/*/folio=%s/size=4M/batch=1", base);
	snprintf(texts[1], sizeof(texts[1]), "mprotect.ro/anon/folio=%s/size=64M", base);
	snprintf(texts[2], sizeof(texts[2]), "fork.anon/anon/folio=%s/size=64M", base);
	snprintf(texts[3], sizeof(texts[3]), "fork.anon/anon/folio=%s-pte/size=64M", pmd);
	snprintf(texts[4], sizeof(texts[4]), "mremap.page-offset/anon/folio=%s/size=64M", base);
	for (int i = 0; i < 5; i++)
		cases->texts[cases->count++] = texts[i];
}

int power_run(struct power_place *place, const struct power_options *options)
{
	struct globlist cases = options->cases;
	struct bench_exec_points points;
	struct price price;
	size_t wanted = 0, measured = 0;

	bench_exec_list(place->bench_dir, &points);
	if (!cases.count)
		add_flagships(&cases);
	for (size_t i = 0; i < points.count; i++)
		wanted += globlist_match(&cases, points.points[i].id);
	if (!wanted)
		die(EXIT_USAGE, "--case %s: no point matches (see ./run.sh list)", cases.texts[0]);
	price = calibrate(place, &points);
	printf("What this machine shows: %zu cases, %.0f s each, seed %llu; the process is the "
	       "unit.\nSlowed by divisions in a seccomp filter, %.3f ns each. S: slower, p <= "
	       ".05.\n\n",
	       wanted, options->seconds / (double)wanted, (unsigned long long)options->seed,
	       price.of[CSV_READER_NS]);
	for (size_t i = 0; i < points.count && !*place->stop; i++)
		if (globlist_match(&cases, points.points[i].id))
			measured += prove_case(place, &points.points[i], &price,
					       options->seconds / (double)wanted, options->seed);
	return measured ? EXIT_DONE : EXIT_CANNOT_RUN;
}
