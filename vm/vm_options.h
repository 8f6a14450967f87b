/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line of ./run.sh vm. */
#ifndef PTEBENCH_VM_OPTIONS_H
#define PTEBENCH_VM_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/globlist.h"
#include "base/point_options.h"
#include "qemu.h"
#include "runner/until.h"

enum { VM_OPTIONS_KERNELS_MAX = 16, VM_OPTIONS_EXTRAS_MAX = 16 };

/**
 * struct vm_options_kernel - one side of the comparison.
 * @name: its set.
 * @path: its image.
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
 * @boots: of each kernel.
 * @rounds: 0: the tier's number.
 * @timeout_s: of one boot.
 * @tier: "--quick", "--full" or NULL.
 * @memory: for QEMU's -m. @cpu: NULL: the machine's default.
 * @append: kernel parameters for all, or "".
 * @programs: the folder of vm-ARCH, with the static programs. @compare: the program.
 * @until: the stop rule; its looks are over boots of each kernel.
 * @archives: unpacked over our own.
 * @command: the command line, for host.csv.
 * @describes: print what the images are, and exit. @names_arch: print their architecture, and exit.
 */
struct vm_options {
	struct vm_options_kernel kernels[VM_OPTIONS_KERNELS_MAX];
	unsigned int kernel_count, boots, smp, rounds, timeout_s, archive_count;
	struct globlist only;
	struct point_options own;
	const char *tier, *memory, *cpu, *append, *out, *programs, *compare;
	const char *archives[VM_OPTIONS_EXTRAS_MAX];
	char *command;
	struct until until;
	enum machine_accel accel;
	enum image_arch arch;
	bool checks, describes, names_arch, is_dry, has_seed;
	uint64_t seed;
};

/**
 * vm_options_parse() - parse the command line, and read the headers of the images.
 *
 * Dies with EXIT_USAGE, or exits after --help. All images must be of one architecture.
 */
void vm_options_parse(int argc, char **argv, struct vm_options *ret_options);

#endif
