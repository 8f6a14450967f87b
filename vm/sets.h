/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sets of the kernels, compared with the first one's. */
#ifndef PTEBENCH_SETS_H
#define PTEBENCH_SETS_H

#include "base/die.h"
#include "vm_options.h"

/** sets_compare() - print the comparisons. Return: the worse of their exit codes and @status. */
enum die_code sets_compare(const struct vm_options *options, enum die_code status);

/**
 * sets_are_settled() - true if each kernel's changes from the first are known as --until wants.
 * @boots_done: of all kernels. False between looks.
 * @logs: log.txt of each kernel's last run, which the last look is appended to.
 */
bool sets_are_settled(struct vm_options *options, size_t boots_done, char *const *logs);

#endif
