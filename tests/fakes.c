// SPDX-License-Identifier: GPL-2.0-or-later
/* How is a set of runs made up? */
#include "fakes.h"

#include <errno.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fail.h"
#include "row.h"
#include "size.h"

enum { PAGES = 16384 };

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
		.has_counters = 1,
	};
}

static FILE *create(const char *folder, const char *leaf)
{
	char *path = xasprintf("%s/%s", folder, leaf);
	FILE *out = fopen(path, "we");

	if (!out)
		die(EXIT_FAILED, "open %s: %s", path, strerror(errno));
	free(path);
	return out;
}

static void make_folder(const char *path)
{
	if (mkdir(path, 0755) && errno != EEXIST)
		die(EXIT_FAILED, "make %s: %s", path, strerror(errno));
}

static void write_host(const char *folder, const struct fakes *fakes, unsigned int boot)
{
	FILE *out = create(folder, "host.csv");

	fprintf(out, "key,value\nargv,\"./run.sh run --rounds %u\"\nkernel_release,\"6.18.0\"\n",
		fakes->processes);
	fprintf(out, "host,\"%s\"\narchitecture,\"x86_64\"\ncpu_model,\"Fake CPU\"\n", fakes->host);
	fprintf(out, "boot_id,\"%s-%u\"\npage_bytes,\"4096\"\npmd_bytes,\"2097152\"\n", fakes->boot,
		boot);
	fprintf(out,
		"clock_domain,\"wall\"\nclock,\"CLOCK_MONOTONIC_RAW\"\ngovernor,\"performance\"\n"
		"thp_enabled,\"always [madvise] never\"\ncpuid_hypervisor,\"no\"\n");
	if (fclose(out))
		die(EXIT_FAILED, "write host.csv in %s: %s", folder, strerror(errno));
}

static struct row row_of(const struct fakes *fakes, unsigned int point)
{
	static const char *const folios[] = { "4K", "16K", "64K", "2M-pte", "2M" };
	static const unsigned int kib[] = { 4, 16, 64, 2048, 2048 };
	bool is_control = point == fakes->points;
	struct row row = { .schema = count_of(ROW_SCHEMA) };

	if (is_control) {
		strcpy(row.point, "control.fake");
		strcpy(row.case_name, "control.fake");
	} else {
		snprintf(row.point, sizeof(row.point), "mprotect.case-%u/anon/folio=%s/size=64M",
			 point / 5, folios[point % 5]);
		snprintf(row.case_name, sizeof(row.case_name), "mprotect.case-%u", point / 5);
		row.folio_bytes = count_of(kib[point % 5] * KIB);
		row.size_bytes = count_of(64 * MIB);
	}
	strcpy(row.family, is_control ? "control" : "mprotect");
	strcpy(row.backing, "anon");
	strcpy(row.mapping, point % 5 == 4 ? "pmd" : "pte");
	strcpy(row.pages_hold, "written");
	strcpy(row.sharing, "exclusive");
	strcpy(row.construction, "native");
	strcpy(row.scheduler, "fifo");
	strcpy(row.status, "ok");
	row.threads = row.ops = row.cpu = count_of(1);
	row.pages = row.pages_matching = row.pages_known = row.pages_total = count_of(PAGES);
	row.minor_faults = row.involuntary_switches = row.tlb_interrupts = count_of(0);
	row.call_interrupts = count_of(0);
	row.clock_overhead_ns = count_of(18);
	row.vmas = count_of(34);
	return row;
}

/* What all figures of a point are multiplied by. */
static double factor_of(const struct fakes *fakes, unsigned int point, const struct row *row)
{
	double last = (double)fakes->processes * (fakes->points + 1) - 1;
	double factor = exp(fakes->drift * (double)(row->process.value - 1) / fmax(last, 1));

	if (point == fakes->points)
		return factor * fakes->control_ratio;
	return point < fakes->affected ? factor * fakes->ratio : factor;
}

/* ns a page, from 0.4 to some 100, as page-table work is. */
static double true_ns(unsigned int point)
{
	return 0.4 * pow(1.25, point % 25);
}

static void write_process(FILE *out, const struct fakes *fakes, struct row *row, unsigned int point,
			  double boot_effect, gsl_rng *rng)
{
	double level = boot_effect + gsl_ran_gaussian(rng, fakes->process_sd);
	double truth = true_ns(point) * factor_of(fakes, point, row) * PAGES;
	char line[ROW_LINE_BYTES];

	if (gsl_rng_uniform(rng) < fakes->slow_share)
		level += log(1.5);
	for (unsigned int i = 1; i <= fakes->samples; i++) {
		double noise = level + gsl_ran_gaussian(rng, fakes->sample_sd);

		row->sample = count_of(i);
		row->elapsed_ns = count_of((uint64_t)(truth * exp(noise)));
		if (fakes->has_counters) {
			row->cycles_kernel = count_of((uint64_t)(3 * truth * exp(noise / 10)));
			row->instructions_kernel =
				count_of((uint64_t)(6 * truth * exp(noise / 100)));
		}
		row_format(row, line);
		fprintf(out, "%s\n", line);
	}
}

static uint64_t write_run(const char *folder, const char *name, const struct fakes *fakes,
			  const double *boot_effects, gsl_rng *rng)
{
	FILE *out = create(folder, "samples.csv");
	char line[ROW_LINE_BYTES];
	uint64_t process = 0;

	row_header(line);
	fprintf(out, "%s\n", line);
	for (unsigned int round = 1; round <= fakes->processes; round++)
		for (unsigned int point = 0; point <= fakes->points; point++) {
			struct row row = row_of(fakes, point);

			snprintf(row.run, sizeof(row.run), "%s", name);
			row.process = count_of(++process);
			row.round = count_of(round);
			row.seq = count_of(point + 1);
			write_process(out, fakes, &row, point, boot_effects[point], rng);
		}
	if (fclose(out))
		die(EXIT_FAILED, "write samples.csv in %s: %s", folder, strerror(errno));
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
	make_folder(folder);
	for (unsigned int i = 0; i < fakes->boots * fakes->invocations; i++) {
		unsigned int at = time_of(i, fakes->slot);
		char *name =
			xasprintf("20260101T%02u%02u00Z-%.8s-%u", at / 60, at % 60, fakes->boot, i);
		char *path = xasprintf("%s/%s", folder, name);

		draw_boot(fakes, i / fakes->invocations, effects);
		make_folder(path);
		write_host(path, fakes, i / fakes->invocations);
		rows += write_run(path, name, fakes, effects, rng);
		free(path);
		free(name);
	}
	free(effects);
	gsl_rng_free(rng);
	return rows;
}
