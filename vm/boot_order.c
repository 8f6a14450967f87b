// SPDX-License-Identifier: GPL-2.0-or-later
/* Orders the boots of kernels. */
#include "boot_order.h"

#include <stdlib.h>

#include "measure/plan.h"

static void make_pairs(size_t boots, unsigned short *state, size_t *order)
{
	size_t first = 0;

	for (size_t boot = 0; boot < boots; boot++) {
		first = boot % 2 ? !first : (size_t)nrand48(state) & 1;
		order[2 * boot] = first;
		order[2 * boot + 1] = !first;
	}
}

void boot_order_make(size_t kernels, size_t boots, uint64_t seed, size_t *ret_order)
{
	unsigned short state[3] = {
		(unsigned short)seed,
		(unsigned short)(seed >> 16),
		(unsigned short)(seed >> 32 ^ seed >> 48),
	};

	/* The first numbers of adjacent seeds are alike. */
	for (int i = 0; i < 16; i++)
		nrand48(state);
	if (kernels == 2) {
		make_pairs(boots, state, ret_order);
		return;
	}
	for (size_t boot = 0; boot < boots; boot++)
		plan_permute(ret_order + boot * kernels, kernels, state);
}
