/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The initramfs of a guest: static programs, and their arguments. */
#ifndef PTEBENCH_INITRD_H
#define PTEBENCH_INITRD_H

#include <stdio.h>

#include "vm_options.h"

/**
 * initrd_make() - write the archive for one boot, or die.
 * @out: an empty file; the caller closes it.
 * @kernel: the kernel to boot; a config-RELEASE beside its image goes in too, for host.csv.
 * @run: name of the run, or NULL for a guest that runs nothing. @seed: of its order of points.
 * @is_icount: the clock counts instructions.
 */
void initrd_make(FILE *out, const struct vm_options *options,
		 const struct vm_options_kernel *kernel, const char *run, uint64_t seed,
		 bool is_icount);

#endif
