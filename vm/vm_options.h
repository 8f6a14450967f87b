/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line of ./run.sh vm. */
#ifndef PTEBENCH_VM_OPTIONS_H
#define PTEBENCH_VM_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/globlist.h"
#include "image.h"
#include "machine.h"

enum { VM_OPTIONS_KERNELS_MAX = 16, VM_OPTIONS_EXTRAS_MAX = 16 };

/**
 * struct vm_options_kernel - one side of the comparison.
 * @name: of its set. @path: of its image.
 * @append: kernel parameters for it alone, or "".
 */
struct vm_options_kernel {
	char name[64];
	const char *path;
	const char *append;
	struct image image;
};

/**
 * struct vm_options - options of ./run.sh vm.
 * @boots: of each kernel. @memory: as QEMU's -m takes it. @cpu: NULL: as the machine table says.
 * @append: kernel parameters for all, or "". @archives: unpacked over our own.
 * @tier: "--quick", "--full" or NULL. @rounds: 0: as the tier says.
 * @timeout_s: of one boot.
 * @programs: where vm-ARCH lies, with the static programs. @compare: the program.
 * @command: the command line, for host.csv.
 * @describes: print what the images are, and exit. @names_arch: print their architecture, and exit.
 */
struct vm_options {
	struct vm_options_kernel kernels[VM_OPTIONS_KERNELS_MAX];
	unsigned int kernel_count, boots, smp, rounds, timeout_s, archive_count;
	struct globlist only;
	const char *tier, *memory, *cpu, *append, *out, *programs, *compare;
	const char *archives[VM_OPTIONS_EXTRAS_MAX];
	char *command;
	enum machine_accel accel;
	enum image_arch arch;
	bool checks, describes, names_arch, is_dry, has_seed;
	uint64_t seed;
};

/**
 * vm_options_parse() - read the command line and the images' heads.
 *
 * Dies with EXIT_USAGE, or ends after --help. One architecture a call: all images have it.
 */
void vm_options_parse(int argc, char **argv, struct vm_options *ret_options);

#endif
