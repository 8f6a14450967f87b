/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who dies when there is no memory left. A worker asks for much, so it should be the one: not the
 * process that has to put knobs back, nor one of the user's.
 */
#ifndef PTEBENCH_OOM_H
#define PTEBENCH_OOM_H

#include "base/opt_u64.h"

/** oom_volunteer() - this process and its children are killed before all others. */
void oom_volunteer(void);

/**
 * oom_kills() - how many processes the kernel has killed since boot for want of memory, of the
 * machine or of a control group.
 *
 * Return: oom_kill of /proc/vmstat (since Linux 4.13), or unknown.
 */
struct opt_u64 oom_kills(void);

#endif
