/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists of CPUs as /sys and /proc write them: "0-3,8". */
#ifndef PTEBENCH_CPULIST_H
#define PTEBENCH_CPULIST_H

#include <sched.h>
#include <stddef.h>

/* Enough for a list of KNOBS_VALUE_BYTES and more. */
enum { CPULIST_BYTES = 256 };

/**
 * cpulist_parse() - the CPUs of a list; CPUs of CPU_SETSIZE and more are left out.
 * @ret_cpus: receives those before the first character that does not belong.
 */
void cpulist_parse(const char *text, cpu_set_t *ret_cpus);

/**
 * cpulist_read() - the CPUs of a file that holds a list.
 * @path: absolute path, as kfile_read() takes it.
 * @ret_cpus: receives them; none on error.
 *
 * Return: 0 or -errno.
 */
int cpulist_read(const char *path, cpu_set_t *ret_cpus);

/**
 * cpulist_format() - the shortest list of a set.
 * @ret_text: receives it, NUL-terminated; "" for no CPUs.
 * @size: bytes of @ret_text.
 *
 * Return: 0, or -EFBIG when it does not fit.
 */
int cpulist_format(const cpu_set_t *cpus, char *ret_text, size_t size);

#endif
