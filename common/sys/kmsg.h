/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Warnings and errors that the kernel logs while we measure. */
#ifndef PTEBENCH_KMSG_H
#define PTEBENCH_KMSG_H

#include <stdbool.h>

#include "base/opt_u64.h"
#include "base/die.h"

/**
 * struct kmsg - the kernel's log since kmsg_open(), and its taint flags then.
 * @fd: negative: the log cannot be read (no root).
 * @is_of_kernel: of the last complaint: the kernel itself wrote it, and not because a CPU was away
 *	for long (soft lockup), as a virtual one on a busy host is. Programs write to this log, too.
 */
struct kmsg {
	int fd;
	bool is_of_kernel;
	struct opt_u64 taint;
};

void kmsg_open(struct kmsg *ret_kmsg);
void kmsg_close(struct kmsg *kmsg);

/**
 * kmsg_next_complaint() - the next WARN, BUG or bad-page line, cut to @size.
 *
 * Return: false if there is none, or the log cannot be read.
 */
bool kmsg_next_complaint(struct kmsg *kmsg, char *ret_line, size_t size);

/**
 * kmsg_new_taint() - flags set since kmsg_open(): bad page, die, WARN. Source:
 * Documentation/admin-guide/tainted-kernels.rst.
 */
unsigned long kmsg_new_taint(const struct kmsg *kmsg);

#endif
