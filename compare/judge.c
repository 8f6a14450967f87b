// SPDX-License-Identifier: GPL-2.0-or-later
/* How does a comparison of two sets go? */
#include "judge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "controls.h"
#include "threads.h"

/* The usable runs of one machine. Return: how many. */
static size_t runs_of(const struct set *set, const char *machine, const struct run **ret_runs)
{
	size_t count = 0;

	for (size_t i = 0; i < set->count; i++)
		if (!set->runs[i].error && !strcmp(set->runs[i].machine, machine))
			ret_runs[count++] = &set->runs[i];
	return count;
}

static bool is_in(const struct units_design *design, const struct run *run)
{
	for (size_t i = 0; i < design->count; i++)
		if (!strcmp(facts_get(&design->runs[i].run->facts, "boot_id"),
			    facts_get(&run->facts, "boot_id")))
			return true;
	return false;
}

/* Boots of another set, measured alike: their spread is that of boots of this machine. */
static bool is_alike(const struct units_design *design, const struct run *run,
		     const struct row *row)
{
	const struct facts *facts = &design->runs[0].run->facts;
	const struct samples_point *point = samples_find(&run->samples, row->point);

	return point && point->ok_rows && !is_in(design, run) &&
	       !strcmp(facts_get(facts, "page_bytes"), facts_get(&run->facts, "page_bytes")) &&
	       !strcmp(facts_get(facts, "clock_domain"), facts_get(&run->facts, "clock_domain")) &&
	       !row_protocol_difference(&point->row, row);
}

static void add_boots(const struct judge_machine *machine, const struct set *set,
		      const struct row *row, enum samples_figure figure, double margin,
		      struct decision_boots *boots)
{
	const struct run **runs = xcalloc(set->count + 1, sizeof(*runs));
	size_t count = runs_of(set, machine->design.runs[0].run->machine, runs), kept = 0;
	struct stats_moments moments;
	struct units_design design;
	struct units_values values;

	for (size_t i = 0; i < count; i++)
		if (is_alike(&machine->design, runs[i], row))
			runs[kept++] = runs[i];
	units_plan(runs, kept, NULL, 0, &design);
	units_collect(&design, SIDE_A, row->point, figure, margin, &values);
	moments = stats_moments(values.y, values.n);
	if (moments.n > 1) {
		double df = (double)(moments.n - 1);

		boots->variance =
			(boots->variance * boots->df + moments.variance * df) / (boots->df + df);
		boots->df += df;
	}
	units_free_values(&values);
	units_free_design(&design);
	free(runs);
}

/* What the threads work on: all figures of all points. */
struct task {
	struct judge_machine *machine;
	const struct judge_options *options;
	double margin;
};

static void measure_item(size_t item, void *argument)
{
	const struct task *task = argument;
	struct judge_machine *machine = task->machine;
	const struct match_point *point = &machine->match.points[item / SAMPLES_FIGURES];
	enum samples_figure figure = (enum samples_figure)(item % SAMPLES_FIGURES);
	struct decision *on = &machine->on[figure][item / SAMPLES_FIGURES];

	if (point->fate != MATCH_COMPARABLE) {
		on->figures.reason = point->reason;
		return;
	}
	figures_measure(&machine->design, point->row->point, figure, task->margin, &on->figures);
	on->is_judged = !on->figures.reason.text[0] && !row_is_control(point->row);
	if (machine->design.level != UNITS_BOOT ||
	    (on->figures.n[SIDE_A] > 1 && on->figures.n[SIDE_B] > 1))
		return;
	for (size_t i = 0; i < task->options->history_count; i++)
		add_boots(machine, &task->options->history[i], point->row, figure, task->margin,
			  &on->boots);
}

static size_t count_history(const struct judge_machine *machine,
			    const struct judge_options *options)
{
	size_t most = 0;

	for (size_t i = 0; i < machine->match.count; i++)
		if (machine->on[SAMPLES_NS][i].boots.df > (double)most)
			most = (size_t)machine->on[SAMPLES_NS][i].boots.df;
	return most ? most + options->history_count : 0;
}

static void judge_machine(const struct run *const *a, size_t a_count, const struct run *const *b,
			  size_t b_count, const struct judge_options *options,
			  struct judge_machine *ret_machine)
{
	struct judge_machine machine = {
		.name = facts_get(&a[0]->facts, "host"),
		.facts = &a[0]->facts,
	};
	struct task task = { &machine, options, log1p(options->margin) };

	units_plan(a, a_count, b, b_count, &machine.design);
	match_points(&machine.design, &options->only, &machine.match);
	for (int f = 0; f < SAMPLES_FIGURES; f++)
		machine.on[f] = xcalloc(machine.match.count + 1, sizeof(*machine.on[f]));
	threads_run(machine.match.count * SAMPLES_FIGURES, measure_item, &task);
	machine.history_boots = count_history(&machine, options);
	for (int f = 0; f < SAMPLES_FIGURES; f++) {
		decision_make(machine.on[f], machine.match.count, task.margin, &machine.prior[f]);
		controls_flag(&machine.design, &machine.match, (enum samples_figure)f,
			      machine.on[f]);
	}
	*ret_machine = machine;
}

static void add_lone(struct judgement *judgement, enum units_side side, const struct run *run,
		     size_t runs)
{
	judgement->lone =
		xrealloc(judgement->lone, judgement->lone_count + 1, sizeof(*judgement->lone));
	judgement->lone[judgement->lone_count++] = (struct judge_lone) {
		.side = side,
		.name = facts_get(&run->facts, "host"),
		.key = run->machine,
		.runs = runs,
	};
}

static bool is_first(const struct set *set, size_t at)
{
	if (set->runs[at].error)
		return false;
	for (size_t i = 0; i < at; i++)
		if (!set->runs[i].error && !strcmp(set->runs[i].machine, set->runs[at].machine))
			return false;
	return true;
}

void judge_sets(const struct set *a, const struct set *b, const struct judge_options *options,
		struct judgement *ret_judgement)
{
	struct judgement judgement = { .a = a, .b = b, .margin = options->margin };
	const struct run **of_a = xcalloc(a->count + 1, sizeof(*of_a));
	const struct run **of_b = xcalloc(b->count + 1, sizeof(*of_b));

	judgement.machines = xcalloc(a->count + 1, sizeof(*judgement.machines));
	for (size_t i = 0; i < a->count; i++) {
		size_t a_count, b_count;

		if (!is_first(a, i))
			continue;
		a_count = runs_of(a, a->runs[i].machine, of_a);
		b_count = runs_of(b, a->runs[i].machine, of_b);
		if (b_count)
			judge_machine(of_a, a_count, of_b, b_count, options,
				      &judgement.machines[judgement.count++]);
		else
			add_lone(&judgement, SIDE_A, &a->runs[i], a_count);
	}
	for (size_t i = 0; i < b->count; i++)
		if (is_first(b, i) && !runs_of(a, b->runs[i].machine, of_a))
			add_lone(&judgement, SIDE_B, &b->runs[i],
				 runs_of(b, b->runs[i].machine, of_b));
	free(of_b);
	free(of_a);
	*ret_judgement = judgement;
}

void judge_free(struct judgement *judgement)
{
	for (size_t i = 0; i < judgement->count; i++) {
		for (int f = 0; f < SAMPLES_FIGURES; f++)
			free(judgement->machines[i].on[f]);
		match_free(&judgement->machines[i].match);
		units_free_design(&judgement->machines[i].design);
	}
	free(judgement->machines);
	free(judgement->lone);
}

void judge_count(const struct judge_machine *machine, enum samples_figure figure,
		 struct judge_counts *ret_counts)
{
	struct judge_counts counts = { 0 };

	for (size_t i = 0; i < machine->match.count; i++) {
		const struct decision *on = &machine->on[figure][i];

		if (row_is_control(machine->match.points[i].row))
			continue;
		counts.fates[machine->match.points[i].fate]++;
		if (machine->match.points[i].fate != MATCH_COMPARABLE)
			continue;
		counts.verdicts[on->verdict]++;
		counts.judged += on->is_judged;
	}
	*ret_counts = counts;
}

/* An undecided case does no harm when even the upper end of its interval is within the margin. */
static bool may_be_slower(const struct decision *on, double margin)
{
	return on->verdict == VERDICT_UNDECIDED &&
	       (on->method == METHOD_WITHIN || !(on->high <= log1p(margin)) ||
		on->figures.is_fickle);
}

enum fail_code judge_status(const struct judgement *judgement, unsigned int figures)
{
	bool is_slower = false, is_unknown = judgement->lone_count > 0;
	size_t judged = 0;

	for (size_t i = 0; i < judgement->count; i++)
		for (int f = 0; f < SAMPLES_FIGURES; f++) {
			const struct judge_machine *machine = &judgement->machines[i];
			struct judge_counts counts;

			if (!(figures & 1U << f))
				continue;
			judge_count(machine, (enum samples_figure)f, &counts);
			judged += counts.judged;
			is_slower |= counts.verdicts[VERDICT_SLOWER] > 0;
			is_unknown |= counts.fates[MATCH_REFUSED] > 0;
			for (size_t k = 0; k < machine->match.count; k++)
				is_unknown |= !row_is_control(machine->match.points[k].row) &&
					      may_be_slower(&machine->on[f][k], judgement->margin);
		}
	if (is_slower)
		return EXIT_FAILED;
	return is_unknown || !judged ? EXIT_UNDECIDED : EXIT_DONE;
}
