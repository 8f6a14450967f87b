/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How TLB shootdowns reach other CPUs. */
#ifndef PTEBENCH_TLB_IPI_H
#define PTEBENCH_TLB_IPI_H

#include <stdbool.h>

/**
 * tlb_ipi_is_used() - must a flush of another CPU's TLB interrupt it here?
 *
 * x86 interrupts, unless the CPU has INVLPGB (AMD Zen 3 and later, used from Linux 6.15 on); arm64
 * and POWER9 and later broadcast (TLBI, tlbie).
 */
bool tlb_ipi_is_used(void);

#endif
