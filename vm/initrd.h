/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first root of a guest: our static programs, and what they are to do. */
#ifndef PTEBENCH_INITRD_H
#define PTEBENCH_INITRD_H

#include <stdio.h>

#include "vm_options.h"

/**
 * initrd_make() - write the archive for one boot; dies when it cannot.
 * @out: an empty file, closed by the caller.
 * @kernel: whose boot; a config-RELEASE beside its image goes in too, for host.csv.
 * @run: name of the run, or NULL for a guest that runs nothing.
 * @is_icount: the clock counts instructions.
 */
void initrd_make(FILE *out, const struct vm_options *options,
		 const struct vm_options_kernel *kernel, const char *run, bool is_icount);

#endif
