// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes up histories. */
#include "datasets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

enum { SIDE_LEAST = 5, REGIMES_MAX = 3 };

/* What becomes of a point. */
enum fate { FATE_SLOWER, FATE_SEEN, FATE_OVER, FATE_FASTER, FATES, FATE_STEADY };

struct chronicles chronicles_default(void)
{
	return (struct chronicles) {
		.machines = 2,
		.points = 12,
		.runs = 40,
		.runs_per_kernel = 3,
		.metrics = CSV_READER_METRICS,
		.affected = 4,
		.ratio = 1.06,
		.noise = 0.004,
		.root = "/nosuch",
	};
}

/* Roughly normal, and the same everywhere. */
static double noise(uint64_t *state)
{
	double sum = 0;

	for (int i = 0; i < 12; i++) {
		*state = *state * 6364136223846793005U + 1442695040888963407U;
		sum += (double)(*state >> 11) / 9007199254740992.0;
	}
	return sum - 6;
}

static const char *hostile(const struct chronicles *shape)
{
	return shape->hostile ? shape->hostile : "";
}

static void make_kernels(const struct chronicles *shape, struct dataset *dataset)
{
	dataset->kernel_count = (shape->runs + shape->runs_per_kernel - 1) / shape->runs_per_kernel;
	dataset->kernels = xcalloc(dataset->kernel_count + 1, sizeof(*dataset->kernels));
	for (size_t i = 0; i < dataset->kernel_count; i++) {
		size_t minor = 12 + i / 9, candidate = i % 9;

		dataset->kernels[i].release =
			candidate < 8
				? xasprintf("6.%zu.0-rc%zu%s", minor, candidate + 1, hostile(shape))
				: xasprintf("6.%zu.0%s", minor, hostile(shape));
		dataset->kernels[i].version =
			xasprintf("#%zu SMP PREEMPT_DYNAMIC%s", i + 1, hostile(shape));
	}
}

static void make_machines(const struct chronicles *shape, struct dataset *dataset)
{
	static const char *const names[] = { "altra-80c", "epyc-9575f", "xeon-6548y",
					     "power10",	  "graviton4",	"vm" };

	dataset->machine_count = shape->machines;
	dataset->machines = xcalloc(shape->machines + 1, sizeof(*dataset->machines));
	for (unsigned int i = 0; i < shape->machines; i++) {
		struct dataset_machine *machine = &dataset->machines[i];
		char *number = i < 6 ? xstrdup("") : xasprintf("-%u", i / 6 + 1);

		machine->name = xasprintf("%s%s%s", names[i % 6], number, hostile(shape));
		machine->key = xasprintf("%s,cpu %u", machine->name, i);
		machine->about = xasprintf("%s: CPU %u, 4K pages, THP=madvise, bare metal%s",
					   machine->name, i, hostile(shape));
		machine->count = shape->runs;
		machine->runs = xcalloc(shape->runs + 1, sizeof(*machine->runs));
		free(number);
	}
}

static void make_runs(const struct chronicles *shape, struct dataset *dataset)
{
	dataset->run_count = (size_t)shape->machines * shape->runs;
	dataset->runs = xcalloc(dataset->run_count + 1, sizeof(*dataset->runs));
	for (unsigned int i = 0; i < shape->machines; i++)
		for (unsigned int j = 0; j < shape->runs; j++) {
			size_t at = (size_t)i * shape->runs + j;
			struct dataset_run *run = &dataset->runs[at];

			run->id = (int64_t)at + 1;
			run->name =
				xasprintf("2026%02u%02uT12%02u%02uZ-0123abcd-%u%s", j / 28 % 12 + 1,
					  j % 28 + 1, j / 336, i, j, hostile(shape));
			run->path = xasprintf("set/run-%zu", at);
			run->machine = i;
			run->kernel = j / shape->runs_per_kernel;
			dataset->machines[i].runs[j] = at;
		}
}

static void make_points(const struct chronicles *shape, struct dataset *dataset)
{
	static const char *const cases[] = { "control.getppid", "fork.anon", "mprotect.ro",
					     "mremap.1m-loop", "zap.munmap" };
	static const unsigned int folios[] = { 4, 16, 64, 2048 };

	dataset->point_count = shape->points;
	dataset->points = xcalloc(shape->points + 1, sizeof(*dataset->points));
	for (unsigned int i = 0; i < shape->points; i++) {
		struct dataset_point *point = &dataset->points[i];
		const char *name = cases[i / 4 % 5];
		unsigned int folio = folios[i % 4], size = 4U << (i / 20);

		point->family = xasprintf("%.*s", (int)strcspn(name, "."), name);
		point->case_name = xstrdup(name);
		point->name = xasprintf("%s/anon/folio=%uK/size=%uM%s", name, folio, size,
					hostile(shape));
		point->folio_bytes = (uint64_t)folio << 10;
		point->size_bytes = (uint64_t)size << 20;
		point->is_per_page = i % 4 != 3;
	}
}

static enum fate fate_of(const struct chronicles *shape, size_t point, size_t count)
{
	size_t sides = point % FATES == FATE_OVER ? 3 : 2;

	if (point >= shape->affected || count < sides * SIDE_LEAST)
		return FATE_STEADY;
	return (enum fate)(point % FATES);
}

/* Where levels begin, and by how much ln each lies above the first. Return: how many. */
static size_t levels_of(const struct chronicles *shape, enum fate fate, size_t count,
			size_t *ret_first, double *ret_level)
{
	size_t late = count * 4 / 5 + SIDE_LEAST < count ? count * 4 / 5 : count - SIDE_LEAST;

	ret_first[0] = 0;
	ret_level[0] = ret_level[2] = 0;
	ret_first[1] = fate == FATE_OVER ? count / 3 : fate == FATE_FASTER ? count / 2 : late;
	ret_first[2] = count * 2 / 3;
	ret_level[1] = (fate == FATE_FASTER ? -1 : 1) * log(shape->ratio);
	return fate == FATE_STEADY ? 1 : fate == FATE_OVER ? 3 : 2;
}

static void make_regime(const struct dataset_series *series, struct segments_level *segments_level)
{
	double sum = 0, squares = 0, half;

	for (size_t i = 0; i < segments_level->count; i++) {
		double y = log(series->values[segments_level->first + i].value);

		sum += y;
		squares += y * y;
	}
	segments_level->mean = sum / (double)segments_level->count;
	half = segments_level->count > 1
		       ? 2 * sqrt(fmax(squares / (double)segments_level->count -
					       segments_level->mean * segments_level->mean,
				       0) /
				  (double)(segments_level->count - 1))
		       : NAN;
	segments_level->low = segments_level->mean - half;
	segments_level->high = segments_level->mean + half;
}

static void make_regimes(const size_t *first, size_t count, struct dataset_series *series)
{
	struct segments *segments = &series->segments;

	segments->count = count;
	segments->levels = xcalloc(count, sizeof(*segments->levels));
	segments->changes = xcalloc(count, sizeof(*segments->changes));
	segments->is_short = series->count < SIDE_LEAST + SIDE_LEAST;
	segments->is_autocorrelated = series->point == 1;
	segments->lag1 = series->point == 1 ? 0.43 : 0.02;
	for (size_t i = 0; i < count; i++) {
		segments->levels[i].first = first[i];
		segments->levels[i].count =
			(i + 1 < count ? first[i + 1] : series->count) - first[i];
		make_regime(series, &segments->levels[i]);
	}
	for (size_t i = 0; i + 1 < count; i++) {
		const struct segments_level *a = &segments->levels[i], *b = a + 1;
		size_t wide = series->point % 3;

		segments->changes[i] = (struct segments_change) {
			.at = b->first,
			.from = b->first - wide,
			.to = b->first + wide,
			.stood = 1,
			.p = 0.005,
			.d = b->mean - a->mean,
			.low = b->mean - a->mean - 0.003,
			.high = b->mean - a->mean + 0.003,
		};
	}
}

static void make_series(const struct chronicles *shape, struct dataset *dataset,
			unsigned int machine, unsigned int point, enum csv_reader_metric metric)
{
	struct dataset_series *series = &dataset->series[dataset->series_count++];
	uint64_t state = ((uint64_t)machine * 1000 + point) * 10 + metric;
	size_t first[REGIMES_MAX], count, level = 0;
	double levels[REGIMES_MAX], base = 12 * pow(3, point % 20) * (metric ? 40 : 1);

	*series = (struct dataset_series) { .machine = machine, .point = point, .metric = metric };
	series->values = xcalloc(shape->runs, sizeof(*series->values));
	for (unsigned int i = 0; i < shape->runs; i++)
		if (point || !shape->gap || i % shape->gap)
			series->values[series->count++].place = i;
	count = levels_of(shape, fate_of(shape, point, series->count), series->count, first,
			  levels);
	for (size_t i = 0; i < series->count; i++) {
		struct dataset_value *value = &series->values[i];
		double spread = shape->noise * (1.5 + 0.5 * (double)(i % 3));

		level += level + 1 < count && i >= first[level + 1];
		value->run = dataset->machines[machine].runs[value->place];
		value->value = base * exp(levels[level] + shape->noise * noise(&state));
		value->low = value->value * exp(-spread);
		value->high = value->value * exp(spread);
		value->processes = 5;
	}
	series->left_out = point == 2 ? 3 : 0;
	make_regimes(first, count, series);
}

static enum alerts_state state_of(const struct dataset_series *series, size_t change)
{
	if (series->segments.changes[change].d < 0)
		return ALERTS_FASTER;
	if (series->point % FATES == FATE_OVER)
		return ALERTS_OVER;
	return series->point % FATES == FATE_SEEN ? ALERTS_ACKNOWLEDGED : ALERTS_OPEN;
}

static void make_alerts(const struct dataset *dataset, struct chronicles_made *made)
{
	struct alerts *alerts = &made->alerts;

	alerts->margin = 0.01;
	alerts->stand = 1;
	alerts->alerts = xcalloc(dataset->series_count * REGIMES_MAX + 1, sizeof(*alerts->alerts));
	for (size_t i = 0; i < dataset->series_count; i++) {
		const struct dataset_series *series = &dataset->series[i];

		alerts->judged += !series->segments.is_short;
		alerts->others += series->segments.is_short;
		for (size_t j = 0; j + 1 < series->segments.count; j++) {
			size_t at = series->segments.changes[j].at;
			enum alerts_state state = state_of(series, j);

			alerts->alerts[alerts->count++] = (struct alerts_alert) {
				.series = i,
				.change = j,
				.good = dataset->runs[series->values[at - 1].run].kernel,
				.bad = dataset->runs[series->values[at].run].kernel,
				.state = state,
				.note = state == ALERTS_ACKNOWLEDGED ? made->note : "",
			};
		}
	}
	alerts->by_chance = 0.01 * (double)alerts->judged;
}

static bool is_of(const struct alerts_group *group, const struct alerts_alert *alert)
{
	return group->bad == alert->bad && group->is_faster == (alert->state == ALERTS_FASTER);
}

static void add_member(const struct dataset *dataset, struct alerts *alerts, size_t at)
{
	struct alerts_alert *alert = &alerts->alerts[at];
	struct alerts_group *group = alerts->groups;
	double d = dataset->series[alert->series].segments.changes[alert->change].d;

	while (group < alerts->groups + alerts->group_count && !is_of(group, alert))
		group++;
	alert->group = (size_t)(group - alerts->groups);
	if (alert->group == alerts->group_count) {
		alerts->group_count++;
		*group = (struct alerts_group) { .is_faster = alert->state == ALERTS_FASTER,
						 .bad = alert->bad,
						 .good = alert->good,
						 .machines = dataset->machine_count,
						 .least = d,
						 .median = d,
						 .most = d };
		group->members = xcalloc(alerts->count, sizeof(*group->members));
	}
	group->members[group->count++] = at;
	group->counts[alert->state]++;
	group->cases = group->count / dataset->machine_count + 1;
	group->least = fabs(d) < fabs(group->least) ? d : group->least;
	group->most = fabs(d) > fabs(group->most) ? d : group->most;
	group->moves_control = group->moves_control || dataset->series[alert->series].point < 1;
}

static int compare_groups(const void *a, const void *b)
{
	const struct alerts_group *x = a, *y = b;

	if (!x->counts[ALERTS_OPEN] != !y->counts[ALERTS_OPEN])
		return !x->counts[ALERTS_OPEN] - !y->counts[ALERTS_OPEN];
	return (x->bad < y->bad) - (x->bad > y->bad);
}

void chronicles_make(const struct chronicles *shape, struct chronicles_made *ret_made)
{
	struct chronicles_made made = { .dataset.root = shape->root };
	struct dataset *dataset = &made.dataset;

	made.note = xasprintf("known, see the list%s", hostile(shape));
	make_kernels(shape, dataset);
	make_machines(shape, dataset);
	make_runs(shape, dataset);
	make_points(shape, dataset);
	dataset->series = xcalloc((size_t)shape->machines * shape->points * shape->metrics + 1,
				  sizeof(*dataset->series));
	for (unsigned int i = 0; i < shape->machines; i++)
		for (unsigned int j = 0; j < shape->points; j++)
			for (unsigned int k = 0; k < shape->metrics; k++)
				make_series(shape, dataset, i, j, (enum csv_reader_metric)k);
	make_alerts(dataset, &made);
	made.alerts.groups = xcalloc(made.alerts.count + 1, sizeof(*made.alerts.groups));
	for (size_t i = 0; i < made.alerts.count; i++)
		add_member(dataset, &made.alerts, i);
	qsort(made.alerts.groups, made.alerts.group_count, sizeof(*made.alerts.groups),
	      compare_groups);
	*ret_made = made;
}

void chronicles_free(struct chronicles_made *made)
{
	dataset_free(&made->dataset);
	alerts_free(&made->alerts);
	free(made->note);
}
