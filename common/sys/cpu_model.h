/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The vendor and model of the CPU. */
#ifndef PTEBENCH_CPU_MODEL_H
#define PTEBENCH_CPU_MODEL_H

/* Bytes that hold any text of struct cpu_model. */
enum { CPU_MODEL_TEXT_BYTES = 64 };

/**
 * struct cpu_model - what the kernel shows of a CPU; "" is unknown.
 * @vendor: "ARM", "Intel", "IBM"; where no table names it, "implementer 0x37" or x86's own text.
 * @core: "Neoverse-N1", "POWER10"; where no table names it, "part 0xd99", "pvr 0x0099". x86 says no
 * name of its core: "family 25 model 1".
 * @part: always as numbers: "0x41:0xd0c r3p1", "25:1 stepping 1", "0x0080:0x0200".
 */
struct cpu_model {
	char vendor[CPU_MODEL_TEXT_BYTES], core[CPU_MODEL_TEXT_BYTES], part[CPU_MODEL_TEXT_BYTES];
};

/**
 * cpu_model_read() - the CPU that the kernel calls 0.
 * @ret_cpu: receives the texts, all of them "" where nothing that is read makes sense.
 *
 * A name is given for an exact match only: numbers that are damaged or in no table stay numbers.
 * Cores of other kinds (big.LITTLE) are not looked for.
 */
void cpu_model_read(struct cpu_model *ret_cpu);

#endif
