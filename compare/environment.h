/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In what did A and B differ, besides the kernel? */
#ifndef PTEBENCH_ENVIRONMENT_H
#define PTEBENCH_ENVIRONMENT_H

#include "comparison.h"

/**
 * environment_differences() - "governor: performance -> powersave", a text a fact that differs.
 * @ret_texts: receives the texts, which the caller frees, and the array.
 *
 * Facts of host.csv (see host_facts_is_environment()), then the options of kernel-config. A side
 * whose runs differ among themselves shows all values, as "schedutil|performance".
 *
 * Return: how many.
 */
size_t environment_differences(const struct comparison_machine *machine, char ***ret_texts);

#endif
