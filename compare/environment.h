/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Differences of environment between A and B, besides the kernel. */
#ifndef PTEBENCH_ENVIRONMENT_H
#define PTEBENCH_ENVIRONMENT_H

#include "comparison.h"

/**
 * environment_differences() - one text per difference, as "governor: performance -> powersave".
 * @ret_texts: receives the texts, which the caller frees, and the array.
 *
 * Facts of host.csv (see host_facts_is_environment()), then the options of kernel-config. A side
 * whose runs differ among themselves shows all values, as "schedutil|performance".
 *
 * Return: number of texts.
 */
size_t environment_differences(const struct comparison_machine *machine, char ***ret_texts);

#endif
