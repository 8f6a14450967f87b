// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes a results tree that nobody measured: fake_lab FOLDER [KEY=VALUE]...; see laboratory.h. */
#include <stdio.h>

#include "base/clock.h"
#include "base/die.h"
#include "laboratory_keys.h"

int main(int argc, char **argv)
{
	struct laboratory lab = laboratory_default();
	struct laboratory_size size;
	uint64_t start = clock_now_ns();

	die_name(argv[0]);
	if (argc < 2)
		die(EXIT_USAGE, "usage: fake_lab FOLDER [KEY=VALUE]...");
	laboratory_parse(&lab, argv + 2, (size_t)(argc - 2));
	size = laboratory_write(argv[1], &lab);
	printf("%llu runs, %llu rows, %.1f MB in %.1f s\n", (unsigned long long)size.runs,
	       (unsigned long long)size.rows, (double)size.bytes / 1e6,
	       (double)(clock_now_ns() - start) / 1e9);
	return EXIT_DONE;
}
