// SPDX-License-Identifier: GPL-2.0-or-later
/* Decides by architecture, CPU flags and kernel whether a TLB shootdown sends IPIs. */
#include "tlb_ipi.h"

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>

#include "kernel_version.h"

/* CPUID 8000_0008h, EBX bit 3: AMD's manual, volume 3, appendix E.4. cpuinfo does not show it. */
bool tlb_ipi_is_used(void)
{
	unsigned int eax, ebx = 0, ecx, edx;
	bool has_broadcast = __get_cpuid(0x80000008u, &eax, &ebx, &ecx, &edx) && (ebx & (1u << 3));

	return !has_broadcast || !kernel_version_is_at_least(6, 15);
}
#else
bool tlb_ipi_is_used(void)
{
	return false;
}
#endif
