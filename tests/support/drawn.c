// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the data files of figures. */
#include "fixture.h"

#include "drawn.h"

#include <stdlib.h>
#include <string.h>

enum { CELL_BYTES = 256 };

struct load_set drawn_sets[DRAWN_SETS_MAX];
struct plot_data drawn_all;
struct page_drawing drawn;
static char folder[256];

struct fakes drawn_fakes(unsigned int points)
{
	struct fakes fakes = fakes_default();

	fakes.points = points;
	fakes.boots = 3;
	fakes.samples = 5;
	fakes.processes = 2;
	return fakes;
}

void drawn_set(size_t at, const char *name, struct fakes fakes)
{
	static const char *const boots[DRAWN_SETS_MAX] = { "a", "b", "c" };
	char path[256];

	fixture_write("/data/keep", "");
	snprintf(path, sizeof(path), "%s", fixture_path(name));
	fakes.boot = boots[at];
	fakes.slot = at > 0;
	fakes.seed = at + 1;
	fakes_write(path, &fakes);
	load_find(path, "results", &drawn_sets[at]);
	load_read(&drawn_sets[at], 1);
}

void drawn_gallery(size_t count, const char *only)
{
	struct comparison_options options = { .margin = 0.01 };

	if (only)
		options.only.texts[options.only.count++] = only;
	plot_data_make(drawn_sets, count, &options, &drawn_all);
	snprintf(folder, sizeof(folder), "%s", fixture_path("/data"));
	drawn = (struct page_drawing) {
		.plot_data = &drawn_all,
		.command = "./run.sh plot",
		.folder = folder,
		.name = "figure",
		.machine = &drawn_all.machines[0],
	};
}

void drawn_plot(const char *name)
{
	size_t count;
	const struct plot_type *types = plot_types(&count);

	drawn.pages = 0;
	while (count && strcmp(types[count - 1].name, name) != 0)
		count--;
	assert_true(count);
	plot_write(&types[count - 1], &drawn);
}

void drawn_fact(const struct host_facts *facts, const char *key, const char *value)
{
	for (size_t i = 0; i < facts->count; i++)
		if (!strcmp(facts->facts[i].key, key)) {
			free(facts->facts[i].value);
			facts->facts[i].value = xstrdup(value);
		}
}

void drawn_release(size_t count)
{
	plot_data_free(&drawn_all);
	for (size_t i = 0; i < count; i++)
		load_free(&drawn_sets[i]);
}

const char *drawn_cell(size_t page, size_t block, size_t line, size_t column)
{
	static char text[CELL_BYTES];
	char path[320], buffer[4096];
	size_t at_block = 0, at_line = 0, empty = 0;
	const char *found = NULL;
	FILE *in;

	snprintf(path, sizeof(path), "%s/figure-%zu.tsv", folder, page);
	in = fopen(path, "r");
	assert_non_null(in);
	while (!found && fgets(buffer, sizeof(buffer), in)) {
		char *rest = buffer, *part = NULL;

		buffer[strcspn(buffer, "\n")] = '\0';
		if (!*buffer) {
			if (++empty == 2) {
				at_block++;
				at_line = 0;
			}
			continue;
		}
		empty = 0;
		if (*buffer == '#' || at_block != block || at_line++ != line)
			continue;
		for (size_t i = 0; i <= column; i++)
			part = strsep(&rest, "\t");
		snprintf(text, sizeof(text), "%s", part ? part : "");
		found = part ? text : NULL;
	}
	fclose(in);
	return found;
}

double drawn_number(size_t page, size_t block, size_t line, size_t column)
{
	const char *text = drawn_cell(page, block, line, column);

	assert_non_null(text);
	return strtod(text, NULL);
}

size_t drawn_lines(size_t page, size_t block)
{
	size_t count = 0;

	while (drawn_cell(page, block, count, 0))
		count++;
	return count;
}
