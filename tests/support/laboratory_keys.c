// SPDX-License-Identifier: GPL-2.0-or-later
/* Parses the arguments that describe a laboratory. */
#include "laboratory_keys.h"

#include "base/die.h"
#include "keys.h"

void laboratory_parse(struct laboratory *lab, char *const *arguments, size_t count)
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
