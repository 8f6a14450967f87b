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
 * Prefers in this order: isolated CPUs; CPUs other than 0; CPUs whose SMT siblings were idle; the
 * CPU that was idle most. Watches /proc/stat for 0.1 s.
 *
 * Return: the CPU number, or -errno.
 */
int pin_choose_cpu(void);

/** pin_siblings() - the other hardware threads of a CPU's core; none if unknown. */
void pin_siblings(int cpu, cpu_set_t *ret_cpus);

/**
 * pin_to_cpu() - run this thread on one CPU and take its memory from that CPU's NUMA node.
 *
 * Without libnuma at build time, or without NUMA, does not bind memory.
 *
 * Return: 0; or -errno, with @ret_reason set.
 */
int pin_to_cpu(int cpu, struct reason *ret_reason);

/** pin_may_use() - can this process run on @cpu? Not if it is offline, or not in our cpuset. */
bool pin_may_use(int cpu);

/**
 * pin_set_fifo() - SCHED_FIFO with SCHED_RESET_ON_FORK: no other process runs on the CPU, and a
 * forked child waits until its parent blocks.
 *
 * Return: 0; or -errno (-EPERM: no CAP_SYS_NICE and no RLIMIT_RTPRIO).
 */
int pin_set_fifo(void);

/**
 * pin_others() - CPUs that this process may use, except @cpu. Call before pin_to_cpu().
 * @ret_cpus: receives at most @most of them, ascending.
 *
 * Return: their number, which may be above @most.
 */
unsigned int pin_others(int cpu, int *ret_cpus, unsigned int most);

#endif
