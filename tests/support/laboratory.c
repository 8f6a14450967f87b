// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes up a results tree of many machines and kernels. */
#include "laboratory.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "base/die.h"
#include "fake_rows.h"
#include "plants.h"
#include "compare/threads.h"

/* 2026-01-01; a kernel each six hours, a boot each twenty minutes, machines a second apart. */
enum { FIRST_S = 1767225600, KERNEL_S = 21600, BOOT_S = 1200, MACHINE_FACTS = 6 };

/* @drift: of each run of each machine. @sizes: likewise. */
struct work {
	const char *folder;
	const struct laboratory *laboratory;
	struct plants plants;
	double *drift;
	struct laboratory_size *sizes;
};

/* Which run an item is. */
struct place {
	unsigned int machine, kernel, boot;
};

static const struct {
	const char *host, *architecture, *model, *vendor, *core, *product;
	double speed;
} machines[MACHINE_FACTS] = {
	{ "zen5", "x86_64", "Fake EPYC 9755", "AMD", "family 26 model 2", "Fake R6725", 1 },
	{ "altra", "aarch64", "Fake Altra Q80", "ARM", "Neoverse-N1", "Fake Mt. Jade", 1.6 },
	{ "xeon", "x86_64", "Fake Xeon 6980P", "Intel", "family 6 model 173", "Fake X14", 1.1 },
	{ "graviton", "aarch64", "Fake Graviton4", "ARM", "Neoverse-V2", "Fake metal-24xl", 1.2 },
	{ "power10", "ppc64le", "Fake POWER10", "IBM", "POWER10", "Fake S1022", 1.4 },
	{ "desk", "x86_64", "Fake Ryzen 9 9950X", "AMD", "family 26 model 68", "Fake board", 0.8 },
};

struct laboratory laboratory_default(void)
{
	return (struct laboratory) {
		.machines = 6,
		.kernels = 200,
		.boots = 1,
		.points = 12,
		.processes = 1,
		.samples = 3,
		.release_every = 20,
		.boot_sd = 0.01,
		.process_sd = 0.005,
		.sample_sd = 0.02,
		.spike_share = 0.01,
		.has_changes = true,
		.seed = 1,
	};
}

/* A step of splitmix64 (Steele et al. 2014): numbers that look unlike for keys that are alike. */
static uint64_t mix(uint64_t key)
{
	key += 0x9e3779b97f4a7c15;
	key = (key ^ (key >> 30)) * 0xbf58476d1ce4e5b9;
	key = (key ^ (key >> 27)) * 0x94d049bb133111eb;
	return key ^ (key >> 31);
}

void laboratory_machine(unsigned int machine, char *ret)
{
	if (machine < MACHINE_FACTS)
		snprintf(ret, LABORATORY_TEXT_BYTES, "%s", machines[machine].host);
	else
		snprintf(ret, LABORATORY_TEXT_BYTES, "%s-%u",
			 machines[machine % MACHINE_FACTS].host, machine / MACHINE_FACTS + 1);
}

void laboratory_release(const struct laboratory *laboratory, unsigned int kernel, char *ret)
{
	unsigned int minor = 14 + kernel / laboratory->release_every;
	unsigned int since = kernel % laboratory->release_every;

	if (since)
		snprintf(ret, LABORATORY_TEXT_BYTES, "6.%u.0-rc%u-%05u-g%012llx", minor + 1,
			 1 + (since - 1) * 7 / laboratory->release_every, since * 37,
			 (unsigned long long)mix(kernel) >> 16);
	else
		snprintf(ret, LABORATORY_TEXT_BYTES, "6.%u.0", minor);
}

void laboratory_run(const struct laboratory *laboratory, unsigned int machine, unsigned int kernel,
		    unsigned int boot, char *ret)
{
	time_t at = FIRST_S + (time_t)kernel * KERNEL_S + (time_t)boot * BOOT_S + machine;
	char text[LABORATORY_TEXT_BYTES / 2];
	struct tm tm;

	strftime(text, sizeof(text), "%Y%m%dT%H%M%SZ", gmtime_r(&at, &tm));
	snprintf(ret, LABORATORY_TEXT_BYTES, "%s-%08x-%u", text,
		 (unsigned int)(mix(machine) & UINT32_MAX), kernel * laboratory->boots + boot + 1);
}

static void write_facts(FILE *out, const struct work *work, const struct place *place)
{
	unsigned int facts = place->machine % MACHINE_FACTS;
	char host[LABORATORY_TEXT_BYTES];

	laboratory_machine(place->machine, host);
	fprintf(out, "architecture,\"%s\"\nhost,\"%s\"\ncpu_model,\"%s\"\ncpu_vendor,\"%s\"\n",
		machines[facts].architecture, host, machines[facts].model, machines[facts].vendor);
	fprintf(out, "cpu_core,\"%s\"\ndmi_product,\"%s\"\nmicrocode,\"0x%x\"\n",
		machines[facts].core, machines[facts].product,
		0xb00 + plants_of_machine(&work->plants, place->machine, place->kernel));
	fprintf(out, "governor,\"performance\"\nthp_enabled,\"always [madvise] never\"\n"
		     "page_bytes,\"4096\"\npmd_bytes,\"2097152\"\ncpuid_hypervisor,\"no\"\n"
		     "clock_domain,\"wall\"\nclock,\"CLOCK_MONOTONIC_RAW\"\n");
}

static uint64_t write_host(const char *path, const char *name, const struct work *work,
			   const struct place *place)
{
	FILE *out = fake_rows_create(path, "host.csv");
	char release[LABORATORY_TEXT_BYTES];

	laboratory_release(work->laboratory, place->kernel, release);
	fprintf(out, "key,value\nrun,\"%s\"\nargv,\"./run.sh run --rounds %u\"\n", name,
		work->laboratory->processes);
	fprintf(out, "seed,\"%lu\"\nrounds,\"%u\"\ntier,\"default\"\n", work->laboratory->seed,
		work->laboratory->processes);
	fprintf(out, "kernel_release,\"%s\"\nkernel_version,\"#%u SMP PREEMPT_DYNAMIC\"\n", release,
		place->kernel + 1);
	fprintf(out, "boot_id,\"%016llx-%u\"\n",
		(unsigned long long)mix(place->machine * 1000003 + place->kernel), place->boot);
	write_facts(out, work, place);
	return fake_rows_close(out, path, "host.csv");
}

static uint64_t write_plan(const char *path, const struct laboratory *laboratory)
{
	FILE *out = fake_rows_create(path, "plan.csv");
	unsigned int process = 0;

	fputs("round,seq,process,program,point,status\n", out);
	for (unsigned int round = 1; round <= laboratory->processes; round++)
		for (unsigned int point = 0; point <= laboratory->points; point++) {
			struct csv_row row = fake_rows_point(point, laboratory->points);

			fprintf(out, "%u,%u,%u,%s,%s,ok\n", round, point + 1, ++process, row.family,
				row.point);
		}
	return fake_rows_close(out, path, "plan.csv");
}

/* True counts of a sample, by metric, without noise. */
static void draw_truth(const struct work *work, const struct place *place, unsigned int point,
		       double *ret_truth)
{
	static const double per_ns[] = {
		[CSV_READER_NS] = 1,
		[CSV_READER_INSTRUCTIONS] = 6,
		[CSV_READER_CYCLES] = 3,
	};
	double ns = fake_rows_true_ns(point) * machines[place->machine % MACHINE_FACTS].speed;

	for (unsigned int metric = 0; metric < CSV_READER_METRICS; metric++) {
		double effect = plants_effect(&work->plants, place->machine, point, place->kernel,
					      (enum csv_reader_metric)metric);

		ret_truth[metric] = ns * per_ns[metric] * exp(effect) * FAKE_ROWS_PAGES;
	}
}

static void write_process(FILE *out, const struct laboratory *laboratory, const struct csv_row *row,
			  const double *truth, double level, gsl_rng *rng)
{
	struct fake_rows_form form;

	fake_rows_cut(row, &form);
	level += gsl_ran_gaussian_ziggurat(rng, laboratory->process_sd);
	for (unsigned int i = 1; i <= laboratory->samples; i++) {
		double noise = level + gsl_ran_gaussian_ziggurat(rng, laboratory->sample_sd);

		fake_rows_put(
			out, &form, i, opt_u64_of((uint64_t)(truth[CSV_READER_NS] * exp(noise))),
			opt_u64_of((uint64_t)(truth[CSV_READER_INSTRUCTIONS] * exp(noise / 100))),
			opt_u64_of((uint64_t)(truth[CSV_READER_CYCLES] * exp(noise / 10))));
	}
}

/* @levels: of the points in this run. */
static uint64_t write_samples(const char *path, const char *name, const struct work *work,
			      const struct place *place, const double *levels, gsl_rng *rng)
{
	const struct laboratory *laboratory = work->laboratory;
	FILE *out = fake_rows_create(path, "samples.csv");
	char header[CSV_ROW_LINE_BYTES];
	uint64_t process = 0;

	csv_row_header(header);
	fprintf(out, "%s\n", header);
	for (unsigned int round = 1; round <= laboratory->processes; round++)
		for (unsigned int point = 0; point <= laboratory->points; point++) {
			struct csv_row row = fake_rows_point(point, laboratory->points);
			double truth[CSV_READER_METRICS];

			snprintf(row.run, sizeof(row.run), "%s", name);
			row.process = opt_u64_of(++process);
			row.round = opt_u64_of(round);
			row.seq = opt_u64_of(point + 1);
			draw_truth(work, place, point, truth);
			write_process(out, laboratory, &row, truth, levels[point], rng);
		}
	return fake_rows_close(out, path, "samples.csv");
}

static struct place place_of(const struct laboratory *laboratory, size_t item)
{
	return (struct place) {
		.machine = (unsigned int)(item / laboratory->boots / laboratory->kernels),
		.kernel = (unsigned int)(item / laboratory->boots % laboratory->kernels),
		.boot = (unsigned int)(item % laboratory->boots),
	};
}

static void write_run(size_t item, void *argument)
{
	struct work *work = argument;
	const struct laboratory *laboratory = work->laboratory;
	struct place place = place_of(laboratory, item);
	double *levels = xcalloc(laboratory->points + 1, sizeof(*levels));
	char host[LABORATORY_TEXT_BYTES], release[LABORATORY_TEXT_BYTES];
	char name[LABORATORY_TEXT_BYTES], *path;
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	uint64_t bytes;

	gsl_rng_set(rng, mix(laboratory->seed * 1000000007 + item) & UINT32_MAX);
	for (unsigned int point = 0; point <= laboratory->points; point++) {
		levels[point] =
			work->drift[item] + gsl_ran_gaussian_ziggurat(rng, laboratory->boot_sd);
		if (gsl_rng_uniform(rng) < laboratory->spike_share)
			levels[point] += log(1.1);
	}
	laboratory_machine(place.machine, host);
	laboratory_release(laboratory, place.kernel, release);
	laboratory_run(laboratory, place.machine, place.kernel, place.boot, name);
	path = xasprintf("%s/%s/%s/%s", work->folder, host, release, name);
	fake_rows_folder(path);
	bytes = write_host(path, name, work, &place) + write_plan(path, laboratory);
	bytes += fake_rows_close(fake_rows_create(path, "log.txt"), path, "log.txt");
	bytes += write_samples(path, name, work, &place, levels, rng);
	work->sizes[item] = (struct laboratory_size) {
		.runs = 1,
		.rows = (uint64_t)laboratory->processes * (laboratory->points + 1) *
			laboratory->samples,
		.bytes = bytes,
	};
	free(path);
	free(levels);
	gsl_rng_free(rng);
}

/* What the runs lie in, and the kernels in the order of time. */
static void make_folders(const char *folder, const struct laboratory *laboratory)
{
	char host[LABORATORY_TEXT_BYTES], release[LABORATORY_TEXT_BYTES];
	FILE *out;

	fake_rows_folder(folder);
	out = fake_rows_create(folder, "kernels.csv");
	fputs("kernel,release\n", out);
	for (unsigned int kernel = 0; kernel < laboratory->kernels; kernel++) {
		laboratory_release(laboratory, kernel, release);
		fprintf(out, "%u,%s\n", kernel, release);
	}
	fake_rows_close(out, folder, "kernels.csv");
	for (unsigned int machine = 0; machine < laboratory->machines; machine++) {
		char *path;

		laboratory_machine(machine, host);
		path = xasprintf("%s/%s", folder, host);
		fake_rows_folder(path);
		free(path);
		for (unsigned int kernel = 0; kernel < laboratory->kernels; kernel++) {
			laboratory_release(laboratory, kernel, release);
			path = xasprintf("%s/%s/%s", folder, host, release);
			fake_rows_folder(path);
			free(path);
		}
	}
}

static void draw_drifts(struct work *work)
{
	const struct laboratory *laboratory = work->laboratory;
	size_t of_machine = (size_t)laboratory->kernels * laboratory->boots;
	double rho = laboratory->drift_rho, fresh = laboratory->drift_sd * sqrt(1 - rho * rho);
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	gsl_rng_set(rng, mix(laboratory->seed) & UINT32_MAX);
	for (size_t i = 0; i < laboratory->machines * of_machine; i++) {
		bool is_first = i % of_machine == 0;

		work->drift[i] =
			gsl_ran_gaussian_ziggurat(rng, is_first ? laboratory->drift_sd : fresh);
		if (!is_first)
			work->drift[i] += rho * work->drift[i - 1];
	}
	gsl_rng_free(rng);
}

struct laboratory_size laboratory_write(const char *folder, const struct laboratory *laboratory)
{
	size_t runs = (size_t)laboratory->machines * laboratory->kernels * laboratory->boots;
	struct work work = { folder, laboratory, plants_make(laboratory),
			     xcalloc(runs, sizeof(*work.drift)),
			     xcalloc(runs, sizeof(*work.sizes)) };
	struct laboratory_size size = { 0 };

	make_folders(folder, laboratory);
	plants_write(&work.plants, laboratory, folder);
	draw_drifts(&work);
	threads_run(runs, write_run, &work);
	for (size_t i = 0; i < runs; i++) {
		size.runs += work.sizes[i].runs;
		size.rows += work.sizes[i].rows;
		size.bytes += work.sizes[i].bytes;
	}
	free(work.drift);
	free(work.sizes);
	return size;
}
