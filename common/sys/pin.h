/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the benchmark runs: CPU, NUMA node, scheduling class. */
#ifndef PTEBENCH_PIN_H
#define PTEBENCH_PIN_H

#include <sched.h>
#include <stdbool.h>

#include "base/die.h"

/**
 * pin_choose_cpu() - a quiet CPU among those that this process may use.
 *
 * In this order: an isolated CPU; not CPU 0; a CPU whose SMT siblings were idle; the CPU that was
 * idle most, over 0.1 s of /proc/stat. Takes that long.
 *
 * Return: the CPU number, or -errno.
 */
int pin_choose_cpu(void);

/**
 * pin_siblings() - the other hardware threads of a CPU's core.
 * @ret_cpus: receives them; none where that is unknown.
 */
void pin_siblings(int cpu, cpu_set_t *ret_cpus);

/**
 * pin_to_cpu() - run this thread on one CPU and take its memory from that CPU's NUMA node.
 * @cpu: CPU number.
 * @ret_reason: receives why not, on error.
 *
 * Memory is bound where libnuma was there at build time and the machine has NUMA; elsewhere it is
 * not, and that is no error.
 *
 * Return: 0 or -errno.
 */
int pin_to_cpu(int cpu, struct reason *ret_reason);

/**
 * pin_may_use() - can this process run on @cpu?
 *
 * Return: false when it is offline, or not in our cpuset.
 */
bool pin_may_use(int cpu);

/**
 * pin_set_fifo() - SCHED_FIFO with SCHED_RESET_ON_FORK: nobody else runs on the CPU meanwhile,
 * and a forked child waits until its parent blocks.
 *
 * Return: 0; or -errno (-EPERM: no CAP_SYS_NICE and no RLIMIT_RTPRIO).
 */
int pin_set_fifo(void);

/**
 * pin_others() - CPUs that this process may use, without one of them.
 * @cpu: the one that is left out. Call before pin_to_cpu().
 * @ret_cpus: receives at most @most of them, ascending.
 *
 * Return: how many there are, also when they are more than @most.
 */
unsigned int pin_others(int cpu, int *ret_cpus, unsigned int most);

#endif
