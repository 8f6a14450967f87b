// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints the outcome of a point. */
#include "point_rows.h"

#include <string.h>

#include "base/mser5.h"
#include "measure/csv_reader.h"

#define SET(field, text) snprintf(field, sizeof(field), "%s", text)

static void fill_point(const struct plan_point *point, const char *family, struct csv_row *row)
{
	const struct page_state *spec = &point->spec;

	SET(row->point, point->id);
	row->schema = opt_u64_of(CSV_ROW_SCHEMA);
	SET(row->case_name, point->case_entry->name);
	SET(row->family, family);
	row->threads = opt_u64_of(point->threads);
	if (spec->backing == BACKING_NONE)
		return;
	SET(row->backing, page_state_backing_name(spec->backing));
	SET(row->mapping, page_state_mapping_name(spec->mapping));
	SET(row->pages_hold, page_state_pages_name(spec->pages));
	SET(row->sharing, page_state_sharing_name(spec->sharing));
	row->size_bytes = opt_u64_of(spec->size_bytes);
	if (!page_state_has_folios(spec) && point->case_entry->folios == FOLIOS_NONE)
		return;
	SET(row->construction, page_state_construction_name(spec->construction));
	row->folio_bytes = opt_u64_of(spec->folio_bytes);
	row->folio_order = opt_u64_of(page_state_folio_order(spec));
}

static void fill_place(const struct point_rows_place *place, struct csv_row *row)
{
	SET(row->run, place->run);
	row->round = opt_u64_of(place->round);
	row->process = opt_u64_of(place->process);
	row->seq = opt_u64_of(place->seq);
}

static void fill_sample(const struct worker_outcome *outcome, const struct sample *sample,
			struct csv_row *row)
{
	row->ops = opt_u64_of(outcome->calls);
	row->pages = outcome->pages;
	row->elapsed_ns = opt_u64_of(sample->elapsed_ns);
	row->instructions_kernel = sample->counters.values[COUNTERS_INSTRUCTIONS];
	row->cycles_kernel = sample->counters.values[COUNTERS_CYCLES];
	row->dtlb_misses_kernel = sample->counters.values[COUNTERS_DTLB_MISSES];
	row->minor_faults = sample->minor_faults;
	row->involuntary_switches = sample->involuntary_switches;
	row->tlb_interrupts = sample->tlb_interrupts;
	row->call_interrupts = sample->call_interrupts;
	if (sample->cpu >= 0)
		row->cpu = opt_u64_of((uint64_t)sample->cpu);
}

/* Faults that prove the state can refute it. Other faults have a range: some are the op's own. */
static enum csv_row_status judge_faults(const struct worker_outcome *outcome, struct opt_u64 faults,
					struct reason *ret_reason)
{
	unsigned long long found = faults.value;

	if (!faults.known)
		return CSV_ROW_OK;
	if (outcome->faults_expected.known) {
		if (found == outcome->faults_expected.value)
			return CSV_ROW_OK;
		reason_set(ret_reason, "%llu faults, not %llu: the pages are not as claimed", found,
			   (unsigned long long)outcome->faults_expected.value);
		return CSV_ROW_STATE_NOT_REACHED;
	}
	if (found >= outcome->faults_least && found <= outcome->faults_most)
		return CSV_ROW_OK;
	reason_set(ret_reason, "%llu minor faults, expected %llu to %llu", found,
		   (unsigned long long)outcome->faults_least,
		   (unsigned long long)outcome->faults_most);
	return CSV_ROW_DISTURBED;
}

/* Nine of ten are enough: a CPU that is in the kernel may flush by itself. */
static enum csv_row_status judge_shootdowns(const struct worker_outcome *outcome,
					    const struct sample *sample, struct reason *ret_reason)
{
	uint64_t wanted = outcome->shootdowns_expected.value;
	uint64_t found = sample->tlb_interrupts.value + sample->call_interrupts.value;

	if (!outcome->shootdowns_expected.known)
		return CSV_ROW_OK;
	if (!sample->tlb_interrupts.known) {
		reason_set(ret_reason, "/proc/interrupts does not show whether threads did spin");
		return CSV_ROW_STATE_UNVERIFIED;
	}
	if (found * 10 >= wanted * 9)
		return CSV_ROW_OK;
	reason_set(ret_reason, "%llu shootdown interrupts, expected %llu: threads did not spin",
		   (unsigned long long)found, (unsigned long long)wanted);
	return CSV_ROW_DISTURBED;
}

/* Return: CSV_ROW_OK if nothing disturbed the sample. */
static enum csv_row_status judge_sample(const struct worker_outcome *outcome,
					const struct sample *sample, struct reason *ret_reason)
{
	enum csv_row_status status = judge_faults(outcome, sample->minor_faults, ret_reason);

	if (status == CSV_ROW_OK)
		status = judge_shootdowns(outcome, sample, ret_reason);
	if (status != CSV_ROW_OK)
		return status;
	if (sample->involuntary_switches.known && sample->involuntary_switches.value) {
		reason_set(ret_reason, "lost the CPU %llu times",
			   (unsigned long long)sample->involuntary_switches.value);
		return CSV_ROW_DISTURBED;
	}
	if (sample->cpu != outcome->cpu) {
		reason_set(ret_reason, "ran on CPU %d, not %d", sample->cpu, outcome->cpu);
		return CSV_ROW_DISTURBED;
	}
	return CSV_ROW_OK;
}

void point_rows_row(const struct plan_point *point, const struct worker_outcome *outcome,
		    unsigned int index, const struct point_rows_place *place, const char *family,
		    struct csv_row *ret_row)
{
	enum csv_row_status status = outcome->status;
	struct reason reason = outcome->reason;
	struct csv_row row = { 0 };

	fill_place(place, &row);
	fill_point(point, family, &row);
	row.pages_matching = outcome->pages_matching;
	row.pages_known = outcome->pages_known;
	row.pages_total = outcome->pages_total;
	row.vmas = outcome->vmas;
	if (outcome->is_finished) {
		SET(row.scheduler, outcome->has_fifo ? "fifo" : "other");
		row.clock_overhead_ns = opt_u64_of(outcome->clock_overhead_ns);
	}
	if (index < outcome->sample_count) {
		row.sample = opt_u64_of(index + 1);
		if (status == CSV_ROW_OK)
			status = judge_sample(outcome, &outcome->samples[index], &reason);
		if (status != CSV_ROW_STATE_NOT_REACHED)
			fill_sample(outcome, &outcome->samples[index], &row);
	}
	SET(row.status, csv_row_status_name(status));
	SET(row.reason, reason.text);
	*ret_row = row;
}

void point_rows_csv(const struct plan_point *point, const struct worker_outcome *outcome,
		    const struct point_rows_place *place, const char *family, FILE *out)
{
	char line[CSV_ROW_LINE_BYTES];
	unsigned int i = 0;

	do {
		struct csv_row row;

		point_rows_row(point, outcome, i, place, family, &row);
		csv_row_format(&row, line);
		fprintf(out, "%s\n", line);
	} while (++i < outcome->sample_count);
}

void point_rows_line(const struct plan_point *point, const struct worker_outcome *outcome,
		     const char *family, FILE *out)
{
	static double values[WORKER_SAMPLES_MAX];
	bool wants_more;
	const struct point_rows_place nowhere = { .run = "" };
	size_t count = 0, cut;
	struct csv_row row;

	for (unsigned int i = 0; i == 0 || i < outcome->sample_count; i++) {
		point_rows_row(point, outcome, i, &nowhere, family, &row);
		if (!strcmp(row.status, csv_row_status_name(CSV_ROW_OK)) && row.elapsed_ns.known)
			values[count++] =
				(double)row.elapsed_ns.value /
				(double)(row.pages.known ? row.pages.value : row.ops.value);
	}
	if (!count) {
		fprintf(out, "%-48s %s: %s\n", point->id, row.status, row.reason);
		return;
	}
	cut = mser5_cut(values, count, &wants_more);
	fprintf(out, "%-48s %12.2f ns/%s, median of %zu samples\n", point->id,
		csv_reader_median(values + cut, count - cut), row.pages.known ? "page" : "call",
		count - cut);
}
