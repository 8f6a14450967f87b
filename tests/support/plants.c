// SPDX-License-Identifier: GPL-2.0-or-later
/* Plants changes in a laboratory's runs. */
#include "plants.h"

#include <gsl/gsl_rng.h>
#include <math.h>
#include <string.h>

#include "base/die.h"
#include "fake_rows.h"

/* Changes of one series keep apart by being in different ones of so many parts of the history. */
enum { PARTS = 7 };

static unsigned int kernel_in(const struct laboratory *laboratory, unsigned int part, gsl_rng *rng)
{
	unsigned int width = laboratory->kernels / PARTS;

	return part * width + (unsigned int)gsl_rng_uniform_int(rng, width / 4 + 1);
}

static struct plant *add(struct plants *plants, const char *kind, unsigned int kernel, double ratio)
{
	struct plant *plant = &plants->plants[plants->count++];

	*plant = (struct plant) {
		.kind = kind,
		.figure_end = CSV_READER_METRICS,
		.kernel = kernel,
		.ln_ratio = log(ratio),
	};
	return plant;
}

static struct plant *add_one(struct plants *plants, const struct laboratory *laboratory,
			     const char *kind, unsigned int machine, unsigned int point,
			     unsigned int kernel, double ratio)
{
	struct plant *plant = add(plants, kind, kernel, ratio);

	plant->machine = machine % laboratory->machines;
	plant->machine_end = plant->machine + 1;
	plant->point = point;
	plant->point_end = point + 1;
	return plant;
}

struct plants plants_make(const struct laboratory *laboratory)
{
	struct plants plants = { 0 };
	struct plant *plant;
	gsl_rng *rng;

	if (!laboratory->has_changes)
		return plants;
	if (laboratory->points < PLANTS_POINTS_LEAST || laboratory->kernels < PLANTS_KERNELS_LEAST)
		die(EXIT_USAGE, "give %d points and %d kernels or more, or changes=0",
		    PLANTS_POINTS_LEAST, PLANTS_KERNELS_LEAST);
	rng = gsl_rng_alloc(gsl_rng_mt19937);
	gsl_rng_set(rng, laboratory->seed);
	add_one(&plants, laboratory, "case", 0, 5, kernel_in(laboratory, 1, rng), 1.08);
	plant = add(&plants, "folios", kernel_in(laboratory, 2, rng), 1.1);
	plant->machine_end = laboratory->machines;
	plant->point_end = FAKE_ROWS_FOLIOS;
	add_one(&plants, laboratory, "reverted", 1, 6, kernel_in(laboratory, 3, rng), 1.12);
	add_one(&plants, laboratory, "revert", 1, 6, kernel_in(laboratory, 5, rng), 1 / 1.12);
	add_one(&plants, laboratory, "faster", 2, 7, kernel_in(laboratory, 3, rng), 1 / 1.09);
	plant = add_one(&plants, laboratory, "machine", 3, 0, kernel_in(laboratory, 4, rng), 1.08);
	plant->point_end = laboratory->points + 1;
	add_one(&plants, laboratory, "small", 4, 8, kernel_in(laboratory, 3, rng), 1.004);
	plant = add_one(&plants, laboratory, "time", 5, 9, kernel_in(laboratory, 5, rng), 1.09);
	plant->metric = CSV_READER_NS;
	plant->figure_end = CSV_READER_NS + 1;
	gsl_rng_free(rng);
	return plants;
}

double plants_effect(const struct plants *plants, unsigned int machine, unsigned int point,
		     unsigned int kernel, enum csv_reader_metric metric)
{
	double effect = 0;

	for (size_t i = 0; i < plants->count; i++) {
		const struct plant *plant = &plants->plants[i];

		if (machine >= plant->machine && machine < plant->machine_end &&
		    point >= plant->point && point < plant->point_end &&
		    (unsigned int)metric >= plant->metric &&
		    (unsigned int)metric < plant->figure_end && kernel >= plant->kernel)
			effect += plant->ln_ratio;
	}
	return effect;
}

unsigned int plants_of_machine(const struct plants *plants, unsigned int machine,
			       unsigned int kernel)
{
	unsigned int count = 0;

	for (size_t i = 0; i < plants->count; i++) {
		const struct plant *plant = &plants->plants[i];

		count += !strcmp(plant->kind, "machine") && plant->machine == machine &&
			 kernel >= plant->kernel;
	}
	return count;
}

const char *plants_figure_name(enum csv_reader_metric metric)
{
	static const char *const names[CSV_READER_METRICS] = {
		[CSV_READER_NS] = "time",
		[CSV_READER_INSTRUCTIONS] = "instructions:k",
		[CSV_READER_CYCLES] = "cycles:k",
	};

	return names[metric];
}

static void write_plant(FILE *out, const struct plant *plant, const struct laboratory *laboratory)
{
	char host[LABORATORY_TEXT_BYTES], release[LABORATORY_TEXT_BYTES];

	laboratory_release(laboratory, plant->kernel, release);
	for (unsigned int machine = plant->machine; machine < plant->machine_end; machine++)
		for (unsigned int point = plant->point; point < plant->point_end; point++)
			for (unsigned int metric = plant->metric; metric < plant->figure_end;
			     metric++) {
				struct csv_row row = fake_rows_point(point, laboratory->points);

				laboratory_machine(machine, host);
				fprintf(out, "%s,%s,%s,%s,%s,%u,%.6f\n", plant->kind, host,
					row.point,
					plants_figure_name((enum csv_reader_metric)metric), release,
					plant->kernel, plant->ln_ratio);
			}
}

void plants_write(const struct plants *plants, const struct laboratory *laboratory,
		  const char *folder)
{
	FILE *out = fake_rows_create(folder, "planted.csv");

	fputs("kind,machine,point,figure,release,kernel,ln_ratio\n", out);
	for (size_t i = 0; i < plants->count; i++)
		write_plant(out, &plants->plants[i], laboratory);
	fake_rows_close(out, folder, "planted.csv");
}
