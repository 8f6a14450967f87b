// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists the checks of a program, runs them, and prints KTAP. */
#include "ktap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>
#include <time.h>

#include "check.h"
#include "base/die.h"
#include "sys/kmsg.h"
#include "leak.h"
#include "base/size.h"
#include "measure/supervise.h"

enum { SMALL_BYTES = 4 << 20, SMALL_PAGES = 256 };
enum { MIXED_EVERY = 2, ATTEMPTS = 3, CONTROL_MS = 500 };

/* Do points of a plan share their checks: are they of the same case and folio size? */
static bool is_alike(const struct plan_point *a, const struct plan_point *b)
{
	return a->case_entry == b->case_entry && a->spec.folio_bytes == b->spec.folio_bytes &&
	       a->spec.mapping == b->spec.mapping && a->spec.construction == b->spec.construction;
}

static struct plan_point *find_alike(const struct plan *checks, const struct plan_point *point)
{
	for (size_t i = 0; i < checks->count; i++)
		if (is_alike(&checks->points[i], point))
			return &checks->points[i];
	return NULL;
}

/* Does a glob match the check, or a point that it is of, or that point with the check's sharing? */
static bool is_wanted(const struct plan *plan, const struct plan_point *check,
		      const struct globlist *globs)
{
	const char *sharing = page_state_sharing_name(check->spec.sharing);
	char id[PLAN_POINT_ID_BYTES + 32];

	if (!globs->count || globlist_match(globs, check->id))
		return true;
	for (size_t i = 0; i < plan->count; i++) {
		if (!is_alike(&plan->points[i], check))
			continue;
		snprintf(id, sizeof(id), "%s/%s", plan->points[i].id, sharing);
		if (globlist_match(globs, plan->points[i].id) || globlist_match(globs, id))
			return true;
	}
	return false;
}

/*
 * Regions of cases that move page tables, or are about PMD entries, have two of these. Others lie
 * across the boundary between two page tables: half of their folios before it, half behind. Leaks
 * of large folios are counted exactly, those of base pages show only if they are many.
 */
static void shrink_region(const struct case_entry *case_entry, struct page_state *spec)
{
	size_t pmd = build_alignment(spec), folio = spec->folio_bytes;
	size_t two = MAX(SMALL_BYTES, 2 * folio), few = SMALL_PAGES * size_page();

	if (page_state_folio_order(spec))
		few = MAX(MIN(few, 4 * folio), 2 * folio);
	if (spec->vma_count || spec->align_bytes || case_entry->show || case_entry->has_one_size ||
	    case_entry->sweep == SWEEP_SIZE)
		return;
	spec->size_bytes = MIN(spec->size_bytes, two);
	if (case_entry->moves_tables || spec->offset_bytes || folio >= pmd || few / 2 >= pmd)
		return;
	spec->size_bytes = MIN(spec->size_bytes, few);
	spec->offset_bytes = pmd - spec->size_bytes / 2 / folio * folio;
}

/* Makes regions small enough for hundreds of checks. */
static void shrink(struct plan_point *point)
{
	struct page_state *spec = &point->spec;

	shrink_region(point->case_entry, spec);
	spec->region_count = 1;
	if (spec->sharing == SHARING_PARENT) { /* checks run in the parent */
		spec->sharing = SHARING_FORKED;
		spec->child_lives = true;
	}
}

/* Can the check be repeated with other sharing? Not if the case itself changes the sharing. */
static bool is_plain(const struct plan_point *point)
{
	const struct page_state *spec = &point->spec;

	return spec->backing == BACKING_ANON && spec->pages == PAGES_WRITTEN &&
	       spec->sharing == SHARING_EXCLUSIVE && spec->construction == CONSTRUCTION_NATIVE &&
	       !spec->vma_count && !spec->align_bytes && !spec->is_locked &&
	       !point->case_entry->show && point->case_entry->leaves != SHARING_HALF &&
	       !(point->case_entry->leaves && point->case_entry->keeps_state);
}

static void name_check(struct plan_point *check)
{
	const struct page_state *spec = &check->spec;
	char size[SIZE_TEXT_BYTES];
	char *at = strstr(check->id, "/size=");

	if (!at)
		return;
	snprintf(at, sizeof(check->id) - (size_t)(at - check->id), "/size=%s/%s",
		 size_format(spec->size_bytes, size), page_state_sharing_name(spec->sharing));
	if (!spec->sharing)
		*strrchr(check->id, '/') = '\0';
}

/* A PMD entry has one exclusive bit, so its pages cannot be mixed. */
static void add_variants(struct plan *checks, const struct plan_point *point)
{
	static const enum page_state_sharing variants[] = { SHARING_FORKED, SHARING_MIXED,
							    SHARING_HALF };
	struct plan_point check = *point;

	name_check(&check);
	plan_add(checks, &check);
	if (!is_plain(point))
		return;
	for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++) {
		if (variants[i] != SHARING_FORKED && point->spec.mapping == MAPPING_PMD)
			continue;
		check = *point;
		check.spec.sharing = variants[i];
		check.spec.mixed_every = variants[i] == SHARING_MIXED ? MIXED_EVERY : 0;
		name_check(&check);
		plan_add(checks, &check);
	}
}

void ktap_expand(const struct plan *plan, const struct globlist *globs, struct plan *ret_checks)
{
	struct plan chosen = { 0 }, all = { 0 };

	*ret_checks = (struct plan) { 0 };
	for (size_t i = 0; i < plan->count; i++) {
		struct plan_point *alike = find_alike(&chosen, &plan->points[i]);

		if (!alike)
			plan_add(&chosen, &plan->points[i]);
		else if (plan->points[i].case_entry->sweep == SWEEP_THREADS)
			*alike = plan->points[i];
	}
	for (size_t i = 0; i < chosen.count; i++) {
		shrink(&chosen.points[i]);
		add_variants(&all, &chosen.points[i]);
	}
	for (size_t i = 0; i < all.count; i++)
		if (is_wanted(plan, &all.points[i], globs))
			plan_add(ret_checks, &all.points[i]);
	plan_free(&all);
	plan_free(&chosen);
}

static void work(const struct supervise_job *job, void *shared)
{
	check_run(job->point, job->how->cpu, shared);
}

/* Looks for the first complaint that the kernel made itself; other programs write there, too. */
static void judge_log(struct kmsg *kmsg, struct after_op_result *result)
{
	enum oracle_verdict verdict = kmsg->fd >= 0 ? ORACLE_PASSED : ORACLE_UNKNOWN;
	unsigned long taint = kmsg_new_taint(kmsg);
	char line[160] = "";
	struct reason reason;

	while (!kmsg->is_of_kernel && kmsg_next_complaint(kmsg, line, sizeof(line)))
		verdict = ORACLE_DOUBTED;
	if (kmsg->is_of_kernel || taint)
		verdict = ORACLE_FAILED;
	if (verdict == ORACLE_UNKNOWN)
		reason_set(&reason, "log: /dev/kmsg cannot be read (no root)");
	else
		reason_set(&reason, "log: expected no complaint, found %s (new taint %#lx)",
			   line[0] ? line : "none that can be read", taint);
	after_op_note(result, AFTER_OP_LOG, verdict, &reason);
}

/* Checks what is visible only after the process has ended. */
static void look_from_outside(const struct leak_snapshot *before, struct kmsg *kmsg,
			      struct after_op_result *result)
{
	struct reason reason = { "" };

	if (!result->is_skipped)
		after_op_note(result, AFTER_OP_LEAKS, leak_judge(before, &reason), &reason);
	judge_log(kmsg, result);
}

static void print_set(const char *title, unsigned int set, FILE *out)
{
	fprintf(out, "%s", title);
	for (unsigned int i = 0; i < AFTER_OP_ORACLES; i++)
		if (set & (1u << i))
			fprintf(out, " %s", after_op_oracle_name((enum after_op_oracle)(1u << i)));
}

/* Return: is the result ok? */
static bool print_result(const struct after_op_result *result, const char *id, size_t number,
			 FILE *out)
{
	if (result->is_skipped && !result->failed) {
		fprintf(out, "ok %zu %s # SKIP %s\n", number, id, result->reason.text);
		return true;
	}
	print_set("# passed:", result->passed, out);
	if (result->unknown) {
		print_set("; not told:", result->unknown, out);
		fprintf(out, " (%s)", result->unknown_reason.text);
	}
	fputc('\n', out);
	if (result->failed)
		fprintf(out, "# %s\n", result->reason.text);
	fprintf(out, "%sok %zu %s\n", result->failed ? "not " : "", number, id);
	return !result->failed;
}

static int run_once(const struct plan_point *point, const struct supervise_session *how,
		    struct after_op_result *ret_result, struct reason *ret_reason)
{
	const struct supervise_job job = { point, how, work, sizeof(*ret_result) };
	struct disturbance start;
	struct leak_snapshot before;
	struct reason end = { "" };
	bool is_prepared;
	struct kmsg kmsg;
	int taken;

	memset(ret_result, 0, sizeof(*ret_result));
	kmsg_open(&kmsg);
	leak_take(&before);
	disturbance_take(&start);
	taken = supervise_run(&job, ret_result, &end, &is_prepared, ret_reason);
	if (!ret_result->before.is_known)
		ret_result->before = start;
	if (!is_prepared) {
		ret_result->is_skipped = true;
		ret_result->reason = end;
	} else if (!ret_result->is_finished && !ret_result->failed) {
		ret_result->failed = AFTER_OP_STATE;
		ret_result->is_doubted = disturbance_has_killed(&start);
		ret_result->reason = end;
	}
	ret_result->is_disturbed = disturbance_since(&ret_result->before, &ret_result->disturbance);
	if (!taken && is_prepared)
		look_from_outside(&before, &kmsg, ret_result);
	kmsg_close(&kmsg);
	return taken;
}

/* Does free memory shrink while we do nothing? Then no leak is proved. */
static bool others_take_memory(struct reason *ret_reason)
{
	const struct timespec wait = { .tv_nsec = CONTROL_MS * 1000000L };

	for (int i = 0; i < ATTEMPTS; i++) {
		struct leak_snapshot before;
		struct reason reason = { "" };

		leak_take(&before);
		nanosleep(&wait, NULL);
		if (leak_judge(&before, &reason) != ORACLE_DOUBTED)
			continue;
		reason_set(ret_reason, "other processes take memory meanwhile: %.180s",
			   reason.text);
		return true;
	}
	return false;
}

static bool is_open(const struct after_op_result *result)
{
	return result->failed ? result->is_doubted : result->is_skipped && result->is_disturbed;
}

/* Does nothing that went on beside it explain the doubted failure? Leaks have their own control. */
static bool is_sure(const struct after_op_result *result)
{
	return result->is_doubted && result->failed != AFTER_OP_LEAKS &&
	       (!result->is_disturbed || result->failed == AFTER_OP_LOG);
}

/* Nothing is decided: a check that is skipped is neither good nor bad. */
static void leave_open(struct after_op_result *result, const char *why)
{
	struct reason reason = result->reason;

	result->failed = 0;
	result->is_skipped = true;
	reason_set(&result->reason, "not told: %.150s (%s)", reason.text, why);
}

/*
 * Decides after @attempts, of which the last is in @result. A doubted failure counts if each
 * attempt fails, and one of them, @sure, though nothing went on beside it.
 */
static void settle(unsigned int attempts, const struct after_op_result *sure,
		   struct after_op_result *result)
{
	char text[120];

	if (result->failed == AFTER_OP_LEAKS && result->is_doubted) {
		if (!others_take_memory(&result->unknown_reason))
			return;
		result->failed = 0;
		result->unknown |= AFTER_OP_LEAKS;
	} else if (is_open(result) && sure->failed) {
		*result = *sure;
	} else if (is_open(result) && result->failed) {
		snprintf(text, sizeof(text), "meanwhile %.60s", result->disturbance.text);
		leave_open(result, text);
	} else if (sure->failed && !result->failed && !result->is_skipped) {
		*result = *sure;
		snprintf(text, sizeof(text), "but not in attempt %u", attempts);
		leave_open(result, text);
	}
}

/* Repeats a check whose failure is doubted: others may have done what was found. */
static int run_check(const struct plan_point *point, const struct supervise_session *how,
		     struct after_op_result *ret_result, struct reason *ret_reason)
{
	struct after_op_result sure = { 0 };
	unsigned int attempts = 0;
	int taken;

	memset(ret_result, 0, sizeof(*ret_result));
	if (plan_is_unsupported(point, &ret_result->reason)) {
		ret_result->is_skipped = true;
		return 0;
	}
	do {
		taken = run_once(point, how, ret_result, ret_reason);
		attempts++;
		if (is_sure(ret_result) && !sure.failed)
			sure = *ret_result;
	} while (!taken && is_open(ret_result) && attempts < ATTEMPTS);
	if (!taken)
		settle(attempts, &sure, ret_result);
	return taken;
}

int ktap_run(const struct plan *checks, const struct supervise_session *how, FILE *out,
	     unsigned int *ret_failures, struct reason *ret_reason)
{
	int taken = 0;

	*ret_failures = 0;
	if (!checks->count)
		return -ENOENT;
	fprintf(out, "KTAP version 1\n1..%zu\n", checks->count);
	for (size_t i = 0; i < checks->count && !taken; i++) {
		struct after_op_result result;

		taken = run_check(&checks->points[i], how, &result, ret_reason);
		if (taken <= 0 && !print_result(&result, checks->points[i].id, i + 1, out))
			++*ret_failures;
		fflush(out);
	}
	return taken;
}
