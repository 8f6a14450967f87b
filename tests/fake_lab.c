// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes a results tree that nobody measured: fake_lab FOLDER [KEY=VALUE]...; see laboratory.h. */
#include <stdio.h>

#include "clock.h"
#include "fail.h"
#include "keys.h"
#include "laboratory.h"

static void parse(struct laboratory *lab, char *const *arguments, size_t count)
{
	const struct key keys[] = {
		{ .name = "machines", .number = &lab->machines },
		{ .name = "kernels", .number = &lab->kernels },
		{ .name = "boots", .number = &lab->boots },
		{ .name = "points", .number = &lab->points },
		{ .name = "processes", .number = &lab->processes },
		{ .name = "samples", .number = &lab->samples },
		{ .name = "release_every", .number = &lab->release_every },
		{ .name = "boot_sd", .real = &lab->boot_sd },
		{ .name = "process_sd", .real = &lab->process_sd },
		{ .name = "sample_sd", .real = &lab->sample_sd },
		{ .name = "drift_sd", .real = &lab->drift_sd },
		{ .name = "drift_rho", .real = &lab->drift_rho },
		{ .name = "spike_share", .real = &lab->spike_share },
		{ .name = "changes", .flag = &lab->has_changes },
		{ .name = "seed", .large = &lab->seed },
	};

	keys_parse(keys, sizeof(keys) / sizeof(keys[0]), arguments, count);
	if (!lab->machines || !lab->kernels || !lab->boots || !lab->release_every)
		die(EXIT_USAGE, "machines, kernels, boots and release_every are 1 or more");
}

int main(int argc, char **argv)
{
	struct laboratory lab = laboratory_default();
	struct laboratory_size size;
	uint64_t start = clock_now_ns();

	fail_name(argv[0]);
	if (argc < 2)
		die(EXIT_USAGE, "usage: fake_lab FOLDER [KEY=VALUE]...");
	parse(&lab, argv + 2, (size_t)(argc - 2));
	size = laboratory_write(argv[1], &lab);
	printf("%llu runs, %llu rows, %.1f MB in %.1f s\n", (unsigned long long)size.runs,
	       (unsigned long long)size.rows, (double)size.bytes / 1e6,
	       (double)(clock_now_ns() - start) / 1e9);
	return EXIT_DONE;
}
