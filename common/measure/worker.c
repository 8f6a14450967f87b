// SPDX-License-Identifier: GPL-2.0-or-later
/* Measures one point on a page state that is proved before and after. */
#include "worker.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/pin.h"
#include "verify/exclusive.h"
#include "verify/verify.h"
#include "base/die.h"
#include "sys/tlb_ipi.h"
#include "busy_threads.h"

/* Untimed ops before the first sample. */
enum { WARMUP_KEPT = 3, WARMUP_REBUILT = 1, FAULTS_FEW_A_CALL = 8 };

struct worker {
	const struct plan_point *point;
	struct worker_outcome *outcome;
	struct case_run run;
	struct sample_session sampler;
	struct fault_count fault_count;
	bool counts_faults;
	int other_cpus[BUSY_THREADS_MAX];
	unsigned int other_cpu_count;
};

static bool give_up(struct worker *worker, enum csv_row_status status, const char *what, int error)
{
	worker->outcome->status = status;
	reason_set(&worker->outcome->reason, "%s: %s", what, strerror(-error));
	return false;
}

static bool call(struct worker *worker, int (*hook)(struct case_run *run), const char *what)
{
	int error = hook ? hook(&worker->run) : 0;

	return error ? give_up(worker, CSV_ROW_OP_FAILED, what, error) : true;
}

/* Builds the memory, unless the case does so by itself. */
static bool build(struct worker *worker)
{
	const struct case_entry *case_entry = worker->point->case_entry;
	struct case_run *run = &worker->run;
	struct reason reason;
	uint64_t start_ns;

	run->parameter = worker->point->parameter;
	run->calls = worker->point->spec.region_count;
	if (case_entry->show) {
		run->state.spec = worker->point->spec;
		return true;
	}
	start_ns = clock_now_ns();
	if (worker->counts_faults)
		fault_count_begin(&worker->point->spec, &worker->fault_count);
	if (build_state(&worker->point->spec, &run->state, &reason)) {
		worker->outcome->status = CSV_ROW_STATE_NOT_REACHED;
		worker->outcome->reason = reason;
		return false;
	}
	worker->outcome->build_ns += clock_now_ns() - start_ns;
	if (worker->counts_faults)
		fault_count_end(&worker->point->spec, &worker->fault_count);
	return true;
}

static void release(struct worker *worker)
{
	uint64_t start_ns = clock_now_ns();

	build_empty(&worker->run.state);
	worker->outcome->build_ns += clock_now_ns() - start_ns;
}

static void keep_least(struct opt_u64 *least, uint64_t value)
{
	if (!least->known || value < least->value)
		*least = opt_u64_of(value);
}

/* A proof that changes the state is for the last time only. */
static void examine(struct worker *worker, bool is_last, struct verify *ret_evidence)
{
	const struct page_state *spec = &worker->point->spec;
	char *const *regions = worker->run.state.regions;

	verify_state(spec, regions, worker->counts_faults ? &worker->fault_count : NULL,
		     ret_evidence);
	if (is_last || !exclusive_is_destructive(spec))
		exclusive_prove(spec, regions, ret_evidence);
}

/* Return: false: the state is not as the case claims, so nothing may be measured. */
static bool prove(struct worker *worker, const char *when, bool is_last)
{
	struct worker_outcome *outcome = worker->outcome;
	uint64_t start_ns = clock_now_ns();
	struct verify evidence;

	if (worker->point->case_entry->show &&
	    !call(worker, worker->point->case_entry->show, "show"))
		return false;
	examine(worker, is_last, &evidence);
	if (worker->point->case_entry->hide &&
	    !call(worker, worker->point->case_entry->hide, "hide"))
		return false;
	outcome->prove_ns += clock_now_ns() - start_ns;
	outcome->pages_total = opt_u64_of(evidence.total_pages);
	keep_least(&outcome->pages_matching, evidence.matching_pages);
	keep_least(&outcome->pages_known, evidence.known_pages);
	if (evidence.vmas.known)
		outcome->vmas = evidence.vmas;
	if (evidence.verdict == PROOF_PROVED)
		return true;
	outcome->status = evidence.verdict == PROOF_REFUTED ? CSV_ROW_STATE_NOT_REACHED
							    : CSV_ROW_STATE_UNVERIFIED;
	reason_set(&outcome->reason, "%s: %s", when, evidence.reason.text);
	return evidence.verdict == PROOF_UNKNOWN;
}

static int timed_op(void *argument)
{
	struct worker *worker = argument;

	return worker->point->case_entry->op(&worker->run);
}

static bool take(struct worker *worker, bool is_warmup)
{
	struct worker_outcome *outcome = worker->outcome;
	struct sample ignored = { 0 };
	struct sample *sample = is_warmup ? &ignored : &outcome->samples[outcome->sample_count];
	int error = sample_take(&worker->sampler, timed_op, worker, sample);

	if (error)
		return give_up(worker, CSV_ROW_OP_FAILED, "op", error);
	outcome->op_ns += sample->elapsed_ns;
	if (!is_warmup)
		outcome->sample_count++;
	return call(worker, worker->point->case_entry->undo, "undo");
}

static bool prepare(struct worker *worker)
{
	return prove(worker, "before the op", false) &&
	       call(worker, worker->point->case_entry->setup, "setup");
}

static bool finish(struct worker *worker)
{
	bool is_fine = call(worker, worker->point->case_entry->teardown, "teardown");

	region_release(&worker->run.hole);
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

/* The first state exists already. */
static bool measure_rebuilt(struct worker *worker, unsigned int samples)
{
	for (unsigned int i = 0; i < WARMUP_REBUILT + samples; i++) {
		if (i && !build(worker))
			return false;
		if (!prepare(worker) || !take(worker, i < WARMUP_REBUILT) || !finish(worker))
			return false;
		release(worker);
	}
	if (!exclusive_is_destructive(&worker->point->spec))
		return true;
	return build(worker) && prove(worker, "another one, built alike", true);
}

static void expect_faults(const struct worker *worker, struct worker_outcome *outcome)
{
	const struct page_state *spec = &worker->point->spec;
	uint64_t folios = page_state_page_count(spec) / page_state_folio_pages(spec);

	switch (worker->point->case_entry->faults) {
	case FAULTS_PER_FOLIO:
		outcome->faults_expected = opt_u64_of(outcome->calls * folios);
		break;
	case FAULTS_PER_SHARED:
		outcome->faults_least = page_state_write_faults(spec);
		outcome->faults_most = outcome->faults_least;
		if (spec->mapping == MAPPING_PMD) /* some fault twice in guests: exclusive.c */
			outcome->faults_most = page_state_page_count(spec);
		break;
	case FAULTS_FEW: outcome->faults_most = outcome->calls * FAULTS_FEW_A_CALL; break;
	case FAULTS_ANY: outcome->faults_most = UINT64_MAX; break;
	case FAULTS_OWN:
		outcome->faults_least = folios;
		outcome->faults_most =
			page_state_page_count(spec) + outcome->calls * FAULTS_FEW_A_CALL;
		break;
	default: break;
	}
}

static void expect(struct worker *worker)
{
	const struct case_entry *case_entry = worker->point->case_entry;
	struct worker_outcome *outcome = worker->outcome;

	outcome->calls = worker->run.calls;
	if (case_entry->unit == UNIT_PAGE)
		outcome->pages = opt_u64_of(page_state_page_count(&worker->point->spec));
	expect_faults(worker, outcome);
	if (case_entry->sweep == SWEEP_THREADS && tlb_ipi_is_used())
		outcome->shootdowns_expected =
			opt_u64_of(outcome->calls * (worker->point->threads - 1));
}

static bool start_threads(struct worker *worker, struct busy_threads *spin)
{
	unsigned long threads = worker->point->threads;
	unsigned int wanted = threads > 1 ? (unsigned int)threads - 1 : 0;

	if (wanted > worker->other_cpu_count) {
		reason_set(&worker->outcome->reason,
			   "%u threads need as many CPUs more, there are %u", wanted,
			   worker->other_cpu_count);
		worker->outcome->status = CSV_ROW_UNSUPPORTED;
		return false;
	}
	if (!busy_threads_start(spin, worker->other_cpus, wanted, &worker->outcome->reason))
		return true;
	worker->outcome->status = CSV_ROW_OP_FAILED;
	return false;
}

static void measure(struct worker *worker, int cpu, unsigned int samples)
{
	const struct case_entry *case_entry = worker->point->case_entry;
	struct worker_outcome *outcome = worker->outcome;
	static struct busy_threads spin;
	bool is_fine;

	worker->run.worker = getpid();
	if (!samples)
		samples = case_entry->samples ? case_entry->samples : WORKER_SAMPLES_DEFAULT;
	is_fine = start_threads(worker, &spin);
	outcome->has_fifo = !pin_set_fifo();
	outcome->cpu = cpu;
	sample_open(case_entry->counters_scope, cpu,
		    case_entry->sweep == SWEEP_THREADS || worker->point->threads > 1,
		    &worker->sampler);
	outcome->clock_overhead_ns = worker->sampler.clock_overhead_ns;
	if (is_fine)
		is_fine = case_entry->keeps_state ? measure_kept(worker, samples)
						  : measure_rebuilt(worker, samples);
	busy_threads_stop(&spin);
	expect(worker);
	if (!is_fine)
		outcome->sample_count = 0;
	outcome->is_finished = true;
}

/* As libMicro: the parent wrote the pages and waits, the child works on them. */
static void measure_in_child(struct worker *worker, int cpu, unsigned int samples)
{
	pid_t child = fork();

	if (child < 0) {
		give_up(worker, CSV_ROW_OP_FAILED, "fork", -errno);
		worker->outcome->is_finished = true;
	} else if (!child) {
		measure(worker, cpu, samples);
		_exit(0);
	} else {
		int status = 0;

		TEMP_FAILURE_RETRY(waitpid(child, &status, 0));
		if (WIFSIGNALED(status)) /* die of it, too, so that the supervisor sees it */
			raise(WTERMSIG(status));
	}
}

/* Takes the page faults of the builder's own code and data, which are not those of the state. */
static void rehearse(const struct plan_point *point)
{
	struct page_state small = point->spec;
	struct fault_count fault_count;
	struct verify evidence;
	struct build state = { 0 };
	struct reason reason;

	if (!page_state_is_private_anon(&small) || small.vma_count || small.pages == PAGES_NONE)
		return;
	small.size_bytes = small.folio_bytes;
	small.region_count = 1;
	small.construction = CONSTRUCTION_NATIVE;
	small.pages = PAGES_WRITTEN;
	small.offset_bytes = 0;
	fault_count_begin(&small, &fault_count);
	if (build_state(&small, &state, &reason))
		return;
	fault_count_end(&small, &fault_count);
	verify_state(&small, state.regions, &fault_count, &evidence);
	exclusive_count_unlike(&small, state.regions);
	build_destroy(&state);
}

void worker_run(const struct plan_point *point, int cpu, unsigned int samples,
		struct worker_outcome *outcome)
{
	static struct worker worker;
	struct reason reason;

	worker.point = point;
	worker.outcome = outcome;
	worker.counts_faults = fault_count_is_needed();
	outcome->status = CSV_ROW_OK;
	worker.other_cpu_count = pin_others(cpu, worker.other_cpus, BUSY_THREADS_MAX);
	if (pin_to_cpu(cpu, &reason)) {
		outcome->status = CSV_ROW_OP_FAILED; /* a CPU may be taken away, and come back */
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
