/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decides by architecture, CPU and kernel whether a TLB shootdown sends IPIs. */
#ifndef PTEBENCH_TLB_IPI_H
#define PTEBENCH_TLB_IPI_H

#include <stdbool.h>
#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

#include "kernel_version.h"

/*
 * x86 sends IPIs, unless the CPU has INVLPGB (AMD Zen 3 and later, used since Linux 6.15): CPUID
 * 8000_0008h, EBX bit 3, AMD's manual, volume 3, appendix E.4; cpuinfo does not show it. arm64 and
 * POWER9 and later broadcast (TLBI, tlbie).
 */
static inline bool tlb_ipi_is_used(void)
{
#if defined(__x86_64__) || defined(__i386__)
	unsigned int eax, ebx = 0, ecx, edx;
	bool has_broadcast = __get_cpuid(0x80000008u, &eax, &ebx, &ecx, &edx) && (ebx & (1u << 3));

	return !has_broadcast || !kernel_version_is_at_least(6, 15);
#else
	return false;
#endif
}

#endif
