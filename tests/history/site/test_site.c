// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares pages with the dataset; checks their links, and that only changed pages are written. */
#include "fixture.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets.h"
#include "base/die.h"
#include "history/site/site.h"

#define HOSTILE                                                                                    \
	"\"'><script>document.title='PWNED'</script><img src=x onerror=x()>&\n\x01\xff../../"

static struct site_result result;

static struct chronicles shape_of(unsigned int machines, unsigned int runs)
{
	struct chronicles shape = chronicles_default();

	shape.machines = machines;
	shape.runs = runs;
	return shape;
}

static void write_site(const struct chronicles_made *made)
{
	char *folder = xstrdup(fixture_path("/site"));

	result = site_write(&made->dataset, &made->alerts, folder, NULL);
	free(folder);
}

static void make_site(const struct chronicles *shape)
{
	struct chronicles_made made;

	chronicles_make(shape, &made);
	write_site(&made);
	chronicles_free(&made);
}

/* Reads a file; the caller frees it. */
static char *slurp(const char *name)
{
	char *path = xasprintf("%s/%s", fixture_path("/site"), name), *text;
	FILE *in = fopen(path, "re");
	long size;

	assert_non_null(in);
	assert_int_equal(fseek(in, 0, SEEK_END), 0);
	size = ftell(in);
	rewind(in);
	text = xcalloc((size_t)size + 1, 1);
	assert_int_equal(fread(text, 1, (size_t)size, in), size);
	fclose(in);
	free(path);
	return text;
}

/* Reads the first page whose name begins and ends so; the caller frees it. */
static char *find_page(const char *host, const char *what)
{
	DIR *folder = opendir(fixture_path("/site"));
	struct dirent *entry;
	char *found = NULL;

	assert_non_null(folder);
	while (!found && (entry = readdir(folder)))
		if (!strncmp(entry->d_name, host, strlen(host)) && strstr(entry->d_name, what))
			found = xstrdup(entry->d_name);
	closedir(folder);
	assert_non_null(found);
	return found;
}

static size_t count(const char *text, const char *what)
{
	size_t found = 0;

	for (; (text = strstr(text, what)); text += strlen(what))
		found++;
	return found;
}

static void expect(const char *page, const char *what)
{
	if (!strstr(page, what))
		fail_msg("not there: %s", what);
}

static void test_the_index_has_a_cell_for_each_series(void **state)
{
	struct chronicles shape = shape_of(3, 40);
	char *index;

	(void)state;
	make_site(&shape);
	index = slurp("index.html");
	assert_int_equal(result.pages, 3 * 12 + 1);
	assert_int_equal(result.written, 3 * 12 + 3);
	assert_int_equal(count(index, "<svg"), 3 * 12 * 3);
	assert_int_equal(count(index, "<tr data-name"), 12 * 3);
	assert_int_equal(count(index, "<td class=open>"), 3 * 3);
	expect(index, "9 open alerts in 1 group.");
	expect(index, "In one look at 108 series about 1.1 changes would be found by chance "
		      "alone (1%)");
	expect(index, "A control moved there too");
	expect(index, "autocorrelated");
	expect(index, "known, see the list");
	expect(index, "since 6.12.0\"");
	/* 4K comes first, whatever else the names are. */
	assert_true(strstr(index, "data-name=\"control.getppid/anon/folio=4K") <
		    strstr(index, "data-name=\"control.getppid/anon/folio=16K"));
	assert_null(strstr(index, " style="));
	assert_int_equal(count(index, "<script"), 1);
	free(index);
}

static void test_short_histories_are_not_judged(void **state)
{
	struct chronicles shape = shape_of(1, 3);
	char *index, *page, *name;

	(void)state;
	make_site(&shape);
	index = slurp("index.html");
	expect(index, "Nothing can be judged yet. 36 of 36 series are too short to judge.");
	assert_null(strstr(index, "id=\"alerts\""));
	free(index);
	name = find_page("altra", "fork");
	page = slurp(name);
	expect(page, "3 values: too few to judge. A change takes 5 on each side.");
	free(page);
	free(name);
}

static void test_a_page_tells_both_sides_of_a_change(void **state)
{
	struct chronicles shape = shape_of(2, 40);
	char *page, *name;

	(void)state;
	make_site(&shape);
	name = find_page("epyc", "control.getppid-anon-folio-4k");
	page = slurp(name);
	assert_int_equal(count(page, "<figure"), 3);
	expect(page, "<td class=\"S\">+");
	/* Runs 31 and 32 of both machines, of kernels 10 and 10. */
	expect(page, "20260204T120001Z-0123abcd-31");
	expect(page, "20260205T120001Z-0123abcd-32");
	expect(page, ", and still so.");
	expect(page, "cannot be told: set/run-71/host.csv: No such file or directory");
	assert_null(strstr(page, "/nosuch"));
	expect(page, "The same on <a href=\"altra-80c-");
	assert_int_equal(count(page, "<tr data-place="), 40);
	free(page);
	free(name);
	name = find_page("epyc", "control.getppid-anon-folio-16k");
	page = slurp(name);
	expect(page, ", acknowledged. \xe2\x80\x9cknown, see the list\xe2\x80\x9d");
	expect(page, "autocorrelation 0.43 at lag 1");
	free(page);
	free(name);
	name = find_page("epyc", "control.getppid-anon-folio-64k");
	page = slurp(name);
	expect(page, "Left out: 3 values that were measured in another way");
	free(page);
	free(name);
}

static void write_facts(const char *run, const char *governor)
{
	char *path = xasprintf("/tree/set/%s/host.csv", run);
	char *text = xasprintf("key,value\nhost,altra-80c\nboot_id,%s\ngovernor,%s\n"
			       "kernel_config_fnv1a64,1\n",
			       run, governor);

	fixture_write(path, text);
	free(text);
	free(path);
}

static void test_the_environment_of_both_sides_is_held_against_each_other(void **state)
{
	struct chronicles shape = shape_of(1, 40);
	char *root = xstrdup(fixture_path("/tree")), *page, *name;

	(void)state;
	shape.root = root;
	write_facts("run-31", "performance");
	write_facts("run-32", "<b>powersave</b>");
	make_site(&shape);
	name = find_page("altra", "control.getppid-anon-folio-4k");
	page = slurp(name);
	expect(page, "<li>governor: performance -&gt; &lt;b&gt;powersave&lt;/b&gt;</li>");
	free(page);
	write_facts("run-32", "performance");
	make_site(&shape);
	page = slurp(name);
	expect(page, "Besides the kernel nothing that is known differs");
	free(page);
	free(name);
	free(root);
}

static void test_what_is_missing_is_missing(void **state)
{
	struct chronicles shape = shape_of(1, 40);
	struct chronicles_made made;
	char *page, *name;

	(void)state;
	shape.gap = 4;
	shape.metrics = 1;
	chronicles_make(&shape, &made);
	for (size_t i = 0; i < made.dataset.series[0].count; i++)
		made.dataset.series[0].values[i].low = NAN;
	write_site(&made);
	chronicles_free(&made);
	name = find_page("altra", "control.getppid-anon-folio-4k");
	page = slurp(name);
	assert_int_equal(count(page, "<tr data-place="), 30);
	expect(page, "10 of the 40 runs of this machine have no value here");
	assert_int_equal(count(page, "ns</td><td></td></tr>"), 30);
	assert_null(strstr(page, "nan"));
	assert_int_equal(count(page, "<figure"), 1);
	free(page);
	free(name);
}

static void test_each_link_leads_to_a_page(void **state)
{
	struct chronicles shape = shape_of(2, 12);
	char *index, *at;
	size_t links = 0;

	(void)state;
	shape.hostile = HOSTILE;
	make_site(&shape);
	index = slurp("index.html");
	for (at = index; (at = strstr(at, "href=\"")); at++) {
		char *name = xstrdup(at + strlen("href=\""));

		name[strcspn(name, "\"")] = '\0';
		free(slurp(name));
		free(name);
		links++;
	}
	assert_in_range(links, 2 * 12 * 3 + 1, 1000);
	free(index);
}

/* On no page is any part of a text a tag, a quote or a control character. */
static void test_texts_of_strangers_stay_texts(void **state)
{
	struct chronicles shape = shape_of(2, 40);
	DIR *folder;
	struct dirent *entry;

	(void)state;
	shape.hostile = HOSTILE;
	make_site(&shape);
	folder = opendir(fixture_path("/site"));
	assert_non_null(folder);
	while ((entry = readdir(folder))) {
		char *page;

		if (!strstr(entry->d_name, ".html"))
			continue;
		page = slurp(entry->d_name);
		assert_int_equal(count(page, "<script"), 1);
		assert_null(strstr(page, "<img"));
		assert_null(strstr(page, "\x01"));
		assert_null(strstr(page, "\xff"));
		assert_null(strstr(page, "'>"));
		expect(page, "&quot;&#39;&gt;&lt;script&gt;document.title=");
		free(page);
	}
	closedir(folder);
}

static void test_the_same_is_not_written_again(void **state)
{
	struct chronicles shape = shape_of(2, 40);

	(void)state;
	make_site(&shape);
	make_site(&shape);
	assert_int_equal(result.written, 0);
	assert_int_equal(result.removed, 0);
}

static void test_one_value_changes_one_page(void **state)
{
	struct chronicles shape = shape_of(2, 40);
	struct chronicles_made made;

	(void)state;
	make_site(&shape);
	chronicles_make(&shape, &made);
	made.dataset.series[20].values[7].value *= 1.01;
	write_site(&made);
	chronicles_free(&made);
	/* Its own page, and the index if a line moves there. */
	assert_in_range(result.written, 1, 2);
}

static void test_a_machine_that_is_gone_takes_its_pages_along(void **state)
{
	struct chronicles shape = shape_of(3, 12);
	char *name;

	(void)state;
	make_site(&shape);
	shape.machines = 1;
	make_site(&shape);
	assert_int_equal(result.removed, 2 * 12);
	name = find_page("altra", "fork");
	free(name);
	shape.machines = 0;
	make_site(&shape);
	assert_int_equal(result.pages, 1);
	assert_int_equal(result.removed, 12);
}

/* An open alert becomes a pending one; others stay what they are. */
static void make_pending(struct chronicles_made *made, struct alerts_group *group,
			 struct alerts_alert *alert)
{
	struct segments_change *change =
		&made->dataset.series[alert->series].segments.changes[alert->change];

	change->stood = alert->state == ALERTS_OPEN ? 2 : 3;
	change->is_lasting = true;
	if (alert->state != ALERTS_OPEN)
		return;
	alert->state = ALERTS_PENDING;
	group->counts[ALERTS_OPEN]--;
	group->counts[ALERTS_PENDING]++;
}

static void test_a_new_alert_is_pending(void **state)
{
	struct chronicles shape = shape_of(2, 40);
	struct chronicles_made made;
	char *index, *page, *name;

	(void)state;
	chronicles_make(&shape, &made);
	made.alerts.stand = 3;
	for (size_t i = 0; i < made.alerts.group_count; i++)
		for (size_t j = 0; j < made.alerts.groups[i].count; j++)
			make_pending(&made, &made.alerts.groups[i],
				     &made.alerts.alerts[made.alerts.groups[i].members[j]]);
	write_site(&made);
	chronicles_free(&made);
	index = slurp("index.html");
	expect(index, "No open alerts. 6 pending.");
	expect(index, "Pending: slower among ");
	expect(index, "found after each of the last 3 runs");
	assert_int_equal(count(index, "<td class=open>"), 0);
	assert_int_equal(count(index, "<td class=pending>"), 2 * 3);
	assert_int_equal(count(index, "new: stood for 2 of 3 runs"), 2 * 3);
	free(index);
	name = find_page("epyc", "control.getppid-anon-folio-4k");
	page = slurp(name);
	expect(page, ", pending. <span class=\"tag\">new: stood for 2 of 3 runs");
	assert_int_equal(count(page, "new: stood for 2 of 3 runs"), 2 * 3);
	free(page);
	free(name);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_index_has_a_cell_for_each_series),
		cmocka_unit_test(test_short_histories_are_not_judged),
		cmocka_unit_test(test_a_page_tells_both_sides_of_a_change),
		cmocka_unit_test(test_the_environment_of_both_sides_is_held_against_each_other),
		cmocka_unit_test(test_what_is_missing_is_missing),
		cmocka_unit_test(test_each_link_leads_to_a_page),
		cmocka_unit_test(test_texts_of_strangers_stay_texts),
		cmocka_unit_test(test_the_same_is_not_written_again),
		cmocka_unit_test(test_one_value_changes_one_page),
		cmocka_unit_test(test_a_machine_that_is_gone_takes_its_pages_along),
		cmocka_unit_test(test_a_new_alert_is_pending),
	};

	return fixture_run(tests, fixture_make, fixture_remove);
}
