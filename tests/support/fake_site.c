// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the site of a made-up history: fake_site FOLDER [KEY=VALUE]...; see datasets.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets.h"
#include "base/die.h"
#include "history/site/site.h"

static void take(struct chronicles *shape, char *argument)
{
	const struct {
		const char *key;
		unsigned int *number;
		const char **text;
	} keys[] = {
		{ "machines", &shape->machines, NULL },
		{ "points", &shape->points, NULL },
		{ "runs", &shape->runs, NULL },
		{ "runs-per-kernel", &shape->runs_per_kernel, NULL },
		{ "figures", &shape->metrics, NULL },
		{ "affected", &shape->affected, NULL },
		{ "gap", &shape->gap, NULL },
		{ "hostile", NULL, &shape->hostile },
		{ "root", NULL, &shape->root },
	};
	char *value = strchr(argument, '=');
	size_t length = value ? (size_t)(value - argument) : 0;

	for (size_t i = 0; value && i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (strlen(keys[i].key) != length || strncmp(argument, keys[i].key, length) != 0)
			continue;
		if (keys[i].text)
			*keys[i].text = value + 1;
		else
			*keys[i].number = (unsigned int)strtoul(value + 1, NULL, 10);
		return;
	}
	die(EXIT_USAGE, "%s: not a key of a history", argument);
}

int main(int argc, char **argv)
{
	struct chronicles shape = chronicles_default();
	struct chronicles_made made;
	struct site_result result;

	die_name(argv[0]);
	if (argc < 2)
		die(EXIT_USAGE, "give a folder");
	for (int i = 2; i < argc; i++)
		take(&shape, argv[i]);
	chronicles_make(&shape, &made);
	result = site_write(&made.dataset, &made.alerts, argv[1], NULL);
	printf("%zu pages, %zu files written, %zu removed\n", result.pages, result.written,
	       result.removed);
	chronicles_free(&made);
	return EXIT_DONE;
}
