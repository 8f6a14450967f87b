/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of ./run.sh vm: failed checks, and the comparison of the sets. */
#ifndef PTEBENCH_FINAL_TABLE_H
#define PTEBENCH_FINAL_TABLE_H

#include "vm_options.h"

/**
 * final_table_print_checks() - print the lines of a boot's check.txt that are not ok, and its
 * count.
 * @run: the folder of check.txt.
 *
 * Return: true when the count is there and no check failed.
 */
bool final_table_print_checks(const char *kernel, const char *run);

/**
 * final_table_finish() - compare each kernel's set with the first one's.
 * @failed: number of boots that did not end well, or had checks that failed.
 *
 * Return: the exit code of the program.
 */
int final_table_finish(const struct vm_options *options, size_t failed);

#endif
