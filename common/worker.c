// SPDX-License-Identifier: GPL-2.0-or-later
/* What does one point cost, on a state that was seen to be as claimed? */
#include "worker.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "affinity.h"
#include "behaviour.h"
#include "evidence.h"
#include "fail.h"
#include "interrupts.h"
#include "spin.h"

/* Untimed ops before the first sample. */
enum { WARMUP_KEPT = 3, WARMUP_REBUILT = 1, FAULTS_FEW_A_CALL = 8 };

struct worker {
	const struct point *point;
	struct outcome *outcome;
	struct bench_run run;
	struct sampler sampler;
	struct witness witness;
	bool has_witness;
	int other_cpus[SPIN_THREADS_MAX];
	unsigned int other_cpu_count;
};

static bool give_up(struct worker *worker, enum row_status status, const char *what, int error)
{
	worker->outcome->status = status;
	reason_set(&worker->outcome->reason, "%s: %s", what, strerror(-error));
	return false;
}

static bool call(struct worker *worker, int (*hook)(struct bench_run *run), const char *what)
{
	int error = hook ? hook(&worker->run) : 0;

	return error ? give_up(worker, STATUS_OP_FAILED, what, error) : true;
}

/* Brings the memory into being, by state.c or by the case itself. */
static bool build(struct worker *worker)
{
	const struct bench_case *bench_case = worker->point->bench_case;
	struct bench_run *run = &worker->run;
	struct reason reason;

	run->parameter = worker->point->parameter;
	run->calls = worker->point->spec.region_count;
	if (bench_case->show) {
		run->state.spec = worker->point->spec;
		return true;
	}
	witness_begin(&worker->point->spec, &worker->witness);
	if (state_build(&worker->point->spec, &run->state, &reason)) {
		worker->outcome->status = STATUS_STATE_NOT_REACHED;
		worker->outcome->reason = reason;
		return false;
	}
	witness_end(&worker->point->spec, &worker->witness);
	worker->has_witness = true;
	return true;
}

static void keep_least(struct count *least, uint64_t value)
{
	if (!least->known || value < least->value)
		*least = count_of(value);
}

/* A proof that destroys the state comes last; without it, what is claimed may still be so. */
static void read_evidence(struct worker *worker, bool is_last, struct evidence *ret_evidence)
{
	const struct state_spec *spec = &worker->point->spec;
	char *const *regions = worker->run.state.regions;

	evidence_read(spec, regions, worker->has_witness ? &worker->witness : NULL, ret_evidence);
	if (is_last || !behaviour_is_destructive(spec))
		behaviour_prove(spec, regions, ret_evidence);
}

/* Return: false when the state is not what the case claims, and nothing more may be measured. */
static bool prove(struct worker *worker, const char *when, bool is_last)
{
	struct outcome *outcome = worker->outcome;
	struct evidence evidence;

	if (worker->point->bench_case->show &&
	    !call(worker, worker->point->bench_case->show, "show"))
		return false;
	read_evidence(worker, is_last, &evidence);
	if (worker->point->bench_case->hide &&
	    !call(worker, worker->point->bench_case->hide, "hide"))
		return false;
	outcome->pages_total = count_of(evidence.total_pages);
	keep_least(&outcome->pages_matching, evidence.matching_pages);
	keep_least(&outcome->pages_known, evidence.known_pages);
	if (evidence.vmas.known)
		outcome->vmas = evidence.vmas;
	if (evidence.verdict == EVIDENCE_PROVED)
		return true;
	outcome->status = evidence.verdict == EVIDENCE_REFUTED ? STATUS_STATE_NOT_REACHED
							       : STATUS_STATE_UNVERIFIED;
	reason_set(&outcome->reason, "%s: %s", when, evidence.reason.text);
	return evidence.verdict == EVIDENCE_UNKNOWN;
}

static int timed_op(void *argument)
{
	struct worker *worker = argument;

	return worker->point->bench_case->op(&worker->run);
}

static bool take(struct worker *worker, bool is_warmup)
{
	struct outcome *outcome = worker->outcome;
	struct sample ignored = { 0 };
	struct sample *sample = is_warmup ? &ignored : &outcome->samples[outcome->sample_count];
	int error = sampler_take(&worker->sampler, timed_op, worker, sample);

	if (error)
		return give_up(worker, STATUS_OP_FAILED, "op", error);
	if (!is_warmup)
		outcome->sample_count++;
	return call(worker, worker->point->bench_case->undo, "undo");
}

static bool prepare(struct worker *worker)
{
	return prove(worker, "before the op", false) &&
	       call(worker, worker->point->bench_case->setup, "setup");
}

static bool finish(struct worker *worker)
{
	bool is_fine = call(worker, worker->point->bench_case->teardown, "teardown");

	arena_release(&worker->run.hole);
	return is_fine;
}

static bool measure_kept(struct worker *worker, unsigned int samples)
{
	if (!prepare(worker))
		return false;
	for (unsigned int i = 0; i < WARMUP_KEPT + samples; i++)
		if (!take(worker, i < WARMUP_KEPT))
			return false;
	return finish(worker) && prove(worker, "after the ops", true);
}

/* The first state is built already. */
static bool measure_rebuilt(struct worker *worker, unsigned int samples)
{
	for (unsigned int i = 0; i < WARMUP_REBUILT + samples; i++) {
		if (i && !build(worker))
			return false;
		if (!prepare(worker) || !take(worker, i < WARMUP_REBUILT) || !finish(worker))
			return false;
		state_destroy(&worker->run.state);
	}
	if (!behaviour_is_destructive(&worker->point->spec))
		return true;
	return build(worker) && prove(worker, "another one, built alike", true);
}

static void expect_faults(const struct worker *worker, struct outcome *outcome)
{
	const struct state_spec *spec = &worker->point->spec;
	uint64_t folios = spec_page_count(spec) / spec_folio_pages(spec);

	switch (worker->point->bench_case->faults) {
	case FAULTS_PER_FOLIO: outcome->faults_expected = count_of(outcome->calls * folios); break;
	case FAULTS_PER_SHARED:
		outcome->faults_least = spec_write_faults(spec);
		outcome->faults_most = outcome->faults_least;
		if (spec->mapping == MAPPING_PMD) /* in guests some fault twice: behaviour.c */
			outcome->faults_most = spec_page_count(spec);
		break;
	case FAULTS_FEW: outcome->faults_most = outcome->calls * FAULTS_FEW_A_CALL; break;
	case FAULTS_ANY: outcome->faults_most = UINT64_MAX; break;
	case FAULTS_OWN:
		outcome->faults_least = folios;
		outcome->faults_most = spec_page_count(spec) + outcome->calls * FAULTS_FEW_A_CALL;
		break;
	default: break;
	}
}

static void expect(struct worker *worker)
{
	const struct bench_case *bench_case = worker->point->bench_case;
	struct outcome *outcome = worker->outcome;

	outcome->calls = worker->run.calls;
	if (bench_case->unit == UNIT_PAGE)
		outcome->pages = count_of(spec_page_count(&worker->point->spec));
	expect_faults(worker, outcome);
	if (bench_case->sweep == SWEEP_THREADS && interrupts_carry_shootdowns())
		outcome->shootdowns_expected =
			count_of(outcome->calls * (worker->point->parameter - 1));
}

static bool start_threads(struct worker *worker, struct spin *spin)
{
	unsigned int wanted = 0;

	if (worker->point->bench_case->sweep == SWEEP_THREADS)
		wanted = (unsigned int)worker->point->parameter - 1;
	if (wanted > worker->other_cpu_count) {
		reason_set(&worker->outcome->reason,
			   "%u threads need as many CPUs more, there are %u", wanted,
			   worker->other_cpu_count);
		worker->outcome->status = STATUS_UNSUPPORTED;
		return false;
	}
	if (!spin_start(spin, worker->other_cpus, wanted, &worker->outcome->reason))
		return true;
	worker->outcome->status = STATUS_OP_FAILED;
	return false;
}

static void measure(struct worker *worker, int cpu, unsigned int samples)
{
	const struct bench_case *bench_case = worker->point->bench_case;
	struct outcome *outcome = worker->outcome;
	static struct spin spin;
	bool is_fine;

	if (!samples)
		samples = bench_case->samples ? bench_case->samples : DEFAULT_SAMPLES;
	is_fine = start_threads(worker, &spin);
	outcome->has_fifo = !affinity_set_fifo();
	outcome->cpu = cpu;
	sampler_open(bench_case->counter_scope, cpu, &worker->sampler);
	outcome->clock_overhead_ns = worker->sampler.clock_overhead_ns;
	if (is_fine)
		is_fine = bench_case->keeps_state ? measure_kept(worker, samples)
						  : measure_rebuilt(worker, samples);
	spin_stop(&spin);
	expect(worker);
	if (!is_fine)
		outcome->sample_count = 0;
	outcome->is_finished = true;
}

/* As libMicro does it: the parent wrote the pages and waits, the child works on them. */
static void measure_in_child(struct worker *worker, int cpu, unsigned int samples)
{
	pid_t child = fork();

	if (child < 0) {
		give_up(worker, STATUS_OP_FAILED, "fork", -errno);
		worker->outcome->is_finished = true;
	} else if (!child) {
		measure(worker, cpu, samples);
		_exit(0);
	} else {
		int status = 0;

		while (waitpid(child, &status, 0) < 0 && errno == EINTR)
			;
		if (WIFSIGNALED(status)) /* die of it too, for the supervisor to see */
			raise(WTERMSIG(status));
	}
}

/* Page faults of the builder's own code and data must not be counted as the state's. */
static void rehearse(const struct point *point)
{
	struct state_spec small = point->spec;
	struct witness witness;
	struct evidence evidence;
	struct state state;
	struct reason reason;

	if (!spec_is_private_anon(&small) || small.vma_count || small.pages == PAGES_NONE)
		return;
	small.size_bytes = small.folio_bytes;
	small.region_count = 1;
	small.construction = CONSTRUCTION_NATIVE;
	small.pages = PAGES_WRITTEN;
	small.offset_bytes = 0;
	witness_begin(&small, &witness);
	if (state_build(&small, &state, &reason))
		return;
	witness_end(&small, &witness);
	evidence_read(&small, state.regions, &witness, &evidence);
	behaviour_count_unlike(&small, state.regions);
	state_destroy(&state);
}

void worker_run(const struct point *point, int cpu, unsigned int samples, struct outcome *outcome)
{
	static struct worker worker;
	struct reason reason;

	worker.point = point;
	worker.outcome = outcome;
	outcome->status = STATUS_OK;
	worker.other_cpu_count = affinity_others(cpu, worker.other_cpus, SPIN_THREADS_MAX);
	if (affinity_pin(cpu, &reason)) {
		outcome->status = STATUS_OP_FAILED; /* a CPU may be taken away, and come back */
		outcome->reason = reason;
		outcome->is_finished = true;
		return;
	}
	rehearse(point);
	if (!build(&worker))
		outcome->is_finished = true;
	else if (point->spec.sharing == SHARING_PARENT)
		measure_in_child(&worker, cpu, samples);
	else
		measure(&worker, cpu, samples);
}
