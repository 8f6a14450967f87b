// SPDX-License-Identifier: GPL-2.0-or-later
/* Takes one sample and checks whether it was disturbed. */
#include "sample.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/kfile.h"

enum { OVERHEAD_SAMPLES = 101, INTERRUPTS_BYTES = 1024 * 1024 };

/*
 * Adds up "TLB:  526  552  TLB shootdowns": one column a CPU, then the description. x86-64, arm64
 * and ppc64le have other first words, and the same description. Sources: arch/x86/kernel/irq.c,
 * arch/arm64/kernel/smp.c @ 6.18.
 */
static struct opt_u64 sum_line(const char *text, const char *description)
{
	const char *end = strstr(text, description), *at = end;
	uint64_t sum = 0;
	char *next;

	if (!end)
		return (struct opt_u64) { 0 };
	while (at > text && at[-1] != '\n')
		at--;
	at = memchr(at, ':', (size_t)(end - at));
	for (at = at ? at + 1 : end; at < end; at = next) {
		unsigned long long value = strtoull(at, &next, 10);

		if (next == at)
			break;
		sum += value;
	}
	return opt_u64_of(sum);
}

static void read_interrupts(int fd, struct sample *ret_reading)
{
	static char text[INTERRUPTS_BYTES];
	ssize_t got = 0, part;

	if (fd < 0)
		return;
	while ((part = pread(fd, text + got, sizeof(text) - 1 - (size_t)got, got)) > 0)
		got += part;
	text[got] = '\0';
	ret_reading->tlb_interrupts = sum_line(text, "TLB shootdowns");
	ret_reading->call_interrupts = sum_line(text, "Function call interrupts");
}

static void read_usage(struct sample *ret_reading)
{
	struct rusage usage;

	if (getrusage(RUSAGE_THREAD, &usage))
		return;
	ret_reading->minor_faults = opt_u64_of((uint64_t)usage.ru_minflt);
	ret_reading->involuntary_switches = opt_u64_of((uint64_t)usage.ru_nivcsw);
}

static struct opt_u64 without(struct opt_u64 value, struct opt_u64 overhead)
{
	if (!value.known || !overhead.known)
		return value;
	return opt_u64_of(value.value > overhead.value ? value.value - overhead.value : 0);
}

int sample_take(const struct sample_session *sampler, int (*op)(void *argument), void *argument,
		struct sample *ret_sample)
{
	struct sample before = { 0 }, after = { 0 };
	uint64_t start, elapsed;
	int error;

	/* What costs most is read farthest from the clock. Counters enclose only the clock pair. */
	read_interrupts(sampler->interrupts_fd, &before);
	read_usage(&before);
	counters_read(&sampler->counters, &before.counters);
	start = clock_now_ns();
	error = op(argument);
	elapsed = clock_now_ns() - start;
	counters_read(&sampler->counters, &after.counters);
	read_usage(&after);
	read_interrupts(sampler->interrupts_fd, &after);
	if (error)
		return error;
	ret_sample->elapsed_ns =
		elapsed > sampler->clock_overhead_ns ? elapsed - sampler->clock_overhead_ns : 0;
	for (int i = 0; i < COUNTERS; i++)
		ret_sample->counters.values[i] =
			without(opt_u64_since(before.counters.values[i], after.counters.values[i]),
				sampler->counter_overhead.values[i]);
	ret_sample->minor_faults = opt_u64_since(before.minor_faults, after.minor_faults);
	ret_sample->involuntary_switches =
		opt_u64_since(before.involuntary_switches, after.involuntary_switches);
	ret_sample->tlb_interrupts = opt_u64_since(before.tlb_interrupts, after.tlb_interrupts);
	ret_sample->call_interrupts = opt_u64_since(before.call_interrupts, after.call_interrupts);
	ret_sample->cpu = sched_getcpu();
	return 0;
}

static int no_op(void *argument)
{
	(void)argument;
	return 0;
}

static int compare_counts(const void *a, const void *b)
{
	const struct opt_u64 *x = a, *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

/* Takes the median of empty samples, of each counter. */
static void measure_counter_overhead(struct sample_session *sampler)
{
	struct opt_u64 values[COUNTERS][OVERHEAD_SAMPLES];
	struct sample sample;

	for (int i = 0; i < OVERHEAD_SAMPLES; i++) {
		sample_take(sampler, no_op, NULL, &sample);
		for (int c = 0; c < COUNTERS; c++)
			values[c][i] = sample.counters.values[c];
	}
	for (int c = 0; c < COUNTERS; c++) {
		qsort(values[c], OVERHEAD_SAMPLES, sizeof(values[c][0]), compare_counts);
		sampler->counter_overhead.values[c] = values[c][OVERHEAD_SAMPLES / 2];
	}
}

void sample_open(enum counters_scope scope, int cpu, bool needs_interrupts,
		 struct sample_session *ret_sampler)
{
	*ret_sampler = (struct sample_session) { .interrupts_fd = -1 };
	counters_open(scope, cpu, &ret_sampler->counters);
	ret_sampler->clock_overhead_ns = clock_pair_overhead_ns();
	if (!ret_sampler->counters.error)
		measure_counter_overhead(ret_sampler);
	if (needs_interrupts)
		ret_sampler->interrupts_fd = kfile_open("/proc/interrupts", O_RDONLY);
}
