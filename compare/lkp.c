// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the comparison in the columns of the kernel test robot (LKP). */
#include <math.h>
#include <stdlib.h>

#include "output_formats.h"
#include "base/shared_config.h"
#include "format.h"

static double percent_of(const struct stats_moments *moments)
{
	return 100 * sqrt(expm1(moments->variance));
}

/* The robot omits a spread below 1%. Columns are counted by hand: the sign takes two bytes. */
static void print_value(double value, double percent, FILE *out)
{
	if (percent >= 1)
		fprintf(out, "%14.6g \xc2\xb1%3.0f%%", value, percent);
	else
		fprintf(out, "%14.6g      ", value);
}

static void print_row(const struct comparison_machine *machine, size_t at,
		      enum csv_reader_metric metric, FILE *out)
{
	static const char *const units[CSV_READER_METRICS] = { "ns", "instructions_kernel",
							       "cycles_kernel" };
	bool is_ns = format_unit(machine->facts, metric) == metric;
	const struct verdict *on = &machine->on[metric][at];
	const struct match_point *point = &machine->match.points[at];
	char *name = format_clean(point->row->point);

	print_value(on->metrics.value[DESIGN_SIDE_A],
		    percent_of(&on->metrics.moments[DESIGN_SIDE_A]), out);
	/* The robot's readers take any number for a change: without a verdict, leave it empty. */
	if (on->verdict == VERDICT_FASTER || on->verdict == VERDICT_SLOWER)
		fprintf(out, "   %+9.1f%%  ", 100 * expm1(on->d));
	else
		fprintf(out, "   %10s  ", "");
	print_value(on->metrics.value[DESIGN_SIDE_B],
		    percent_of(&on->metrics.moments[DESIGN_SIDE_B]), out);
	fprintf(out, "  ptebench.%s.%s_per_%s\n", name, is_ns ? units[metric] : "instructions",
		point->is_per_page ? "page" : "call");
	free(name);
}

static void print_machine(const struct comparison_machine *machine, unsigned int metrics, FILE *out)
{
	char *a = format_set(machine->of->a), *b = format_set(machine->of->b);
	char *host = format_clean(machine->name);
	char *compiler = format_clean(host_facts_get(machine->facts, "compiler"));
	char *config = format_clean(host_facts_get(machine->facts, SHARED_CONFIG_FACT));

	fprintf(out, "=========================================================================\n"
		     "compiler/kconfig/tbox_group/testcase:\n");
	fprintf(out, "  %s/%s/%s/ptebench\n\ncommit:\n  %s\n  %s\n\n", compiler, config, host, a,
		b);
	free(a);
	free(b);
	a = format_clean(machine->of->a->name);
	b = format_clean(machine->of->b->name);
	fprintf(out, "%16.16s %27.27s\n---------------- ---------------------------\n", a, b);
	fprintf(out, "%20s %14s %19s\n%20s %12s %20s\n", "%stddev", "%change", "%stddev", "\\", "|",
		"\\");
	for (size_t i = 0; i < machine->match.count; i++)
		for (enum csv_reader_metric f = 0; f < CSV_READER_METRICS; f++)
			if (metrics & 1U << f && !machine->on[f][i].metrics.reason.text[0])
				print_row(machine, i, f, out);
	free(config);
	free(compiler);
	free(host);
	free(b);
	free(a);
}

void output_formats_lkp(const struct comparison *comparison, unsigned int metrics, FILE *out)
{
	for (size_t i = 0; i < comparison->count; i++)
		print_machine(&comparison->machines[i], metrics, out);
}
