/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists of CPUs as /sys and /proc write them: "0-3,8". */
#ifndef PTEBENCH_CPULIST_H
#define PTEBENCH_CPULIST_H

#include <sched.h>
#include <stddef.h>

/* More than KNOBS_VALUE_BYTES. */
enum { CPULIST_BYTES = 256 };

/** cpulist_parse() - stops at the first wrong character; ignores CPUs from CPU_SETSIZE on. */
void cpulist_parse(const char *text, cpu_set_t *ret_cpus);

/** cpulist_read() - parse a kernel file. Return: 0; or -errno, and no CPUs. */
int cpulist_read(const char *path, cpu_set_t *ret_cpus);

/** cpulist_format() - the shortest list of a set; "" for no CPUs. Return: 0, or -EFBIG. */
int cpulist_format(const cpu_set_t *cpus, char *ret_text, size_t size);

#endif
