// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes up a set of runs. */
#include "fakes.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#include "base/die.h"
#include "fake_rows.h"

struct fakes fakes_default(void)
{
	return (struct fakes) {
		.points = 25,
		.boots = 6,
		.invocations = 1,
		.processes = 5,
		.samples = 20,
		.ratio = 1,
		.control_ratio = 1,
		.boot_sd = 0.01,
		.process_sd = 0.005,
		.sample_sd = 0.02,
		.seed = 1,
		.host = "fake",
		.boot = "boot",
		.has_counters = true,
	};
}

static void write_host(const char *folder, const struct fakes *fakes, unsigned int boot)
{
	FILE *out = fake_rows_create(folder, "host.csv");

	fprintf(out, "key,value\nargv,\"./run.sh run --rounds %u\"\nkernel_release,\"6.18.0\"\n",
		fakes->processes);
	fprintf(out, "host,\"%s\"\narchitecture,\"x86_64\"\ncpu_model,\"Fake CPU\"\n", fakes->host);
	fprintf(out, "boot_id,\"%s-%u\"\npage_bytes,\"4096\"\npmd_bytes,\"2097152\"\n", fakes->boot,
		boot);
	fprintf(out,
		"clock_domain,\"wall\"\nclock,\"CLOCK_MONOTONIC_RAW\"\ngovernor,\"performance\"\n"
		"thp_enabled,\"always [madvise] never\"\ncpuid_hypervisor,\"no\"\n");
	fake_rows_close(out, folder, "host.csv");
}

/* What all metrics of a point are multiplied by. */
static double factor_of(const struct fakes *fakes, unsigned int point, const struct csv_row *row)
{
	double last = (double)fakes->processes * (fakes->points + 1) - 1;
	double factor = exp(fakes->drift * (double)(row->process.value - 1) / fmax(last, 1));

	if (point == fakes->points)
		return factor * fakes->control_ratio;
	return point < fakes->affected ? factor * fakes->ratio : factor;
}

static void write_process(FILE *out, const struct fakes *fakes, const struct csv_row *row,
			  unsigned int point, double boot_effect, gsl_rng *rng)
{
	double level = boot_effect + gsl_ran_gaussian(rng, fakes->process_sd);
	double truth = fake_rows_true_ns(point) * factor_of(fakes, point, row) * FAKE_ROWS_PAGES;
	struct fake_rows_form form;

	if (gsl_rng_uniform(rng) < fakes->slow_share)
		level += log(1.5);
	fake_rows_cut(row, &form);
	for (unsigned int i = 1; i <= fakes->samples; i++) {
		double noise = level + gsl_ran_gaussian(rng, fakes->sample_sd);
		struct opt_u64 instructions = { 0 }, cycles = { 0 };

		if (fakes->has_counters) {
			instructions = opt_u64_of((uint64_t)(6 * truth * exp(noise / 100)));
			cycles = opt_u64_of((uint64_t)(3 * truth * exp(noise / 10)));
		}
		fake_rows_put(out, &form, i, opt_u64_of((uint64_t)(truth * exp(noise))),
			      instructions, cycles);
	}
}

static uint64_t write_run(const char *folder, const char *name, const struct fakes *fakes,
			  const double *boot_effects, gsl_rng *rng)
{
	FILE *out = fake_rows_create(folder, "samples.csv");
	char line[CSV_ROW_LINE_BYTES];
	uint64_t process = 0;

	csv_row_header(line);
	fprintf(out, "%s\n", line);
	for (unsigned int round = 1; round <= fakes->processes; round++)
		for (unsigned int point = 0; point <= fakes->points; point++) {
			struct csv_row row = fake_rows_point(point, fakes->points);

			snprintf(row.run, sizeof(row.run), "%s", name);
			row.process = opt_u64_of(++process);
			row.round = opt_u64_of(round);
			row.seq = opt_u64_of(point + 1);
			write_process(out, fakes, &row, point, boot_effects[point], rng);
		}
	fake_rows_close(out, folder, "samples.csv");
	return process * fakes->samples;
}

/* ABBA BAAB ABBA ...: when the @index-th run of a side is made. */
static unsigned int time_of(unsigned int index, unsigned int slot)
{
	unsigned int pair = index % 4; /* AB, BA, BA, AB */
	bool b_first = pair == 1 || pair == 2;

	return 2 * index + (b_first ? !slot : slot);
}

/* What a boot does to each point is the boot's own, whichever set has it. */
static void draw_boot(const struct fakes *fakes, unsigned int boot, double *ret_effects)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	unsigned long seed = boot;

	for (const char *p = fakes->boot; *p; p++)
		seed = seed * 131 + (unsigned char)*p;
	gsl_rng_set(rng, seed);
	for (unsigned int point = 0; point <= fakes->points; point++)
		ret_effects[point] = gsl_ran_gaussian(rng, fakes->boot_sd);
	gsl_rng_free(rng);
}

uint64_t fakes_write(const char *folder, const struct fakes *fakes)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double *effects = xcalloc(fakes->points + 1, sizeof(*effects));
	uint64_t rows = 0;

	gsl_rng_set(rng, fakes->seed);
	fake_rows_folder(folder);
	for (unsigned int i = 0; i < fakes->boots * fakes->invocations; i++) {
		unsigned int at = time_of(i, fakes->slot);
		char *name =
			xasprintf("20260101T%02u%02u00Z-%.8s-%u", at / 60, at % 60, fakes->boot, i);
		char *path = xasprintf("%s/%s", folder, name);

		draw_boot(fakes, i / fakes->invocations, effects);
		fake_rows_folder(path);
		write_host(path, fakes, i / fakes->invocations);
		rows += write_run(path, name, fakes, effects, rng);
		free(path);
		free(name);
	}
	free(effects);
	gsl_rng_free(rng);
	return rows;
}
