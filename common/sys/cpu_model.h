/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The vendor and model of a CPU, and the kinds of CPUs of a machine. */
#ifndef PTEBENCH_CPU_MODEL_H
#define PTEBENCH_CPU_MODEL_H

#include <stdbool.h>

enum { CPU_MODEL_TEXT_BYTES = 64 };

/**
 * struct cpu_model - what the kernel reports about a CPU; "" is unknown.
 * @vendor: "ARM", "Intel", "IBM"; if no table names it, "implementer 0x37" or x86's own text.
 * @core: "Neoverse-N1", "POWER10"; if no table names it, "part 0xd99", "pvr 0x0099"; on x86
 *	always "family 25 model 1"; of a hybrid x86 machine with the name of the core's PMU:
 *	"family 6 model 151 cpu_atom".
 * @part: numbers: "0x41:0xd0c r3p1", "25:1 stepping 1", "0x0080:0x0200".
 * @is_power: the kernel is one of powerpc.
 */
struct cpu_model {
	char vendor[CPU_MODEL_TEXT_BYTES], core[CPU_MODEL_TEXT_BYTES], part[CPU_MODEL_TEXT_BYTES];
	bool is_power;
};

/** cpu_model_read() - read the model of a CPU. Names are for exact matches of a table only. */
void cpu_model_read(int cpu, struct cpu_model *ret_cpu);

/**
 * cpu_model_types() - the cores of all CPUs that are online, each with its number:
 * "3x Cortex-A510, 2x Cortex-A715", in the order of the CPUs.
 *
 * Return: a text that the caller frees; "" is unknown.
 */
char *cpu_model_types(void);

#endif
