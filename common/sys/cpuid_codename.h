/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Is a code name of libcpuid that of the CPU, or its nearest guess? */
#ifndef PTEBENCH_CPUID_CODENAME_H
#define PTEBENCH_CPUID_CODENAME_H

#ifdef PTEBENCH_HAVE_CPUID
#include <stdbool.h>
#include <libcpuid/libcpuid.h>

/**
 * cpuid_codename_is_exact() - did libcpuid's name match by family and whole model number?
 *
 * libcpuid always names the entry of its table with the most points, and has no call that gives
 * them: 0.6 calls Intel's family 6 model 167 a Wolfdale and AMD's family 25 model 17 a Milan. Reads
 * its log of points; false if it has none.
 */
bool cpuid_codename_is_exact(struct cpu_raw_data_t *raw);
#endif

#endif
