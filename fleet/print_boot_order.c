// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints the boot order of one machine. Usage: boot_order MACHINE SEED BOOTS KERNEL... */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/hash.h"
#include "base/options.h"
#include "vm/boot_order.h"

enum { ARGUMENTS = 4, BOOTS_MAX = 1000 };

int main(int argc, char **argv)
{
	size_t kernels = argc > ARGUMENTS ? (size_t)argc - ARGUMENTS : 0, boots, *order;
	uint64_t seed;

	die_name(argv[0]);
	if (!kernels)
		die(EXIT_USAGE, "usage: boot_order MACHINE SEED BOOTS KERNEL...");
	seed = options_number("seed", argv[2], 0, UINT64_MAX);
	boots = (size_t)options_number("boots", argv[3], 1, BOOTS_MAX);
	order = xcalloc(kernels * boots, sizeof(*order));
	/* One seed for a fleet, yet its machines do not all begin with the same kernel. */
	seed ^= hash_add(HASH_START, argv[1], strlen(argv[1]));
	boot_order_make(kernels, boots, seed, order);
	puts("step,kernel");
	for (size_t i = 0; i < kernels * boots; i++)
		printf("%zu,%s\n", i + 1, argv[ARGUMENTS + order[i]]);
	free(order);
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_FAILED, "write the order: %s", strerror(errno));
	return EXIT_DONE;
}
