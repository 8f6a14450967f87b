// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes a set of runs that nobody measured: fake_set FOLDER [KEY=VALUE]...; see fakes.h. */
#include "base/die.h"
#include "fakes.h"
#include "keys.h"

int main(int argc, char **argv)
{
	struct fakes fakes = fakes_default();
	const struct key keys[] = {
		{ .name = "points", .number = &fakes.points },
		{ .name = "affected", .number = &fakes.affected },
		{ .name = "boots", .number = &fakes.boots },
		{ .name = "invocations", .number = &fakes.invocations },
		{ .name = "processes", .number = &fakes.processes },
		{ .name = "samples", .number = &fakes.samples },
		{ .name = "slot", .number = &fakes.slot },
		{ .name = "ratio", .real = &fakes.ratio },
		{ .name = "control_ratio", .real = &fakes.control_ratio },
		{ .name = "drift", .real = &fakes.drift },
		{ .name = "boot_sd", .real = &fakes.boot_sd },
		{ .name = "process_sd", .real = &fakes.process_sd },
		{ .name = "sample_sd", .real = &fakes.sample_sd },
		{ .name = "slow_share", .real = &fakes.slow_share },
		{ .name = "host", .text = &fakes.host },
		{ .name = "boot", .text = &fakes.boot },
		{ .name = "seed", .large = &fakes.seed },
		{ .name = "counters", .flag = &fakes.has_counters },
	};

	die_name(argv[0]);
	if (argc < 2)
		die(EXIT_USAGE, "usage: fake_set FOLDER [KEY=VALUE]...");
	keys_parse(keys, sizeof(keys) / sizeof(keys[0]), argv + 2, (size_t)(argc - 2));
	fakes_write(argv[1], &fakes);
	return EXIT_DONE;
}
