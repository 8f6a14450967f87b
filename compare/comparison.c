// SPDX-License-Identifier: GPL-2.0-or-later
/* Pairs the machines of two sets, and computes metrics and verdicts of all points on all CPUs. */
#include "comparison.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "threads.h"

static const double SEE_WITHOUT_MARGIN = 0.03;

/* Return: the number of usable runs of one machine. */
static size_t runs_of(const struct load_set *set, const char *machine,
		      const struct load_run **ret_runs)
{
	size_t count = 0;

	for (size_t i = 0; i < set->count; i++)
		if (!set->runs[i].error && !strcmp(set->runs[i].machine, machine))
			ret_runs[count++] = &set->runs[i];
	return count;
}

static bool is_in(const struct design *design, const struct load_run *run)
{
	for (size_t i = 0; i < design->count; i++)
		if (host_facts_agree(&design->runs[i].run->facts, &run->facts, "boot_id"))
			return true;
	return false;
}

/* True if a run of another boot measured the point in the same way, so that it may be used. */
static bool is_alike(const struct design *design, const struct load_run *run,
		     const struct csv_row *row)
{
	const struct host_facts *facts = &design->runs[0].run->facts;
	const struct csv_reader_point *point = csv_reader_find(&run->samples, row->point);

	return point && point->ok_rows && !is_in(design, run) &&
	       host_facts_agree(facts, &run->facts, "page_bytes") &&
	       host_facts_agree(facts, &run->facts, "clock_domain") &&
	       !csv_row_protocol_difference(&point->row, row);
}

static void add_boots(const struct comparison_machine *machine, const struct load_set *set,
		      const struct csv_row *row, enum csv_reader_metric metric, double margin,
		      struct verdict_boots *boots)
{
	const struct load_run **runs = xcalloc(set->count + 1, sizeof(*runs));
	size_t count = runs_of(set, machine->design.runs[0].run->machine, runs), kept = 0;
	struct stats_moments moments;
	struct design design;
	struct design_values values;

	for (size_t i = 0; i < count; i++)
		if (is_alike(&machine->design, runs[i], row))
			runs[kept++] = runs[i];
	design_make(runs, kept, NULL, 0, &design);
	design_collect(&design, DESIGN_SIDE_A, row->point, metric, margin, &values);
	moments = stats_moments(values.y, values.n);
	if (moments.n > 1) {
		double df = (double)(moments.n - 1);

		boots->variance =
			(boots->variance * boots->df + moments.variance * df) / (boots->df + df);
		boots->df += df;
	}
	design_free_values(&values);
	design_free(&design);
	free(runs);
}

/* Work of the threads: all metrics of all points. */
struct task {
	struct comparison_machine *machine;
	const struct comparison_options *options;
	double margin;
};

static void measure_item(size_t item, void *argument)
{
	const struct task *task = argument;
	struct comparison_machine *machine = task->machine;
	const struct match_point *point = &machine->match.points[item / CSV_READER_METRICS];
	enum csv_reader_metric metric = (enum csv_reader_metric)(item % CSV_READER_METRICS);
	struct verdict *on = &machine->on[metric][item / CSV_READER_METRICS];

	if (point->fate != MATCH_COMPARABLE) {
		on->metrics.reason = point->reason;
		return;
	}
	metrics_measure(&machine->design, point->row->point, metric, task->margin, &on->metrics);
	on->is_judged = !on->metrics.reason.text[0] && !csv_row_is_control(point->row);
	if (machine->design.level != DESIGN_BOOT ||
	    (on->metrics.n[DESIGN_SIDE_A] > 1 && on->metrics.n[DESIGN_SIDE_B] > 1))
		return;
	for (size_t i = 0; i < task->options->history_count; i++)
		add_boots(machine, &task->options->history[i], point->row, metric, task->margin,
			  &on->boots);
}

static bool are_mixed(const struct load_run *const *runs, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (!host_facts_agree(&runs[0]->facts, &runs[i]->facts, "kernel_release") ||
		    !host_facts_agree(&runs[0]->facts, &runs[i]->facts, "kernel_version"))
			return true;
	return false;
}

/* What each verdict on boots rests on, and cannot show by itself. */
static void flag_boots(const struct comparison_machine *machine, enum csv_reader_metric metric)
{
	if (machine->design.unit != DESIGN_BOOT)
		return;
	for (size_t i = 0; i < machine->match.count; i++) {
		struct metrics *metrics = &machine->on[metric][i].metrics;

		if (metrics->reason.text[0] || machine->on[metric][i].verdict == VERDICT_NONE)
			continue;
		if (!machine->design.alternates)
			metrics->flags |= METRICS_FLAG_ORDER;
		if (metrics->n[DESIGN_SIDE_A] < COMPARISON_FEW_BOOTS ||
		    metrics->n[DESIGN_SIDE_B] < COMPARISON_FEW_BOOTS)
			metrics->flags |= METRICS_FLAG_FEW;
	}
}

static void comparison_machine(const struct comparison *of, const struct load_run *const *a,
			       size_t a_count, const struct load_run *const *b, size_t b_count,
			       const struct comparison_options *options,
			       struct comparison_machine *ret_machine)
{
	struct comparison_machine machine = {
		.of = of,
		.name = host_facts_get(&a[0]->facts, "host"),
		.facts = &a[0]->facts,
		.is_mixed = { are_mixed(a, a_count), are_mixed(b, b_count) },
	};
	struct task task = { &machine, options, log1p(options->margin) };

	design_make(a, a_count, b, b_count, &machine.design);
	match_points(&machine.design, &options->only, &machine.match);
	for (enum csv_reader_metric f = 0; f < CSV_READER_METRICS; f++)
		machine.on[f] = xcalloc(machine.match.count + 1, sizeof(*machine.on[f]));
	threads_run(machine.match.count * CSV_READER_METRICS, measure_item, &task);
	for (enum csv_reader_metric f = 0; f < CSV_READER_METRICS; f++) {
		verdict_make(machine.on[f], machine.match.count, task.margin, log1p(of->see),
			     &machine.set[f]);
		flag_boots(&machine, f);
		control_drift_flag(&machine.design, &machine.match, f, machine.on[f]);
	}
	*ret_machine = machine;
}

static bool is_first(const struct load_set *set, size_t at)
{
	if (set->runs[at].error)
		return false;
	for (size_t i = 0; i < at; i++)
		if (!set->runs[i].error && !strcmp(set->runs[i].machine, set->runs[at].machine))
			return false;
	return true;
}

void comparison_make(const struct load_set *a, const struct load_set *b,
		     const struct comparison_options *options, struct comparison *ret_comparison)
{
	const struct load_set *const sets[DESIGN_SIDES] = { a, b };
	const struct load_run **of_a = xcalloc(a->count + 1, sizeof(*of_a));
	const struct load_run **of_b = xcalloc(b->count + 1, sizeof(*of_b));
	struct comparison *made = ret_comparison;

	*made = (struct comparison) {
		.a = a,
		.b = b,
		.margin = options->margin,
		.see = options->see > 0	     ? options->see
		       : options->margin > 0 ? 3 * options->margin
					     : SEE_WITHOUT_MARGIN,
		.trust_order = options->trust_order,
		.machines = xcalloc(a->count + 1, sizeof(*made->machines)),
		.lone = xcalloc(a->count + b->count + 1, sizeof(*made->lone)),
	};
	for (size_t i = 0; i < a->count + b->count; i++) {
		enum design_side side = i < a->count ? DESIGN_SIDE_A : DESIGN_SIDE_B;
		size_t at = i < a->count ? i : i - a->count, a_count, b_count;
		const struct load_run *run = &sets[side]->runs[at];

		if (!is_first(sets[side], at))
			continue;
		a_count = runs_of(a, run->machine, of_a);
		b_count = runs_of(b, run->machine, of_b);
		if (!a_count || !b_count)
			made->lone[made->lone_count++] =
				(struct comparison_lone) { side,
							   host_facts_get(&run->facts, "host"),
							   run->machine, a_count + b_count };
		else if (side == DESIGN_SIDE_A)
			comparison_machine(made, of_a, a_count, of_b, b_count, options,
					   &made->machines[made->count++]);
	}
	free(of_b);
	free(of_a);
}

void comparison_free(struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->count; i++) {
		for (enum csv_reader_metric f = 0; f < CSV_READER_METRICS; f++)
			free(comparison->machines[i].on[f]);
		match_free(&comparison->machines[i].match);
		design_free(&comparison->machines[i].design);
	}
	free(comparison->machines);
	free(comparison->lone);
}

struct comparison_counts comparison_count(const struct comparison_machine *machine,
					  enum csv_reader_metric metric)
{
	struct comparison_counts counts = { 0 };

	for (size_t i = 0; i < machine->match.count; i++) {
		const struct verdict *on = &machine->on[metric][i];

		if (csv_row_is_control(machine->match.points[i].row))
			continue;
		counts.fates[machine->match.points[i].fate]++;
		if (machine->match.points[i].fate != MATCH_COMPARABLE)
			continue;
		counts.verdicts[on->verdict]++;
		counts.judged += on->is_judged;
	}
	return counts;
}

/* An undecided case is no risk if even the upper end of its interval is within the margin. */
static bool may_be_slower(const struct verdict *on, double margin)
{
	return on->verdict == VERDICT_UNDECIDED &&
	       (on->metrics.flags & METRICS_FLAG_WITHIN || !(on->high <= log1p(margin)) ||
		on->metrics.is_fickle);
}

enum die_code comparison_status(const struct comparison *comparison, unsigned int metrics)
{
	bool is_slower = false, is_unknown = comparison->lone_count > 0, is_void = false;
	size_t judged = 0;

	for (size_t i = 0; i < comparison->count; i++)
		for (enum csv_reader_metric f = 0; f < CSV_READER_METRICS; f++) {
			const struct comparison_machine *machine = &comparison->machines[i];
			struct comparison_counts counts = comparison_count(machine, f);

			if (!(metrics & 1U << f))
				continue;
			judged += counts.judged;
			is_void |= machine->is_mixed[DESIGN_SIDE_A] ||
				   machine->is_mixed[DESIGN_SIDE_B] ||
				   !(machine->design.alternates || comparison->trust_order);
			is_slower |= counts.verdicts[VERDICT_SLOWER] > 0;
			is_unknown |= counts.fates[MATCH_REFUSED] > 0;
			for (size_t k = 0; k < machine->match.count; k++)
				is_unknown |= !csv_row_is_control(machine->match.points[k].row) &&
					      may_be_slower(&machine->on[f][k], comparison->margin);
		}
	if (is_slower && !is_void)
		return EXIT_FAILED;
	is_unknown |= is_void;
	return is_unknown || !judged ? EXIT_UNDECIDED : EXIT_DONE;
}
