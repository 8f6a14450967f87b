/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The vendor and model of the CPU. */
#ifndef PTEBENCH_CPU_MODEL_H
#define PTEBENCH_CPU_MODEL_H

enum { CPU_MODEL_TEXT_BYTES = 64 };

/**
 * struct cpu_model - what the kernel reports about a CPU; "" is unknown.
 * @vendor: "ARM", "Intel", "IBM"; if no table names it, "implementer 0x37" or x86's own text.
 * @core: "Neoverse-N1", "POWER10"; if no table names it, "part 0xd99", "pvr 0x0099"; on x86
 *	always "family 25 model 1".
 * @part: numbers: "0x41:0xd0c r3p1", "25:1 stepping 1", "0x0080:0x0200".
 */
struct cpu_model {
	char vendor[CPU_MODEL_TEXT_BYTES], core[CPU_MODEL_TEXT_BYTES], part[CPU_MODEL_TEXT_BYTES];
};

/** cpu_model_read() - read the model of CPU 0. Names are for exact matches of a table only. */
void cpu_model_read(struct cpu_model *ret_cpu);

#endif
