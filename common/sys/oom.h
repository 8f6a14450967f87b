/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The OOM killer. A worker asks for much memory, so it volunteers to be killed first: before the
 * process that restores knobs, and before those of the user.
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
