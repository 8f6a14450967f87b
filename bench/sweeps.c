// SPDX-License-Identifier: GPL-2.0-or-later
/* The values of shared sweeps. */
#include "sweeps.h"

const struct case_value sweeps_main_sizes[] = {
	{ 64 * MIB, TIER_QUICK }, { 4 * MIB, TIER_FULL }, { GIB, TIER_FULL }, { 0 }
};
const struct case_value sweeps_all_sizes[] = {
	{ 64 * MIB, TIER_QUICK }, { 4 * KIB, TIER_FULL }, { 64 * KIB, TIER_FULL },
	{ MIB, TIER_FULL },	  { 4 * MIB, TIER_FULL }, { 16 * MIB, TIER_FULL },
	{ GIB, TIER_FULL },	  { 4 * GIB, TIER_FULL }, { 0 }
};
const struct case_value sweeps_rebuilt_sizes[] = {
	{ 4 * MIB, TIER_QUICK }, { 64 * MIB, TIER_FULL }, { GIB, TIER_FULL }, { 0 }
};
const struct case_value sweeps_4m_64m[] = { { 4 * MIB, TIER_QUICK },
					    { 64 * MIB, TIER_FULL },
					    { 0 } };
const struct case_value sweeps_16m_sizes[] = {
	{ 16 * MIB, TIER_QUICK },
	{ 4 * MIB, TIER_FULL },
	{ 64 * MIB, TIER_FULL },
	{ GIB, TIER_FULL },
	{ 0 },
};
const struct case_value sweeps_16m_64m[] = { { 16 * MIB, TIER_QUICK },
					     { 64 * MIB, TIER_FULL },
					     { 0 } };
const struct case_value sweeps_64k[] = { { 64 * KIB, TIER_QUICK }, { 0 } };
const struct case_value sweeps_1m[] = { { MIB, TIER_QUICK }, { 0 } };
const struct case_value sweeps_4m[] = { { 4 * MIB, TIER_QUICK }, { 0 } };
const struct case_value sweeps_threads[] = { { 1, TIER_DEFAULT },
					     { 2, TIER_DEFAULT },
					     { 4, TIER_DEFAULT },
					     { 8, TIER_DEFAULT },
					     { 16, TIER_DEFAULT },
					     { 32, TIER_DEFAULT },
					     { 64, TIER_DEFAULT },
					     { 128, TIER_DEFAULT },
					     { 256, TIER_DEFAULT },
					     { 512, TIER_DEFAULT },
					     { 0 } };
