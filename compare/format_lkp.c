// SPDX-License-Identifier: GPL-2.0-or-later
/* How would the kernel test robot write the comparison? Its readers know these columns. */
#include <math.h>
#include <stdlib.h>

#include "formats.h"
#include "text.h"

static double percent_of(const struct stats_moments *moments)
{
	return 100 * sqrt(expm1(moments->variance));
}

/* The robot leaves out a spread below 1%. Columns are counted by hand: the sign takes two bytes. */
static void print_value(double value, double percent, FILE *out)
{
	if (percent >= 1)
		fprintf(out, "%14.6g \xc2\xb1%3.0f%%", value, percent);
	else
		fprintf(out, "%14.6g      ", value);
}

static void print_row(const struct judge_machine *machine, size_t at, enum samples_figure figure,
		      FILE *out)
{
	static const char *const units[SAMPLES_FIGURES] = { "ns", "instructions_kernel",
							    "cycles_kernel" };
	bool is_ns = text_unit(machine, figure) == figure;
	const struct decision *on = &machine->on[figure][at];
	const struct match_point *point = &machine->match.points[at];
	char *name = text_clean(point->row->point);

	print_value(on->figures.value[SIDE_A], percent_of(&on->figures.moments[SIDE_A]), out);
	/* A change without a verdict is no change to the robot's readers: the column stays empty.
	 */
	if (on->verdict == VERDICT_FASTER || on->verdict == VERDICT_SLOWER)
		fprintf(out, "   %+9.1f%%  ", 100 * expm1(on->d));
	else
		fprintf(out, "   %10s  ", "");
	print_value(on->figures.value[SIDE_B], percent_of(&on->figures.moments[SIDE_B]), out);
	fprintf(out, "  ptebench.%s.%s_per_%s\n", name, is_ns ? units[figure] : "instructions",
		point->is_per_page ? "page" : "call");
	free(name);
}

static void print_machine(const struct judgement *judgement, const struct judge_machine *machine,
			  unsigned int figures, FILE *out)
{
	char *a = text_set(judgement->a), *b = text_set(judgement->b);
	char *host = text_clean(machine->name);
	char *compiler = text_clean(facts_get(machine->facts, "compiler"));
	char *config = text_clean(facts_get(machine->facts, "kernel_config_fnv1a64"));

	fprintf(out, "=========================================================================\n"
		     "compiler/kconfig/tbox_group/testcase:\n");
	fprintf(out, "  %s/%s/%s/ptebench\n\ncommit:\n  %s\n  %s\n\n", compiler, config, host, a,
		b);
	free(a);
	free(b);
	a = text_clean(judgement->a->name);
	b = text_clean(judgement->b->name);
	fprintf(out, "%16.16s %27.27s\n---------------- ---------------------------\n", a, b);
	fprintf(out, "%20s %14s %19s\n%20s %12s %20s\n", "%stddev", "%change", "%stddev", "\\", "|",
		"\\");
	for (size_t i = 0; i < machine->match.count; i++)
		for (int f = 0; f < SAMPLES_FIGURES; f++)
			if (figures & 1U << f && !machine->on[f][i].figures.reason.text[0])
				print_row(machine, i, (enum samples_figure)f, out);
	free(config);
	free(compiler);
	free(host);
	free(b);
	free(a);
}

void format_lkp(const struct judgement *judgement, unsigned int figures, FILE *out)
{
	for (size_t i = 0; i < judgement->count; i++)
		print_machine(judgement, &judgement->machines[i], figures, out);
}
