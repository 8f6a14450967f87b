// SPDX-License-Identifier: GPL-2.0-or-later
/* States of alerts, their groups, and hints for bisection. */
#include "fixture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "history/alerts.h"
#include "history/changepoint.h"
#include "base/die.h"
#include "history/bisect_hint.h"
#include "near.h"
#include "history/dataset.h"

enum { KERNELS = 40, MACHINES = 2, POINTS = 4 };

static struct dataset dataset;
static struct alerts alerts;

static const char *const names[POINTS] = {
	"mprotect.ro/anon/folio=4K/size=4M",
	"mprotect.ro/anon/folio=64K/size=4M",
	"fork.anon/anon/folio=4K/size=4M",
	"control.getppid",
};

/* Kernels 10 and 25 are releases. */
static char *release_of(size_t kernel)
{
	if (kernel == 10 || kernel == 25)
		return xasprintf("6.%zu.0", kernel);
	return xasprintf("6.%zu.0-rc1-00007-g%012zx", kernel, kernel + 0xabcde00000);
}

static void make_runs(void)
{
	dataset.runs = xcalloc((size_t)KERNELS * MACHINES, sizeof(*dataset.runs));
	dataset.kernels = xcalloc(KERNELS, sizeof(*dataset.kernels));
	dataset.machines = xcalloc(MACHINES, sizeof(*dataset.machines));
	dataset.points = xcalloc(POINTS, sizeof(*dataset.points));
	for (size_t i = 0; i < KERNELS; i++)
		dataset.kernels[i] = (struct dataset_kernel) { release_of(i), xstrdup("#1 SMP") };
	for (size_t i = 0; i < MACHINES; i++)
		dataset.machines[i] = (struct dataset_machine) {
			.key = xasprintf("m%zu", i),
			.name = xstrdup(i ? "epyc" : "altra"),
			.about = xstrdup("made up"),
			.runs = xcalloc(KERNELS, sizeof(size_t)),
		};
	for (size_t i = 0; i < (size_t)KERNELS * MACHINES; i++) {
		struct dataset_machine *machine = &dataset.machines[i % MACHINES];

		dataset.runs[i] = (struct dataset_run) {
			.path = xasprintf("lab/%s/set-%zu/run-%03zu", machine->name, i / MACHINES,
					  i),
			.name = xasprintf("run-%03zu", i),
			.machine = i % MACHINES,
			.kernel = i / MACHINES,
		};
		machine->runs[machine->count++] = i;
	}
	for (size_t i = 0; i < POINTS; i++)
		dataset.points[i] = (struct dataset_point) {
			.name = xstrdup(names[i]),
			.case_name = strndup(names[i], strcspn(names[i], "/")),
			.family = strndup(names[i], strcspn(names[i], ".")),
		};
}

/* Makes a series of each point and machine: 100 ns with noise of 0.2%. */
static int begin(void **state)
{
	(void)state;
	dataset = (struct dataset) {
		.root = "results",
		.run_count = (size_t)KERNELS * MACHINES,
		.machine_count = MACHINES,
		.kernel_count = KERNELS,
		.point_count = POINTS,
		.series_count = (size_t)MACHINES * POINTS,
		.series = xcalloc((size_t)MACHINES * POINTS, sizeof(*dataset.series)),
	};
	make_runs();
	for (size_t i = 0; i < (size_t)MACHINES * POINTS; i++) {
		struct dataset_series *series = &dataset.series[i];

		*series = (struct dataset_series) {
			.machine = i / POINTS,
			.point = i % POINTS,
			.count = KERNELS,
			.values = xcalloc(KERNELS, sizeof(*series->values)),
		};
		for (size_t j = 0; j < KERNELS; j++)
			series->values[j] = (struct dataset_value) {
				.run = j * MACHINES + i / POINTS,
				.place = j,
				.value =
					100 * (1 + 0.002 * (double)((j * 7919 + i * 31) % 17) / 17),
				.low = NAN,
				.high = NAN,
				.processes = 1,
			};
	}
	return 0;
}

static int end(void **state)
{
	(void)state;
	alerts_free(&alerts);
	alerts = (struct alerts) { 0 };
	dataset_free(&dataset);
	return 0;
}

/* Multiplies the values of a series by @ratio from @kernel on. */
static void plant(size_t machine, size_t point, size_t kernel, double ratio)
{
	struct dataset_series *series = &dataset.series[machine * POINTS + point];

	for (size_t i = kernel; i < series->count; i++)
		series->values[i].value *= ratio;
}

/* Finds changes and alerts anew. */
static void find(const struct acknowledged *acknowledged)
{
	static const struct acknowledged nothing;

	alerts_free(&alerts);
	for (size_t i = 0; i < dataset.series_count; i++) {
		struct dataset_series *series = &dataset.series[i];
		struct changepoint_point *points;
		double y[KERNELS];
		size_t count;

		for (size_t j = 0; j < series->count; j++)
			y[j] = log(series->values[j].value);
		count = changepoint_find(y, series->count, log1p(0.01), 1, &points);
		segments_free(&series->segments);
		segments_make(y, series->count, points, count, &series->segments);
		free(points);
	}
	alerts_find(&dataset, acknowledged ? acknowledged : &nothing, 0.01, 1, &alerts);
	alerts_group(&dataset, &alerts);
}

static void test_nothing_changed(void **state)
{
	(void)state;
	dataset.series[3].count = 9;
	find(NULL);
	assert_int_equal(alerts.count, 0);
	assert_int_equal(alerts.group_count, 0);
	assert_int_equal(alerts.judged, (size_t)MACHINES * POINTS - 1);
	assert_int_equal(alerts.others, 1);
	assert_near(alerts.by_chance, 0.07, 1e-12);
}

static void test_states(void **state)
{
	(void)state;
	plant(0, 0, 20, 1.05);
	plant(0, 1, 20, 1.05); /* and back later */
	plant(0, 1, 30, 1 / 1.05);
	plant(0, 2, 12, 0.9);
	plant(1, 0, 15, 1.10); /* half of it is undone */
	plant(1, 0, 28, 1 / 1.05);
	plant(1, 1, 15, 1.05); /* all but less than the margin */
	plant(1, 1, 28, 1.005 / 1.05);
	find(NULL);
	assert_int_equal(alerts.count, 8);
	assert_int_equal(alerts_count(&alerts, ALERTS_OPEN), 2);
	assert_int_equal(alerts_count(&alerts, ALERTS_OVER), 2);
	assert_int_equal(alerts_count(&alerts, ALERTS_FASTER), 4);
	assert_int_equal(alerts.alerts[0].state, ALERTS_OPEN);
	assert_int_equal(alerts.alerts[0].bad, 20);
	assert_int_equal(alerts.alerts[0].good, 19);
	assert_near(alerts_change(&dataset, &alerts.alerts[0])->d, log(1.05), 0.001);
	assert_int_equal(alerts.alerts[1].state, ALERTS_OVER);
	assert_int_equal(alerts.alerts[4].state, ALERTS_OPEN);
	assert_int_equal(alerts.alerts[4].bad, 15);
}

/* Three boots per kernel: the first boot of the slow kernel is as fast as those before. */
static void test_a_level_begins_among_boots(void **state)
{
	struct dataset_run *runs = dataset.runs;

	(void)state;
	for (size_t i = 0; i < (size_t)KERNELS * MACHINES; i++)
		runs[i].kernel = i / MACHINES / 3;
	plant(0, 0, 19, 1.05); /* the kernel begins at 18 */
	plant(0, 1, 20, 1.05); /* the next one begins at 21 */
	for (size_t i = 0; i < (size_t)KERNELS * MACHINES; i++)
		runs[i].kernel = runs[i].machine ? 5 : runs[i].kernel;
	plant(1, 0, 20, 1.05); /* no other kernel is near */
	find(NULL);
	assert_int_equal(alerts.count, 3);
	assert_int_equal(alerts_change(&dataset, &alerts.alerts[0])->at, 19);
	assert_int_equal(alerts.alerts[0].at, 18);
	assert_int_equal(alerts.alerts[0].bad, 6);
	assert_int_equal(alerts.alerts[0].good, 5);
	assert_int_equal(alerts.alerts[1].at, 21);
	assert_int_equal(alerts.alerts[1].bad, 7);
	assert_int_equal(alerts.alerts[2].at, 20);
	assert_int_equal(alerts.alerts[2].bad, alerts.alerts[2].good);
	for (size_t i = 0; i < alerts.group_count; i++)
		if (alerts.groups[i].bad == alerts.groups[i].good)
			assert_null(bisect_hint_start(&dataset, &alerts.groups[i]));
}

static void test_what_somebody_has_seen(void **state)
{
	char host[] = "altra", point[] = "mprotect.*", release[] = "6.21.0-*", note[] = "wanted";
	struct acknowledged_line line = { host, point, release, note, 1, false };
	struct acknowledged acknowledged = { .count = 1, .lines = &line };

	(void)state;
	plant(0, 0, 20, 1.05); /* its place is 19 to 21 */
	plant(0, 1, 23, 1.05); /* 22 to 24 */
	plant(1, 0, 20, 1.05);
	find(&acknowledged);
	assert_int_equal(alerts.alerts[0].state, ALERTS_ACKNOWLEDGED);
	assert_string_equal(alerts.alerts[0].note, "wanted");
	assert_int_equal(alerts.alerts[1].state, ALERTS_OPEN);
	assert_int_equal(alerts.alerts[2].state, ALERTS_OPEN);
	assert_true(line.is_used);
}

static void test_groups_by_kernel(void **state)
{
	const struct alerts_group *group;

	(void)state;
	for (size_t machine = 0; machine < MACHINES; machine++)
		for (size_t point = 0; point < 2; point++)
			plant(machine, point, 20, 1.04 + 0.01 * (double)point);
	plant(0, 2, 20, 0.9); /* faster: of another group */
	plant(1, 2, 30, 1.2);
	find(NULL);
	assert_int_equal(alerts.group_count, 3);
	group = &alerts.groups[0];
	assert_int_equal(group->bad, 30); /* the newest first */
	assert_int_equal(group->count, 1);
	assert_int_equal(group->cases, 1);
	assert_int_equal(group->machines, 1);
	group = &alerts.groups[1];
	assert_int_equal(group->bad, 20);
	assert_int_equal(group->good, 19);
	assert_int_equal(group->count, 4);
	assert_int_equal(group->machines, 2);
	assert_int_equal(group->cases, 2);
	assert_int_equal(group->counts[ALERTS_OPEN], 4);
	assert_false(group->is_faster || group->moves_control);
	assert_near(group->least, log(1.04), 0.001);
	assert_near(group->most, log(1.05), 0.001);
	assert_near(group->median, (log(1.04) + log(1.05)) / 2, 0.001);
	assert_true(alerts.groups[2].is_faster);
	for (size_t i = 0; i < alerts.count; i++) {
		bool is_member = false;

		group = &alerts.groups[alerts.alerts[i].group];
		for (size_t j = 0; j < group->count; j++)
			is_member |= group->members[j] == i;
		assert_true(is_member);
	}
}

/* Noise of 3% and a step of 6%. */
static void plant_in_noise(size_t point, size_t kernel)
{
	struct dataset_series *series = &dataset.series[point];

	for (size_t i = 0; i < KERNELS; i++)
		series->values[i].value = (i % 2 ? 103 : 97) * (i < kernel ? 1 : 1.06);
}

/* A change with a wide interval of place joins a group within it, even some kernels off. */
static void test_an_unsure_place_joins_a_sure_one(void **state)
{
	(void)state;
	plant(0, 0, 20, 1.05);
	plant_in_noise(1, 22);
	plant_in_noise(2, 18);
	plant(1, 1, 35, 1.05); /* at another time */
	find(NULL);
	assert_int_equal(alerts.count, 4);
	assert_int_equal(alerts.group_count, 2);
	assert_int_equal(alerts.groups[1].count, 3);
	assert_int_equal(alerts.groups[1].bad, 20);
}

static void test_a_control_that_moves_is_told(void **state)
{
	(void)state;
	plant(0, 0, 20, 1.05);
	plant(0, 3, 20, 1.05);
	find(NULL);
	assert_int_equal(alerts.group_count, 1);
	assert_true(alerts.groups[0].moves_control);
}

static void test_change_since_the_last_release(void **state)
{
	struct since since;

	(void)state;
	plant(0, 0, 22, 1.10);
	plant(0, 0, 30, 1.20);
	since = since_measure(&dataset, &dataset.series[0], NULL);
	assert_int_equal(since.kernel, 25);
	assert_near(since.value, dataset.series[0].values[KERNELS - 1].value, 0);
	assert_near(since.d, log(1.20), 0.003);
	since = since_measure(&dataset, &dataset.series[0], "6.10.0");
	assert_int_equal(since.kernel, 10);
	assert_near(since.d, log(1.32), 0.003);
	since = since_measure(&dataset, &dataset.series[0], "5.*");
	assert_int_equal(since.kernel, SIZE_MAX);
	assert_true(isnan(since.d));
	/* the newest kernel is not compared with itself */
	dataset.series[0].count = 26;
	since = since_measure(&dataset, &dataset.series[0], NULL);
	assert_int_equal(since.kernel, 10);
}

/* An acknowledged alert gives no hint, even if it is the largest. */
static void test_what_is_open_is_handed_on(void **state)
{
	char host[] = "*", point[] = "*folio=64K*", release[] = "*", note[] = "";
	struct acknowledged_line line = { host, point, release, note, 1, false };
	struct acknowledged acknowledged = { .count = 1, .lines = &line };
	char *text;

	(void)state;
	plant(0, 0, 20, 1.06);
	plant(0, 1, 20, 1.2);
	find(&acknowledged);
	assert_int_equal(alerts.groups[0].count, 2);
	text = bisect_hint_run(&dataset, &alerts, &alerts.groups[0]);
	assert_non_null(strstr(text, "folio=4K"));
	free(text);
}

static void test_what_is_handed_to_bisect(void **state)
{
	char *text;

	(void)state;
	plant(0, 0, 20, 1.06);
	find(NULL);
	text = bisect_hint_start(&dataset, &alerts.groups[0]);
	assert_string_equal(text, "git bisect start 00abcde00014 00abcde00013");
	free(text);
	text = bisect_hint_run(&dataset, &alerts, &alerts.groups[0]);
	assert_string_equal(text, "./run.sh bisect --good-set results/lab/altra/set-19 --case "
				  "mprotect.ro/anon/folio=4K/size=4M --margin 3.0%");
	free(text);
	/* an alert that is over gives no hint, even if it is larger */
	plant(1, 1, 20, 1.2);
	plant(1, 1, 30, 1 / 1.2);
	find(NULL);
	text = bisect_hint_run(&dataset, &alerts, &alerts.groups[0]);
	assert_int_equal(alerts.groups[0].count, 2);
	assert_string_equal(text + strlen(text) - 4, "3.0%");
	free(text);
	/* no characters that a shell interprets */
	free(dataset.points[0].name);
	dataset.points[0].name = xstrdup("mprotect.ro/$(reboot)");
	assert_null(bisect_hint_run(&dataset, &alerts, &alerts.groups[0]));
	free(dataset.kernels[20].release);
	dataset.kernels[20].release = xstrdup("`reboot`");
	assert_null(bisect_hint_start(&dataset, &alerts.groups[0]));
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_changed),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_a_level_begins_among_boots),
		cmocka_unit_test(test_what_somebody_has_seen),
		cmocka_unit_test(test_groups_by_kernel),
		cmocka_unit_test(test_an_unsure_place_joins_a_sure_one),
		cmocka_unit_test(test_a_control_that_moves_is_told),
		cmocka_unit_test(test_change_since_the_last_release),
		cmocka_unit_test(test_what_is_open_is_handed_on),
		cmocka_unit_test(test_what_is_handed_to_bisect),
	};

	return fixture_run(tests, begin, end);
}
