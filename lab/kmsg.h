/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel complained of while we measured. */
#ifndef PTEBENCH_KMSG_H
#define PTEBENCH_KMSG_H

/** kmsg_open() - the kernel's log from now on. Return: a descriptor, or -errno (-EPERM: no root).
 */
int kmsg_open(void);

/**
 * kmsg_copy_complaints() - write WARN, BUG and bad-page lines since kmsg_open() to a file.
 * @fd: of kmsg_open(); nothing happens when it is negative.
 * @out_fd: log.txt.
 *
 * Return: the number of lines.
 */
unsigned int kmsg_copy_complaints(int fd, int out_fd);

#endif
