// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes a set of runs that nobody measured: fake_set FOLDER [KEY=VALUE]...; see fakes.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "fakes.h"

int main(int argc, char **argv)
{
	struct fakes fakes = fakes_default();
	const struct {
		const char *key;
		unsigned int *number;
		double *real;
		const char **text;
	} keys[] = {
		{ "points", &fakes.points, NULL, NULL },
		{ "affected", &fakes.affected, NULL, NULL },
		{ "boots", &fakes.boots, NULL, NULL },
		{ "invocations", &fakes.invocations, NULL, NULL },
		{ "processes", &fakes.processes, NULL, NULL },
		{ "samples", &fakes.samples, NULL, NULL },
		{ "slot", &fakes.slot, NULL, NULL },
		{ "ratio", NULL, &fakes.ratio, NULL },
		{ "control_ratio", NULL, &fakes.control_ratio, NULL },
		{ "drift", NULL, &fakes.drift, NULL },
		{ "boot_sd", NULL, &fakes.boot_sd, NULL },
		{ "process_sd", NULL, &fakes.process_sd, NULL },
		{ "sample_sd", NULL, &fakes.sample_sd, NULL },
		{ "slow_share", NULL, &fakes.slow_share, NULL },
		{ "host", NULL, NULL, &fakes.host },
		{ "boot", NULL, NULL, &fakes.boot },
	};

	fail_name(argv[0]);
	if (argc < 2)
		die(EXIT_USAGE, "usage: fake_set FOLDER [KEY=VALUE]...");
	for (int i = 2; i < argc; i++) {
		const char *value = strchr(argv[i], '=');
		size_t length = value ? (size_t)(value++ - argv[i]) : 0, found = 0;

		for (size_t k = 0; value && k < sizeof(keys) / sizeof(keys[0]); k++) {
			if (strlen(keys[k].key) != length || strncmp(keys[k].key, argv[i], length))
				continue;
			found = 1;
			if (keys[k].number)
				*keys[k].number = (unsigned int)strtoul(value, NULL, 10);
			else if (keys[k].real)
				*keys[k].real = strtod(value, NULL);
			else
				*keys[k].text = value;
		}
		if (value && !strncmp(argv[i], "seed=", 5))
			fakes.seed = strtoul(value, NULL, 10);
		else if (value && !strncmp(argv[i], "counters=", 9))
			fakes.has_counters = *value == '1';
		else if (!found)
			die(EXIT_USAGE, "%s: no such key", argv[i]);
	}
	fakes_write(argv[1], &fakes);
	return EXIT_DONE;
}
