// SPDX-License-Identifier: GPL-2.0-or-later
/* Computes power, detected slowdowns and false alarms by Welch's t-test. */
#include "detection.h"

#include <math.h>

#include "compare/stats.h"

static const double ALPHA = 0.05;

static struct stats_difference difference_of(const double *a, const double *b, size_t n)
{
	struct stats_moments x = stats_moments(a, n), y = stats_moments(b, n);

	return stats_welch(&x, &y);
}

static bool is_difference(const struct stats_difference *difference)
{
	return stats_margin_p(difference, 0) <= ALPHA;
}

static struct detection_seen look(const double *a, const double *b, size_t n, double known)
{
	struct stats_difference difference = difference_of(a, b, n);
	double half = stats_half_width(&difference, 1 - ALPHA);

	return (struct detection_seen) {
		.known = known,
		.seen = difference.d,
		.low = difference.d - half,
		.high = difference.d + half,
		.is_found = is_difference(&difference) && difference.d > 0,
	};
}

/* Compares consecutive parts of the A/A, so that a drift between parts does not count. */
static void count_alarms(const double *a, const double *b, size_t n, struct detection_proof *proof)
{
	size_t each = n / DETECTION_CHUNKS;

	for (size_t chunk = 0; each >= 3 && chunk < DETECTION_CHUNKS; chunk++) {
		struct stats_difference difference =
			difference_of(a + chunk * each, b + chunk * each, each);

		proof->chunks++;
		proof->alarms += is_difference(&difference);
	}
}

void detection_prove(const struct csv_reader_series *const *y, const double *known, size_t count,
		     struct detection_proof *ret_proof)
{
	struct detection_proof proof = { .n = y[0]->count, .found_from = NAN };
	double variance = 0, df = (double)(count * (proof.n - 1)), n = (double)proof.n;

	for (size_t arm = 0; arm < count; arm++)
		variance += stats_moments(y[arm]->values, proof.n).variance / (double)count;
	proof.sd = sqrt(variance);
	proof.shown = expm1((stats_quantile(0.975, df) + stats_quantile(0.95, df)) * proof.sd *
			    sqrt(2 / n));
	for (size_t arm = 2; arm < count && proof.arm_count < DETECTION_ARMS_MAX; arm++)
		proof.arms[proof.arm_count++] =
			look(y[0]->values, y[arm]->values, proof.n, known[arm]);
	for (size_t arm = proof.arm_count; arm > 0 && proof.arms[arm - 1].is_found; arm--)
		proof.found_from = proof.arms[arm - 1].known;
	count_alarms(y[0]->values, y[1]->values, proof.n, &proof);
	*ret_proof = proof;
}

void detection_print(const char *name, const struct detection_proof *proof, FILE *out)
{
	fprintf(out, "  %-15s n %zu, SD %.2f%%: shows %.2f%% with 95%% power\n", name, proof->n,
		100 * proof->sd, 100 * proof->shown);
	for (size_t i = 0; i < proof->arm_count; i++)
		fprintf(out, "    injected %+6.2f%%  seen %+6.2f%% [%+.2f,%+.2f] %s\n",
			100 * proof->arms[i].known, 100 * expm1(proof->arms[i].seen),
			100 * expm1(proof->arms[i].low), 100 * expm1(proof->arms[i].high),
			proof->arms[i].is_found ? "S" : "?");
	if (isnan(proof->found_from))
		fputs("    none was seen: give it more time, or another machine", out);
	else
		fprintf(out, "    seen from %+.2f%% on", 100 * proof->found_from);
	if (proof->chunks)
		fprintf(out, "; false alarms %zu of %zu", proof->alarms, proof->chunks);
	fputc('\n', out);
}
